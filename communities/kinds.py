"""What people are told of the community itself, and who may still see it."""

from collections.abc import Collection
from typing import Any

from communities.models import Application, AuditEntry, Handover, Membership
from core import kinds
from core.kinds import Kind


def own_handovers(member: Membership, ids: Collection[int]) -> Any:
    """An offer for whom it is made while it stands, its answer for whoever made it."""
    offers = Handover.objects.filter(pk__in=ids).told_to(member)
    return offers.select_related("offered_by", "offered_to")


def own_deputyship(member: Membership, ids: Collection[int]) -> Any:
    """That the owner named them deputy, and that it ended before its day: for them alone."""
    deeds = AuditEntry.objects.filter(pk__in=ids, concerns=member)
    return deeds.filter(action__in=("name_deputy", "release_deputy"))


def open_applications(member: Membership, ids: Collection[int]) -> Any:
    """For staff, until somebody of them has answered."""
    asked = Application.objects.open().filter(pk__in=ids).select_related("membership")
    return asked if member.is_staff else asked.none()


def register() -> None:
    kinds.register(Kind("deputy", own_deputyship, "communities/_notice_deputy.html"))
    kinds.register(Kind("application", open_applications, "communities/_notice_application.html"))
    kinds.register(Kind("handover", own_handovers, "communities/_notice_handover.html"))
