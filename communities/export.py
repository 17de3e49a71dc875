"""This app's part of a person's own export."""

from typing import Any

from communities.models import Acceptance, AuditEntry, Block, Line, Membership, Mute, Parting


def own_data(member: Membership) -> dict[str, Any]:
    """Alias, dates, what was accepted, lines to the owner, what staff did about this person."""
    accepted = Acceptance.objects.visible_to(member).select_related("document")
    audit = AuditEntry.objects.filter(concerns=member).order_by("at")
    return {
        "alias": member.alias,
        "role": member.role,
        "state": member.state,
        "joined_at": member.joined_at,
        "left_at": member.left_at,
        "accepted": [
            {"kind": a.document.kind, "version": a.document.number, "at": a.accepted_at}
            for a in accepted
        ],
        "lines_to_the_owner": list(Line.objects.filter(author=member).values("body", "written_at")),
        "words_at_parting": list(
            Parting.objects.filter(membership=member).values("words", "turn_to", "decided_at")
        ),
        "muted": list(Mute.objects.filter(by=member).values_list("person__alias", flat=True)),
        "blocked": list(Block.objects.filter(by=member).values_list("person__alias", flat=True)),
        "done_by_staff": list(audit.values("action", "reason", "at")),
    }
