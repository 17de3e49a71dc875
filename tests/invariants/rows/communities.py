"""Rows of the community itself, its subgroups, replies and what stands outside."""

from tests.invariants.rows.base import (
    EVERYBODY,
    LEADERS_NORTH,
    MEMBERS,
    READERS,
    SHUT_OUT,
    STAFF,
    WRITERS,
    Row,
    act,
    inside,
    invitation,
    join_token,
    line,
    page,
    person,
    subgroup,
)

SIGNED_IN = tuple(role for role in EVERYBODY if role != "visitor")
OWNER = ("owner",)
LEAVERS = tuple(role for role in MEMBERS if role not in ("owner", "left"))

COMMUNITIES = [
    Row("communities:door", {"feed": READERS}),
    page("communities:me", MEMBERS),
    page("communities:desk", ("owner", "specialist", "curator")),
    page("communities:settings", OWNER),
    page("communities:documents", MEMBERS),
    page("communities:document_new", OWNER),
    page("communities:accept"),
    page("communities:invitations", STAFF),
    act("communities:invitation_revoke", STAFF, arguments=invitation),
    page("communities:people"),
    page("communities:part", STAFF, arguments=person("member")),
    Row("communities:leave", {200: LEAVERS, 404: ("owner", "outsider")}),
    page("communities:line_to_owner", MEMBERS),
    act("communities:line_seen", OWNER, arguments=line),
    page("communities:help_now", MEMBERS),
    page("communities:audit"),
    page("notifications:index"),
    act("notifications:read", READERS, data=lambda c: {"up_to": 1}),
    page("export", MEMBERS),
    Row("join", {"done": (*READERS, "lapsed"), 200: ("newcomer", "left", "outsider")}, join_token),
]

SUBGROUPS = [
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

OUTSIDE = [
    Row("home", {200: EVERYBODY}),
    Row("open", {200: SIGNED_IN, "sign-in": ("visitor",)}),
    Row("help_now", {200: EVERYBODY}),
    Row("left", {200: EVERYBODY}),
]

__all__ = ["COMMUNITIES", "OUTSIDE", "SHUT_OUT", "SUBGROUPS", "WRITERS"]
