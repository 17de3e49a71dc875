"""Rows of a member's card, and of parting with them."""

from datetime import timedelta
from typing import Any

from communities.operations import remove_member
from core import clock
from core.tenancy import community_scope
from tests.conftest import Cast
from tests.invariants.rows.base import STAFF, Row, act, page, person


def ahead(cast: Cast) -> dict[str, Any]:
    with community_scope(cast.community):
        tomorrow = clock.now().date() + timedelta(days=2)
        return {
            "pk": remove_member(actor=cast.owner, member=cast.insider, reason="x", day=tomorrow).pk
        }


INSIDE = [
    page("communities:member", STAFF, arguments=person("member")),
    act("communities:parting_take_back", STAFF, arguments=ahead),
    Row("communities:parting", {404: ("lapsed", "newcomer", "left")}),
]
