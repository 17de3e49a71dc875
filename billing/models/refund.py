"""Money that goes back to a card at a parting."""

from typing import Self

from django.db import models

from billing.models.customer import OwnQuerySet, new_key
from billing.models.subscription import Invoice
from communities.models import Membership, Parting
from core import clock
from core.due import Due
from core.tenancy import TenantModel, manager


class RefundQuerySet(OwnQuerySet):
    def standing(self) -> Self:
        """Given or on their way."""
        return self.exclude(state=Refund.State.REFUSED)


class Refund(Due, TenantModel):
    """`amount` minor units of what `invoice` took, asked of Stripe once.

    The row and its `idempotency_key` are stored before Stripe is asked; `stripe_id` comes with the
    answer. One for each payment: whatever is wanted beyond that, the owner does at Stripe.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        GIVEN = "given"
        REFUSED = "refused"

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="refunds")
    parting = models.OneToOneField(Parting, null=True, on_delete=models.SET_NULL, related_name="+")
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="refund")
    currency = models.CharField(max_length=3)
    amount = models.PositiveBigIntegerField()
    idempotency_key = models.CharField(max_length=64, default=new_key, editable=False)
    stripe_id = models.CharField(max_length=64, default="", blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.ASKED)
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(RefundQuerySet)

    class Meta(Due.Meta):
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="something_given_back")
        ]
