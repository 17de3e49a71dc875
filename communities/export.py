"""This app's part of a person's own export."""

from typing import Any

from communities.models import (
    Acceptance,
    Application,
    AuditEntry,
    Block,
    Line,
    Membership,
    Mute,
    Parting,
)


def own_data(member: Membership) -> dict[str, Any]:
    """Alias, dates, what was accepted, lines to the owner, what staff did about this person."""
    accepted = Acceptance.objects.visible_to(member).select_related("document")
    audit = AuditEntry.objects.filter(concerns=member).order_by("at")
    return {
        "alias": member.alias,
        "former_aliases": list(member.former_aliases.values("alias", "given_up_at")),
        "role": member.role,
        "state": member.state,
        "joined_at": member.joined_at,
        "left_at": member.left_at,
        "accepted": [
            {
                "kind": a.document.kind,
                "name": a.document.get_kind_display(),
                "version": a.document.number,
                "at": a.accepted_at,
                "withdrawn_at": a.withdrawn_at,
            }
            for a in accepted
        ],
        "lines_to_the_owner": list(Line.objects.filter(author=member).values("body", "written_at")),
        "words_at_parting": list(
            Parting.objects.filter(membership=member).values("words", "turn_to", "decided_at")
        ),
        "muted": list(Mute.objects.filter(by=member).values_list("person__alias", flat=True)),
        "blocked": list(Block.objects.filter(by=member).values_list("person__alias", flat=True)),
        "applications": [applied(each) for each in Application.objects.filter(membership=member)],
        "done_by_staff": list(audit.values("action", "reason", "at")),
    }


def applied(application: Application) -> dict[str, Any]:
    """What was asked, answered and replied, as long as it is kept."""
    return {
        "sent_at": application.sent_at,
        "state": application.state,
        "answers": application.answers,
        "replies": list(application.replies.order_by("pk").values("answer", "words", "at")),
    }
