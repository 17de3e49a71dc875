"""Versions of what is agreed to."""

from typing import Any

from communities.models import Acceptance, Document, Membership


def documents_to_accept(member: Membership) -> Any:
    """Current versions that `member` has not accepted; the owner, whose words they are, never."""
    if member.is_owner:
        return Document.objects.none()
    accepted = Acceptance.objects.standing().filter(membership=member).values("document")
    return Document.objects.current().exclude(pk__in=accepted)


def document_to_follow(kind: str) -> dict[str, str]:
    """Kind and text of the present version of `kind` (the first kind where it names none)."""
    present = Document.objects.current()
    document = present.filter(kind=kind).first() or present.first()
    return {"kind": document.kind, "source": document.source} if document else {}
