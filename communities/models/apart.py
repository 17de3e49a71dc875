"""Whom somebody does not want to hear, and from whom they keep away; nobody is told of either."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from communities.models.membership import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


class ApartQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """One's own list and nothing else, staff included."""
        return self.filter(by=member)


class Mute(TenantModel):
    """`by` does not see the words of `person` in streams; nothing changes for `person`."""

    by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(ApartQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "person"], name="mute_once"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="nobody_mutes_themselves"),
        ]


class Block(TenantModel):
    """A mute that also keeps `person` from reaching `by`: docs/adr/0007-apart.md."""

    by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(ApartQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "person"], name="block_once"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="nobody_blocks_themselves"),
        ]
