"""One line to the owner: open even to those without access."""

from typing import Self

from django.db import models

from communities.models.membership import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


class LineQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.all() if member.is_owner else self.filter(author=member)


class Line(TenantModel):
    """What somebody wanted the owner to know; read by the owner and its author only."""

    author = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    body = models.CharField(max_length=500)
    written_at = models.DateTimeField(default=clock.now, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)

    objects = manager(LineQuerySet)
