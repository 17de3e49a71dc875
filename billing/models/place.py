"""Access without a gateway: money that came another way, and places given by the owner."""

from typing import Self

from django.db import models
from django.db.models import Q

from billing.models.customer import OwnQuerySet, new_key
from billing.models.plan import Plan, Price
from communities.models import Membership
from core import clock
from core.tenancy import TenantModel, manager


class HandPaymentQuerySet(OwnQuerySet):
    def standing(self) -> Self:
        """Those not taken back."""
        return self.filter(taken_back_at=None)


class HandPayment(TenantModel):
    """Income outside a gateway: `amount` minor units for a period that somebody confirmed.

    `form_key` makes sending the form twice one payment.
    """

    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="hand_payments"
    )
    currency = models.CharField(max_length=3)
    amount = models.PositiveBigIntegerField()
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    confirmed_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(default=clock.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    time_zone = models.CharField(max_length=64)
    form_key = models.CharField(max_length=64, default=new_key)

    objects = manager(HandPaymentQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "form_key"], name="recorded_once")
        ]


class GrantQuerySet(OwnQuerySet):
    def standing(self) -> Self:
        """Those not revoked, ended or not."""
        return self.filter(revoked_at=None)


class Grant(TenantModel):
    """A place from the owner until `until` (`None`: without end). Only staff see `reason`.

    `plan` is set where it was paid for elsewhere.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="grants")
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    plan = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL, related_name="+")
    given_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=clock.now, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = manager(GrantQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=Q(revoked_at=None), name="one_standing_place"
            )
        ]


class PlaceRequestQuerySet(OwnQuerySet):
    def waiting(self) -> Self:
        """Of those whose door is still closed, longest first."""
        state = Membership.State
        gone = (state.LEFT, state.REMOVED, state.APPLYING)
        closed = self.filter(membership__read_until__lte=clock.now())
        return closed.exclude(membership__state__in=gone).order_by("asked_at", "id")


class PlaceRequest(TenantModel):
    """A wish to be let in without a card: by transfer at `price`, or by a place from the owner.

    A newcomer is seen by nobody until they pay; asking is how they show themselves to the owner.
    """

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, related_name="place_request"
    )
    price = models.ForeignKey(Price, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)

    objects = manager(PlaceRequestQuerySet)
