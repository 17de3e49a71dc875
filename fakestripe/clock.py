"""The fake's clock, and stepping through what falls due, in order.

The clock is real time plus an offset kept in the store. A step runs at the very instant it
was due, so a month moved at once leaves the same records as a month lived through.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fakestripe.store import Store

if TYPE_CHECKING:
    from fakestripe.fake import Fake

log = logging.getLogger("fakestripe.clock")

HOUR = 3600
DAY = 24 * HOUR
Step = Callable[["Fake", str], None]
STEPS: dict[str, Step] = {}


def step(name: str) -> Callable[[Step], Step]:
    """Registers what happens to an object when ``name`` falls due for it."""

    def register(function: Step) -> Step:
        STEPS[name] = function
        return function

    return register


class Clock:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._frozen: int | None = None

    @property
    def offset(self) -> int:
        return self._store.setting("clock_offset", 0)

    def now(self) -> int:
        return self._frozen if self._frozen is not None else int(time.time()) + self.offset

    def move(self, offset: int) -> None:
        self._store.set_setting("clock_offset", offset)

    @contextmanager
    def at(self, instant: int) -> Iterator[None]:
        self._frozen = instant
        try:
            yield
        finally:
            self._frozen = None


def schedule(fake: "Fake", name: str, object_id: str, at: int) -> None:
    """Replaces an earlier appointment of the same step for the same object."""
    cancel(fake, name, object_id)
    fake.store.execute(
        "INSERT INTO due (at, step, object_id) VALUES (?, ?, ?)", at, name, object_id
    )


def cancel(fake: "Fake", name: str, object_id: str) -> None:
    fake.store.execute("DELETE FROM due WHERE step = ? AND object_id = ?", name, object_id)


def advance(fake: "Fake", seconds: int) -> int:
    """Moves the clock forward through all that falls due; answers the new time."""
    with fake.store.transaction():
        target, offset = fake.now() + seconds, fake.clock.offset + seconds
    while _run_next(fake, target, offset):
        pass
    with fake.store.transaction():
        fake.clock.move(max(offset, fake.clock.offset))
        return fake.now()


def run_due(fake: "Fake") -> None:
    """Does what has fallen due by now; for the ticker."""
    while _run_next(fake, fake.now(), fake.clock.offset):
        pass


def _run_next(fake: "Fake", until: int, highest_offset: int) -> bool:
    with fake.store.lock:
        rows = fake.store.execute("SELECT * FROM due WHERE at <= ? ORDER BY at, seq LIMIT 1", until)
        if not rows:
            return False
        row = rows[0]
        try:
            with fake.store.transaction(), fake.clock.at(row["at"]):
                fake.store.execute("DELETE FROM due WHERE seq = ?", row["seq"])
                STEPS[row["step"]](fake, row["object_id"])
                _catch_up(fake.clock, row["at"], highest_offset)
        except Exception:
            log.exception("step %s of %s failed", row["step"], row["object_id"])
            fake.store.execute("UPDATE due SET at = at + ? WHERE seq = ?", HOUR, row["seq"])
        return True


def _catch_up(clock: Clock, instant: int, highest_offset: int) -> None:
    offset = min(instant - int(time.time()), highest_offset)
    if offset > clock.offset:
        clock.move(offset)
