"""Spoiling the answer of a call that in fact succeeded: an error 500 or a long silence.

The stored answer is not touched, so a retry with the same idempotency key gets the truth.
"""

from dataclasses import dataclass
from typing import Any

from fakestripe.fake import Fake

SETTING = "spoiled_answers"


@dataclass
class Spoiled:
    """``seconds`` of silence, then ``status`` (0: the real answer after all)."""

    status: int
    seconds: float


def add(fake: Fake, *, method: str, path: str, status: int, seconds: float) -> None:
    """For the next call of ``method`` whose path begins with ``path``."""
    waiting = fake.store.setting(SETTING, [])
    entry = {"method": method, "path": path, "status": status, "seconds": seconds}
    fake.store.set_setting(SETTING, [*waiting, entry])


def clear(fake: Fake) -> None:
    fake.store.set_setting(SETTING, [])


def waiting(fake: Fake) -> list[dict[str, Any]]:
    return fake.store.setting(SETTING, [])


def spoil(fake: Fake, method: str, path: str) -> Spoiled | None:
    with fake.store.transaction():
        entries = waiting(fake)
        for entry in entries:
            if entry["method"] == method and path.startswith(entry["path"]):
                entries.remove(entry)
                fake.store.set_setting(SETTING, entries)
                return Spoiled(entry["status"], entry["seconds"])
    return None
