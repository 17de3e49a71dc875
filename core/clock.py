"""The one clock. Nothing else in the project asks what time it is.

In demo and in tests `now()` adds an offset kept in one row, so that a month can pass in a second;
the fake Stripe is moved along by whoever calls `move`. Sessions and one-time codes use real time.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

REREAD_SECONDS = 1.0


@dataclass
class Reading:
    """The offset as last read, and when by the process's own monotonic clock."""

    offset: timedelta = timedelta()
    at: float = float("-inf")
    migrated: bool = False


_reading = Reading()


def now() -> datetime:
    """The present instant in UTC, moved by the offset where the clock can be moved."""
    return datetime.now(UTC) + offset()


def offset() -> timedelta:
    """How far the clock has been moved; re-read from its row at most once a second."""
    if not settings.CLOCK_MOVES:
        return timedelta()
    if time.monotonic() - _reading.at >= REREAD_SECONDS:
        from core.models import ClockOffset

        _reading.migrated = _reading.migrated or ClockOffset.is_there()
        if not _reading.migrated:
            return timedelta()
        _reading.offset = timedelta(seconds=ClockOffset.current_seconds())
        _reading.at = time.monotonic()
    return _reading.offset


def move(by: timedelta) -> timedelta:
    """Move the clock forward by `by` and return the whole offset.

    Raises `RuntimeError` where the clock cannot be moved, and `ValueError` for a move back.
    """
    if not settings.CLOCK_MOVES:
        raise RuntimeError("The clock can be moved in demo and tests only.")
    if by < timedelta():
        raise ValueError("The clock goes forward only.")
    from core.models import ClockOffset

    ClockOffset.add_seconds(int(by.total_seconds()))
    forget()
    return offset()


def forget() -> None:
    """Drop what was read, so that the next `now()` reads the row again."""
    _reading.at = float("-inf")
