"""Reads that join several models or serve two callers."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from communities.models import Acceptance, AuditEntry, Document, Invitation, Line, Membership
from core import clock
from core.tenancy import across_communities

AUDIT_PAGE = 30
LINES_SHOWN = 50


def my_communities(user: User) -> list[Membership]:
    """The user's places in all communities where they are or are about to be, by name."""
    with across_communities("my communities"):
        places = Membership.objects.filter(
            user=user, state__in=[Membership.State.ACTIVE, Membership.State.JOINING]
        )
        return list(places.select_related("community").order_by("community__name", "pk"))


def just_opened(user: User, name: str) -> Membership | None:
    """The user's place as owner of a community of this name, opened less than a minute ago."""
    with across_communities("my communities"):
        own = Membership.objects.owners().filter(user=user, community__name=name)
        fresh = own.filter(community__created_at__gt=clock.now() - timedelta(minutes=1))
        return fresh.select_related("community").first()


def documents_to_accept(member: Membership) -> Any:
    """Current versions that `member` has not accepted; the owner, whose words they are, never."""
    if member.is_owner:
        return Document.objects.none()
    accepted = Acceptance.objects.filter(membership=member).values("document")
    return Document.objects.current().exclude(pk__in=accepted)


def people_here(member: Membership) -> Any:
    """Everybody who is here now: owner, specialists, then members by alias."""
    people = Membership.objects.present().visible_to(member)
    first = {Membership.Role.OWNER: 0, Membership.Role.SPECIALIST: 1}
    return sorted(people, key=lambda person: (first.get(person.role, 2), person.alias_key))


def invitations_for(member: Membership) -> Any:
    """Links that were made, newest first."""
    return Invitation.objects.visible_to(member).select_related("created_by").order_by("-pk")


def unseen_lines(owner: Membership) -> Any:
    """Lines that wait for the owner, oldest first."""
    lines = Line.objects.visible_to(owner).filter(seen_at=None)
    return lines.select_related("author").order_by("pk")[:LINES_SHOWN]


def own_lines(member: Membership) -> Any:
    """What `member` wrote to the owner, newest first."""
    return Line.objects.filter(author=member).order_by("-pk")[:LINES_SHOWN]


def document_to_follow(kind: str) -> dict[str, str]:
    """Kind and text of the present version of `kind` (the first kind where it names none)."""
    present = Document.objects.current()
    document = present.filter(kind=kind).first() or present.first()
    return {"kind": document.kind, "source": document.source} if document else {}


def audit_page(member: Membership, before: int | None) -> tuple[list[AuditEntry], int | None]:
    """One page of the trace older than id `before`, and the id to go on from."""
    rows = AuditEntry.objects.visible_to(member).select_related("actor", "concerns")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: AUDIT_PAGE + 1])
    following = found[AUDIT_PAGE - 1].pk if len(found) > AUDIT_PAGE else None
    return found[:AUDIT_PAGE], following


def reader_here(user_id: int) -> Membership | None:
    """Who this user is in the active community, if they may read anything now."""
    member = Membership.objects.filter(user=user_id).first()
    return member if member and member.may_read else None
