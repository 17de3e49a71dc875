"""Aliases that were given up, and stay their bearer's for a while."""

from datetime import timedelta
from typing import Self

from django.db import models

from communities.models.membership import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


class FormerAliasQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """One's own: what somebody was called before is told to nobody."""
        return self.filter(bearer=member)

    def reserved(self) -> Self:
        return self.filter(given_up_at__gt=clock.now() - FormerAlias.RESERVED_FOR)

    def unreserved(self) -> Self:
        return self.filter(given_up_at__lte=clock.now() - FormerAlias.RESERVED_FOR)


class FormerAlias(TenantModel):
    """Given up by `bearer`, who alone may take it, or what looks the same, for `RESERVED_FOR`."""

    RESERVED_FOR = timedelta(days=90)

    bearer = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="former_aliases"
    )
    alias = models.CharField(max_length=30)
    alias_skeleton = models.CharField(max_length=60)
    given_up_at = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(FormerAliasQuerySet)

    class Meta:
        indexes = [models.Index(fields=["community", "alias_skeleton"], name="former_alias")]
