"""What becomes of the words of somebody who left."""

from typing import Self

from django.db import models

from communities.models.membership import Membership
from core import clock
from core.due import Due
from core.tenancy import TenantModel, TenantQuerySet, manager


class LeavingQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(membership=member)


class Leaving(Due, TenantModel):
    """The choice made on leaving, until every app has followed it.

    It is about what stood at `until`: whoever comes back meanwhile writes anew.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=7, choices=Membership.Words)
    until = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(LeavingQuerySet)
