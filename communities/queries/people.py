"""Who is here, and what staff did."""

from typing import Any

from communities.filters import narrowed
from communities.models import AuditEntry, Handover, Membership, Parting

PARTED_SHOWN = 100


def people_here(member: Membership, wanted: dict[str, Any] | None = None) -> list[Membership]:
    """Who is here now, narrowed by `wanted`: owner, specialists, then members by alias."""
    people = narrowed(Membership.objects.present().visible_to(member), wanted or {}, member)
    first = {Membership.Role.OWNER: 0, Membership.Role.SPECIALIST: 1}
    return sorted(people, key=lambda person: (first.get(person.role, 2), person.alias_key))


def parting_ahead(member: Membership) -> Parting | None:
    """The parting with `member` that was announced and can still be taken back."""
    if member.parts_at is None:
        return None
    ahead: Parting | None = Parting.objects.ahead().filter(membership=member).first()
    return ahead


def offer_standing(member: Membership) -> Handover | None:
    """The offer of this community that `member` made or got, while it stands."""
    offers = Handover.objects.visible_to(member).standing()
    offer: Handover | None = offers.select_related("offered_by", "offered_to").first()
    return offer


def specialists_here() -> Any:
    """The owner's co-leads, by alias."""
    people = Membership.objects.present().filter(role=Membership.Role.SPECIALIST)
    return people.order_by("alias_key")


def own_parting(member: Membership) -> Parting | None:
    """The last parting that concerns `member` and was not taken back, while it is not lifted."""
    if member.parts_at is None and member.state != Membership.State.REMOVED:
        return None
    own: Parting | None = (
        Parting.objects.standing().filter(membership=member).order_by("-pk").first()
    )
    return own


def parted_with(member: Membership) -> Any:
    """Those who were removed, the last first."""
    gone = Membership.objects.visible_to(member).filter(state=Membership.State.REMOVED)
    return gone.order_by("-left_at", "-pk")[:PARTED_SHOWN]


AUDIT_PAGE = 30


def audit_page(member: Membership, before: int | None) -> tuple[list[AuditEntry], int | None]:
    """One page of the trace older than id `before`, and the id to go on from."""
    rows = AuditEntry.objects.visible_to(member).select_related("actor", "concerns")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: AUDIT_PAGE + 1])
    following = found[AUDIT_PAGE - 1].pk if len(found) > AUDIT_PAGE else None
    return found[:AUDIT_PAGE], following
