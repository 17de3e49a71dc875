"""What waits for somebody, as far as they may still see it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from core.kinds import Visible, kinds, reader
from notifications.models import Notification

SHOWN = 50
COUNTED = 99


class Notice(NamedTuple):
    """A notification with its target, and the partial that shows it."""

    notification: Notification
    target: Any
    template: str


def notices_of(user_id: int, member: Any = None) -> list[Notice]:
    """The newest notices whose targets this person may still see, newest first.

    `member` is who the user is here; looked up where the caller does not have it.
    """
    rows = Notification.objects.filter(user=user_id).order_by("-id")[: SHOWN * 2]
    return visible(user_id, member, rows)[:SHOWN]


def unread_count(user_id: int, member: Any = None) -> int:
    """How many unread notices this person may still see, at most `COUNTED`."""
    unread = Notification.objects.filter(user=user_id, read_at=None).order_by("-id")
    rows = list(unread.values_list("kind", "target")[:COUNTED])
    member = member or (reader(user_id) if rows else None)
    if member is None or not member.may_read:
        return 0
    seen = {
        question: set(targets.order_by().values_list("pk", flat=True))
        for question, targets in asked(member, rows).items()
    }
    return sum(target in seen[kinds[kind].visible] for kind, target in rows)


def visible(user_id: int, member: Any, rows: Iterable[Notification]) -> list[Notice]:
    found = list(rows)
    member = member or (reader(user_id) if found else None)
    if member is None or not member.may_read:
        return []
    questions = asked(member, [(row.kind, row.target) for row in found])
    targets = {question: rows.in_bulk() for question, rows in questions.items()}
    return [
        Notice(row, targets[kind.visible][row.target], kind.template)
        for row, kind in ((row, kinds[row.kind]) for row in found)
        if row.target in targets[kind.visible]
    ]


def asked(member: Any, rows: Iterable[tuple[str, int]]) -> dict[Visible, Any]:
    """What kinds ask -> those targets of (kind, target) that may be seen; kinds that show the
    same things are asked together."""
    targets: dict[Visible, set[int]] = {}
    for kind, target in rows:
        targets.setdefault(kinds[kind].visible, set()).add(target)
    return {question: question(member, wanted) for question, wanted in targets.items()}
