"""What Stripe told us, and how far we have asked it what it told."""

from django.db import models

from core import clock
from core.due import EPOCH, Due


class StripeEvent(Due):
    """One event: its ids only. Applying it reads the object from Stripe, never from a payload.

    `object_id` is what it is about, `subscription_id` the subscription concerned if one is.
    """

    stripe_account = models.CharField(max_length=64, default="", blank=True)
    event_id = models.CharField(max_length=64)
    type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=200)
    subscription_id = models.CharField(max_length=64, blank=True)
    livemode = models.BooleanField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(Due.Meta):
        constraints = [
            models.UniqueConstraint(fields=["stripe_account", "event_id"], name="event_once")
        ]

    @property
    def is_about_checkout(self) -> bool:
        return self.type.startswith("checkout.session.")


class EventCursor(models.Model):
    """Up to which instant an account's list of events has been read."""

    stripe_account = models.CharField(max_length=64, unique=True, blank=True)
    seen_until = models.DateTimeField(default=EPOCH)
