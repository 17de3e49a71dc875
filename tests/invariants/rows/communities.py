"""Rows of the community itself, replies and what stands outside."""

from tests.invariants.rows.base import (
    EVERYBODY,
    MEMBERS,
    OWNER,
    READERS,
    STAFF,
    Row,
    act,
    invitation,
    join_token,
    line,
    page,
    person,
)

SIGNED_IN = tuple(role for role in EVERYBODY if role != "visitor")
LEAVERS = tuple(role for role in MEMBERS if role not in ("owner", "left"))

INSIDE = [
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
    Row("join", {"done": (*READERS, "lapsed"), 200: ("newcomer", "left", "outsider")}, join_token),
]

OUTSIDE = [
    Row("home", {200: EVERYBODY}),
    Row("open", {200: SIGNED_IN, "sign-in": ("visitor",)}),
    Row("help_now", {200: EVERYBODY}),
    Row("left", {200: EVERYBODY}),
]
