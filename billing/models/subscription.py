"""Our mirror of what Stripe says: written by `operations.apply` alone, after reading it there."""

from typing import Self

from django.db import models
from django.db.models import Q

from billing.models.customer import OwnQuerySet
from billing.models.plan import Price
from communities.models import Membership
from core import clock
from core.due import EPOCH, Due
from core.tenancy import TenantModel, TenantQuerySet, manager

# A subscription in one of these states can still take money. An incomplete one belongs to an
# attempt to pay that is still under way.
LIVE = ("trialing", "active", "past_due", "unpaid", "paused")


class SubscriptionQuerySet(OwnQuerySet):
    def live(self) -> Self:
        return self.filter(status__in=LIVE, extra=False)

    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-id")


class Subscription(TenantModel):
    """One subscription at Stripe.

    `paid_until` is the end of the last period that was really paid (the epoch if none was): once
    a period ends Stripe already shows the next one, paid or not. `extra` marks a second live one
    that was set aside and is being cancelled. `revision` counts writes; a reading of Stripe is
    written only if nobody wrote since it was taken. `time_zone` is the member's when the period
    was first seen, so that dates once told do not move with a traveller.
    """

    stripe_account = models.CharField(max_length=64, default="", blank=True)
    stripe_id = models.CharField(max_length=64)
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="subscriptions"
    )
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=24)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    paid_until = models.DateTimeField(default=EPOCH)
    cancel_at_period_end = models.BooleanField(default=False)
    currency = models.CharField(max_length=3)
    amount = models.PositiveBigIntegerField()
    livemode = models.BooleanField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    extra = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    synced_at = models.DateTimeField(default=clock.now)

    objects = manager(SubscriptionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_account", "stripe_id"], name="one_row_per_subscription"
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(status__in=LIVE, extra=False),
                name="one_live_subscription",
            ),
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.status in LIVE and not self.extra

    @property
    def renews(self) -> bool:
        """Whether the next period will be charged."""
        return self.is_live and not self.cancel_at_period_end

    @property
    def is_paid_now(self) -> bool:
        """Whether the running period has been paid for."""
        return clock.now() < self.paid_until

    @property
    def is_overdue(self) -> bool:
        return self.status in ("past_due", "unpaid")


class InvoiceQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.all() if member.is_owner else self.filter(subscription__membership=member)


class Invoice(TenantModel):
    """One invoice at Stripe; amounts in minor units. `url` is Stripe's own page for it."""

    stripe_account = models.CharField(max_length=64, default="", blank=True)
    stripe_id = models.CharField(max_length=64)
    subscription = models.ForeignKey(
        Subscription, on_delete=models.PROTECT, related_name="invoices"
    )
    status = models.CharField(max_length=16)
    number = models.CharField(max_length=64, blank=True)
    currency = models.CharField(max_length=3)
    amount_due = models.BigIntegerField()
    amount_paid = models.BigIntegerField()
    attempted = models.BooleanField(default=False)
    url = models.TextField(blank=True)
    created_at = models.DateTimeField()

    objects = manager(InvoiceQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_account", "stripe_id"], name="one_row_per_invoice"
            )
        ]
        indexes = [models.Index(fields=["subscription", "-created_at"], name="invoices_of")]


class Patience(TenantModel):
    """A day given once per period because Stripe could not be asked."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    period = models.DateTimeField()
    until = models.DateTimeField()

    objects = manager(OwnQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "period"], name="patience_once")
        ]


class Cancellation(Due, TenantModel):
    """A subscription that must end at Stripe now, and why."""

    class Reason(models.TextChoices):
        LEFT = "left"
        CLOSED = "closed"
        EXTRA = "extra"
        OWNER = "owner"
        ENDED = "ended"

    subscription = models.OneToOneField(Subscription, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=6, choices=Reason)

    objects = manager(TenantQuerySet)
