"""What people are told of the community itself, and who may still see it."""

from collections.abc import Collection
from typing import Any

from communities.models import Handover, Membership
from core import kinds
from core.kinds import Kind


def own_handovers(member: Membership, ids: Collection[int]) -> Any:
    """An offer for whom it is made while it stands, its answer for whoever made it."""
    offers = Handover.objects.filter(pk__in=ids).told_to(member)
    return offers.select_related("offered_by", "offered_to")


def register() -> None:
    kinds.register(Kind("handover", own_handovers, "communities/_notice_handover.html"))
