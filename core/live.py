"""Live updates: a broadcast is a hint that carries ids; the database row is the truth.

An app registers a `Topic`; after a write it calls `hint`. Each process that has sockets on that
topic loads the rows once, renders them once per (language, zone) with the page's own partial, and
hands them to those of its sockets whose member may see them (`core/sockets.py`).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.db import transaction

from core import nudge
from core.tenancy import active

RECHECK_GROUP = "recheck"


class Viewer(NamedTuple):
    """Who sits behind a socket, as far as rendering needs it."""

    membership_id: int
    language: str
    zone: str


@dataclass(frozen=True)
class Frame:
    """What one viewer is sent: `action` is `add`, `replace`, `remove` or `badge`."""

    action: str
    target: str
    html: str = ""


class Topic(Protocol):
    """One kind of live subject, registered under `name`. All methods run in a worker thread."""

    name: str

    def may_join(self, member: Any, key: str) -> bool:
        """Whether `member` may listen to this topic at `key`."""
        ...

    def frames(
        self, key: str, kind: str, ids: list[int], viewers: Collection[Viewer]
    ) -> dict[Viewer, list[Frame]]:
        """What each viewer is sent for a hint; who is absent is sent nothing."""
        ...


topics: dict[str, Topic] = {}


def register(topic: Topic) -> None:
    topics[topic.name] = topic


def group_name(topic: str, key: str) -> str:
    return f"{topic}.{key}"


def hint(topic: str, key: str | int, kind: str, ids: Iterable[int]) -> None:
    """After commit, tell every process that rows `ids` of the active community changed."""
    message = {
        "type": "hint",
        "community": str(active()),
        "topic": topic,
        "key": str(key),
        "kind": kind,
        "ids": [str(i) for i in ids],
    }
    transaction.on_commit(lambda: nudge.hint(group_name(topic, str(key)), message))


def access_changed(membership_id: int) -> None:
    """After commit, have every open socket of this member prove its right to stay."""
    recheck("membership", membership_id)


def sessions_changed(user_id: int) -> None:
    """After commit, have every open socket of this person prove its session."""
    recheck("user", user_id)


def recheck(subject: str, pk: int) -> None:
    message = {"type": "recheck", "subject": subject, "id": str(pk)}
    transaction.on_commit(lambda: nudge.hint(RECHECK_GROUP, message))
