"""What people are told of their subgroups, and who may still see it."""

from collections.abc import Collection
from typing import Any

from communities.models import Membership
from core import kinds
from core.kinds import Kind
from subgroups import queries
from subgroups.models import SubgroupMembership


def own_places(member: Membership, ids: Collection[int]) -> Any:
    """A place somebody was given, as long as they have it."""
    places = SubgroupMembership.objects.of(member).filter(pk__in=ids)
    return places.select_related("subgroup")


def unled_places(member: Membership, ids: Collection[int]) -> Any:
    """The place of a last curator, for the owner, until somebody leads again."""
    if not member.is_owner:
        return SubgroupMembership.objects.none()
    places = SubgroupMembership.objects.filter(pk__in=ids, subgroup__in=queries.without_curator())
    return places.select_related("subgroup")


def register() -> None:
    kinds.register(Kind("subgroup_place", own_places, "subgroups/_notice_place.html"))
    kinds.register(Kind("subgroup_unled", unled_places, "subgroups/_notice_unled.html"))
