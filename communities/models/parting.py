"""Parting with a member: from which day, in which words, what is given back."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.membership import Membership
from core import clock
from core.due import Due
from core.tenancy import TenantModel, TenantQuerySet, manager


class PartingQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """Staff see all; the person concerned sees their own, however little else they may."""
        return self.all() if member.is_staff else self.filter(membership=member)

    def standing(self) -> Self:
        return self.filter(taken_back_at=None)

    def ahead(self) -> Self:
        """Announced, and their day has not come."""
        return self.standing().filter(carried_out_at=None)


class Parting(Due, TenantModel):
    """Due when the membership ends. `words` and `turn_to` (where to turn next) are for the person.

    `refund` is the owner's decision, an amount as typed in `refund_note` and, where it can be
    given back by itself, as `refund_amount` minor units. Billing finds it here.
    """

    class Refund(models.TextChoices):
        NONE = "none", _("Nothing is given back")
        REST = "rest", _("The rest of the paid period")
        AMOUNT = "amount", _("An amount")

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="partings")
    decided_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(default=clock.now, editable=False)
    words = models.TextField(max_length=2_000, blank=True)
    turn_to = models.TextField(max_length=1_000, blank=True)
    refund = models.CharField(max_length=6, choices=Refund, default=Refund.NONE)
    refund_note = models.CharField(max_length=100, blank=True)
    refund_amount = models.PositiveBigIntegerField(null=True)
    refund_currency = models.CharField(max_length=3, blank=True)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    carried_out_at = models.DateTimeField(null=True, editable=False)

    objects = manager(PartingQuerySet)

    class Meta(Due.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(taken_back_at=None, carried_out_at=None),
                name="one_parting_ahead",
            )
        ]
