"""Rows of the subgroups."""

from tests.invariants.rows.base import (
    LEADERS_NORTH,
    OWNER,
    STAFF,
    act,
    inside,
    page,
    person,
    subgroup,
)

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
        ("owner", "specialist", "member"),
        arguments=subgroup("quiet"),
        also={403: ("reading_only",)},
    ),
    act("subgroups:leave", ("curator", "insider"), arguments=subgroup("north")),
    page("subgroups:change", LEADERS_NORTH, arguments=subgroup("north")),
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
