"""Rows of letting people in."""

from typing import Any

from communities.models import Application, Membership
from communities.operations import invite_address
from core.tenancy import community_scope
from tests.conftest import Cast
from tests.invariants.rows.base import MEMBERS, OWNER, STAFF, Row, act, page


def letter(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"pk": invite_address(actor=cast.owner, address="matrix@example.org").pk}


def letter_token(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        return {"token": invite_address(actor=cast.owner, address="matrix@example.org").token}


def application(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        row, _ = Application.objects.get_or_create(
            membership=cast.newcomer, defaults={"answers": [["What brings you here?", "Nights"]]}
        )
        return {"pk": row.pk}


def applied(cast: Cast) -> dict[str, Any]:
    """Taken back again, so that it shows nothing to staff."""
    with community_scope(cast.community):
        state = Application.State.WITHDRAWN
        Application.objects.get_or_create(membership=cast.newcomer, state=state)
    return {}


def removed(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        Membership.objects.filter(pk=cast.member.pk).update(state=Membership.State.REMOVED)
    return {"pk": cast.member.pk}


OTHERS = tuple(role for role in MEMBERS if role != "newcomer")

INSIDE = [
    page("billing:invite_many", OWNER),
    Row("billing:invite_many_send", {422: OWNER}, method="post"),
    Row("join", {403: (*MEMBERS, "outsider")}, letter_token, variant="somebody else's letter"),
    Row("communities:invite_address", {422: STAFF}, method="post"),
    act("communities:invitation_again", STAFF, arguments=letter),
    page("communities:applications", STAFF),
    Row("communities:application_answer", {422: STAFF}, application, "post"),
    Row("communities:screening", {"done": OWNER}, method="post"),
    Row("communities:application", {404: (*MEMBERS, "outsider")}),
    Row(
        "communities:application",
        {200: ("newcomer",), 404: (*OTHERS, "outsider")},
        applied,
        variant="the newcomer's",
    ),
    Row(
        "communities:application_withdraw",
        {"done": ("left",), 404: (*(role for role in MEMBERS if role != "left"), "outsider")},
        method="post",
    ),
    page("communities:parted", OWNER),
    act("communities:lift", OWNER, arguments=removed, also={"billing": ("member",)}),
]
