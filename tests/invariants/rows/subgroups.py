"""Rows of the subgroups."""

from typing import Any

from core import clock
from core.tenancy import community_scope
from subgroups.models import Subgroup
from tests.conftest import Cast
from tests.factories import PlaceFactory
from tests.invariants.rows.base import (
    LEADERS_NORTH,
    OWNER,
    STAFF,
    Arguments,
    Row,
    act,
    inside,
    page,
    person,
    subgroup,
)


def archived(name: str) -> Arguments:
    def build(cast: Cast) -> dict[str, Any]:
        with community_scope(cast.community):
            Subgroup.objects.filter(pk=getattr(cast, name).pk).update(archived_at=clock.now())
        return {"pk": getattr(cast, name).pk}

    return build


def newly_in_north(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        PlaceFactory(subgroup=cast.north, membership=cast.member)
    return {"pk": cast.north.pk, "member": cast.member.pk}


INSIDE = [
    page("subgroups:index"),
    page("subgroups:new", OWNER),
    page("subgroups:card", arguments=subgroup("north"), variant="open"),
    page("subgroups:card", arguments=subgroup("quiet"), variant="closed"),
    page("subgroups:card", ("owner", "insider"), arguments=subgroup("attic"), variant="hidden"),
    page("subgroups:people", arguments=subgroup("north"), variant="open"),
    page(
        "subgroups:people",
        ("owner", "curator", "insider"),
        arguments=subgroup("quiet"),
        variant="closed",
    ),
    act(
        "subgroups:ask",
        ("specialist", "member"),
        arguments=subgroup("quiet"),
        also={403: ("reading_only",)},
    ),
    act("subgroups:leave", ("curator", "insider"), arguments=subgroup("north")),
    page("subgroups:change", LEADERS_NORTH, arguments=subgroup("north")),
    page("subgroups:copy", OWNER, arguments=subgroup("quiet")),
    act(
        "subgroups:copy",
        OWNER,
        arguments=subgroup("quiet"),
        data=lambda c: {"name": "Another shore"},
    ),
    page("subgroups:archive", ("owner", "curator"), arguments=subgroup("quiet")),
    act("subgroups:archive", LEADERS_NORTH, arguments=subgroup("north")),
    act("subgroups:bring_back", ("owner", "curator"), arguments=archived("quiet")),
    page("subgroups:name_curator", STAFF, arguments=subgroup("north")),
    page("subgroups:name_curator", OWNER, arguments=subgroup("quiet"), variant="closed"),
    act(
        "subgroups:name_curator",
        STAFF,
        arguments=subgroup("north"),
        data=lambda c: {"alias": c.insider.alias},
    ),
    page("subgroups:move", LEADERS_NORTH, arguments=inside("north", "insider")),
    page("subgroups:move", OWNER, arguments=inside("attic", "insider"), variant="hidden"),
    # A specialist may not let people into a closed subgroup that they do not read.
    Row(
        "subgroups:move",
        {"done": ("owner", "curator"), 422: ("specialist",)},
        arguments=newly_in_north,
        method="post",
        data=lambda c: {"to": c.quiet.code},
    ),
    act(
        "subgroups:add",
        LEADERS_NORTH,
        arguments=subgroup("north"),
        data=lambda c: {"alias": c.member.alias},
    ),
    act("subgroups:admit", LEADERS_NORTH, arguments=inside("north", "member")),
    act(
        "subgroups:admit",
        ("owner", "curator"),
        arguments=inside("quiet", "member"),
        variant="closed",
    ),
    act("subgroups:move_out", LEADERS_NORTH, arguments=inside("north", "insider")),
    act("subgroups:move_out", ("owner",), arguments=inside("attic", "insider"), variant="hidden"),
    act("subgroups:curator", STAFF, arguments=inside("north", "insider")),
    act("subgroups:release", STAFF, arguments=inside("north", "curator")),
    act("subgroups:specialist", OWNER, arguments=inside("quiet", "specialist")),
    act("subgroups:specialist_of_all", OWNER, arguments=person("member")),
    act("subgroups:specialist_no_more", OWNER, arguments=person("specialist")),
]
