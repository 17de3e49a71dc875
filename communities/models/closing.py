"""The dated closing of a community."""

from typing import Self

from django.db import models
from django.db.models import Q

from communities.models.membership import Membership
from core import clock
from core.due import Due
from core.tenancy import TenantModel, TenantQuerySet, manager


class ClosingQuerySet(TenantQuerySet):
    def standing(self) -> Self:
        return self.filter(taken_back_at=None)

    def visible_to(self, member: Membership) -> Self:
        """Everybody who has a place here is told."""
        return self.standing()


class Closing(Due, TenantModel):
    """Announced for `closes_at`; at `erases_at` all is erased, unless taken back before.

    Performed by billing: at once, to write everybody's access anew, and again at `closes_at`, to
    end what is paid and leave reading open.
    """

    announced_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    announced_at = models.DateTimeField(default=clock.now, editable=False)
    closes_at = models.DateTimeField()
    erases_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = manager(ClosingQuerySet)

    class Meta(Due.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(taken_back_at=None), name="one_closing"
            )
        ]
