"""Rows of letting people in."""

from typing import Any

from communities.models import Membership
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


def removed(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        Membership.objects.filter(pk=cast.member.pk).update(state=Membership.State.REMOVED)
    return {"pk": cast.member.pk}


INSIDE = [
    Row("join", {403: (*MEMBERS, "outsider")}, letter_token, variant="somebody else's letter"),
    Row("communities:invite_address", {422: STAFF}, method="post"),
    act("communities:invitation_again", STAFF, arguments=letter),
    page("communities:parted", OWNER),
    act("communities:lift", OWNER, arguments=removed, also={"billing": ("member",)}),
]
