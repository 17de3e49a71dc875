"""What people are told of the community itself, and who may still see it."""

from collections.abc import Collection
from typing import Any

from communities.models import Handover, Membership
from core import kinds
from core.kinds import Kind


def own_handovers(member: Membership, ids: Collection[int]) -> dict[int, Any]:
    """An offer for whom it is made while it stands, its answer for whoever made it."""
    rows = Handover.objects.visible_to(member).filter(pk__in=ids)
    offers = rows.select_related("offered_by", "offered_to").in_bulk()
    return {pk: offer for pk, offer in offers.items() if is_told(offer, member)}


def is_told(offer: Handover, member: Membership) -> bool:
    if offer.offered_to_id == member.pk:
        return offer.stands
    return offer.outcome in (Handover.Outcome.ACCEPTED, Handover.Outcome.DECLINED)


def register() -> None:
    kinds.register(Kind("handover", own_handovers, "communities/_notice_handover.html"))
