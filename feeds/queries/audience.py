"""Who reads a place, in number and people; the line under every composer and post."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Q

from communities.models import Membership
from core import clock
from subgroups.models import Subgroup, SubgroupMembership


@dataclass(frozen=True)
class Audience:
    """`count` people read it now, the asker included; `subgroup` is `None` for the common space.

    `specialists` says whether any specialist is named for a subgroup that is not open.
    """

    count: int
    subgroup: Subgroup | None
    specialists: bool = False

    @property
    def code(self) -> str:
        """How a form names the place: the subgroup's id, or `common`."""
        return self.subgroup.code if self.subgroup else "common"

    @property
    def is_narrow(self) -> bool:
        return self.subgroup is not None and not self.subgroup.is_open


class Audiences:
    """The audiences of all places of the community, counted when first asked for: one query for
    the places that everybody reads, another for all that fewer read."""

    def of(self, subgroup: Subgroup | None) -> Audience:
        everybody, owners = self.common
        if subgroup is None or subgroup.is_open:
            return Audience(everybody, subgroup)
        people, specialists = self.narrow.get(subgroup.pk, (0, 0))
        return Audience(people + owners, subgroup, specialists > 0)

    @cached_property
    def common(self) -> tuple[int, int]:
        """How many read the common space, and owners among them."""
        owners = Count("pk", filter=Q(role=Membership.Role.OWNER))
        counted = readers().aggregate(people=Count("pk"), owners=owners)
        return counted["people"], counted["owners"]

    @cached_property
    def narrow(self) -> dict[int, tuple[int, int]]:
        """Subgroup -> (its people but the owner, specialists among them), of those not open."""
        places = SubgroupMembership.objects.present().exclude(subgroup__kind=Subgroup.Kind.OPEN)
        inside = places.filter(membership__in=readers().exclude(role=Membership.Role.OWNER))
        named = Count("pk", filter=Q(role=SubgroupMembership.Role.SPECIALIST))
        counted = inside.values("subgroup").annotate(people=Count("pk"), special=named)
        rows = counted.values_list("subgroup", "people", "special")
        return {subgroup: (people, special) for subgroup, people, special in rows}


def readers() -> Any:
    """Who may read the common space now."""
    return Membership.objects.present().filter(read_until__gt=clock.now())
