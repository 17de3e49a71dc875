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
    rows = Notification.objects.filter(user=user_id, read_at=None).order_by("-id")[:COUNTED]
    return len(visible(user_id, member, rows))


def visible(user_id: int, member: Any, rows: Iterable[Notification]) -> list[Notice]:
    found = list(rows)
    member = member or (reader(user_id) if found else None)
    if member is None or not member.may_read:
        return []
    targets = targets_of(member, found)
    return [
        Notice(row, targets[row.kind][row.target], kinds[row.kind].template)
        for row in found
        if row.target in targets[row.kind]
    ]


def targets_of(member: Any, rows: list[Notification]) -> dict[str, dict[int, Any]]:
    """Kind -> target id -> object; kinds that show the same things are asked together."""
    by_question: dict[Visible, list[str]] = {}
    for name in {row.kind for row in rows}:
        by_question.setdefault(kinds[name].visible, []).append(name)
    found: dict[str, dict[int, Any]] = {}
    for question, names in by_question.items():
        seen = question(member, {row.target for row in rows if row.kind in names})
        found |= dict.fromkeys(names, seen)
    return found
