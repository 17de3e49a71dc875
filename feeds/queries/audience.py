"""Who reads a place, in number and people; the line under every composer and post."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, Q, Value

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
    """The audiences of all places of the community, in one query however many are asked for."""

    def __init__(self) -> None:
        readers = Membership.objects.present().filter(read_until__gt=clock.now())
        rows = whole(readers).union(by_subgroup(readers), all=True)
        self.counted = {place: (people, special) for place, people, special in rows}
        self.everybody, self.owners = self.counted.get(None, (0, 0))

    def of(self, subgroup: Subgroup | None) -> Audience:
        if subgroup is None or subgroup.is_open:
            return Audience(self.everybody, subgroup)
        people, specialists = self.counted.get(subgroup.pk, (0, 0))
        return Audience(people + self.owners, subgroup, specialists > 0)


def whole(readers: Any) -> Any:
    """(None, how many read the common space, owners among them)."""
    nowhere = Value(None, output_field=BigIntegerField())
    owners = Count("pk", filter=Q(role=Membership.Role.OWNER))
    counted = readers.values("community").annotate(
        place=nowhere, people=Count("pk"), special=owners
    )
    return counted.values_list("place", "people", "special")


def by_subgroup(readers: Any) -> Any:
    """(subgroup, its people but the owner, specialists among them), of those that are not open."""
    places = SubgroupMembership.objects.present().exclude(subgroup__kind=Subgroup.Kind.OPEN)
    inside = places.filter(membership__in=readers.exclude(role=Membership.Role.OWNER))
    named = Count("pk", filter=Q(role=SubgroupMembership.Role.SPECIALIST))
    counted = inside.values("subgroup").annotate(people=Count("pk"), special=named)
    return counted.values_list("subgroup", "people", "special")
