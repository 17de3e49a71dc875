"""A payer at Stripe, what we sell there, and attempts to pay."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q

from billing.models.plan import Price
from communities.models import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


def new_key() -> str:
    return uuid4().hex


class OwnQuerySet(TenantQuerySet):
    """Rows about one member's money: their own and the owner's to see."""

    def visible_to(self, member: Membership) -> Self:
        return self.all() if member.is_owner else self.filter(membership=member)


class Customer(TenantModel):
    """One per account, member and currency (Stripe binds a customer to its first currency).

    `stripe_id` is empty until Stripe has answered; `idempotency_key` was stored before it was
    asked. `stripe_account` '' is the installation's own account, here and in every mirrored row.
    """

    stripe_account = models.CharField(max_length=64, default="", blank=True)
    stripe_id = models.CharField(max_length=64, default="", blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="customers")
    currency = models.CharField(max_length=3)
    idempotency_key = models.CharField(max_length=64, default=new_key, editable=False)

    objects = manager(OwnQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stripe_account", "membership", "currency"], name="one_customer"
            ),
            models.UniqueConstraint(
                fields=["stripe_account", "stripe_id"],
                condition=~Q(stripe_id=""),
                name="one_row_per_customer",
            ),
        ]


class StripePriceQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.all() if member.is_owner else self.none()


class StripePrice(TenantModel):
    """What `price` is called at an account of Stripe."""

    stripe_account = models.CharField(max_length=64, default="", blank=True)
    stripe_id = models.CharField(max_length=64)
    price = models.ForeignKey(Price, on_delete=models.CASCADE, related_name="stripe_prices")

    objects = manager(StripePriceQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stripe_account", "price"], name="one_stripe_price"),
            models.UniqueConstraint(
                fields=["stripe_account", "stripe_id"], name="one_row_per_stripe_price"
            ),
        ]


class Checkout(TenantModel):
    """One attempt to pay by card; at most one is open per member.

    The row, its `idempotency_key` and `language` are stored before Stripe is asked, so that
    asking again after a crash yields the same session. `stripe_id` and `url` come with the answer.
    """

    class State(models.TextChoices):
        OPEN = "open"
        COMPLETE = "complete"
        EXPIRED = "expired"

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="checkouts")
    price = models.ForeignKey(Price, on_delete=models.PROTECT, related_name="+")
    stripe_account = models.CharField(max_length=64, default="", blank=True)
    stripe_id = models.CharField(max_length=200, default="", blank=True)
    url = models.TextField(default="", blank=True)
    language = models.CharField(max_length=8)
    idempotency_key = models.CharField(max_length=64, default=new_key, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(OwnQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(state="open"), name="one_open_checkout"
            ),
            models.UniqueConstraint(
                fields=["stripe_account", "stripe_id"],
                condition=~Q(stripe_id=""),
                name="one_row_per_checkout",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
