"""Rows of handing the community over."""

from typing import Any

from communities.operations import offer_community
from core.tenancy import community_scope
from tests.conftest import Cast
from tests.invariants.rows.base import OWNER, Arguments, Row, act, page, person


def offered(key: str) -> Arguments:
    def build(cast: Cast) -> dict[str, Any]:
        with community_scope(cast.community):
            return {key: offer_community(actor=cast.owner, member=cast.specialist).pk}

    return build


INSIDE = [
    page("communities:handover", OWNER),
    Row("communities:handover_offer", {"done": OWNER}, arguments=person("member")),
    act("communities:handover_withdraw", OWNER, arguments=offered("pk")),
    act("communities:handover_decline", ("specialist",), arguments=offered("pk")),
    Row("billing:take_over", {"done": ("specialist",)}, arguments=offered("offer")),
]
