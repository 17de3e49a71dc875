"""Primary keys of tenant rows: 63 bits, 41 of milliseconds since 2015 and 22 random.

Time order keeps inserts at the end of each index; the random bits keep an id from telling how
many rows there are. In URLs and JSON an id is thirteen letters of Crockford's base32.
"""

import secrets
import threading
from datetime import UTC, datetime
from functools import lru_cache

from core import clock

RANDOM_BITS = 22
# Early enough for what a community brings along; 41 bits last until 2084.
EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 13
VALUES = {letter: value for value, letter in enumerate(ALPHABET)}


# How far a bulk insert may run ahead of the clock; a clock set back by more starts anew.
AHEAD_MILLISECONDS = 1_000


class Sequence:
    """Ids of this process: two made within one millisecond never meet, as in a bulk insert."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.last = 0

    def next(self, candidate: int) -> int:
        with self.lock:
            ahead = (self.last >> RANDOM_BITS) - (candidate >> RANDOM_BITS)
            goes_on = 0 <= ahead <= AHEAD_MILLISECONDS
            self.last = self.last + 1 + secrets.randbits(8) if goes_on else candidate
            return self.last


_sequence = Sequence()


def new_id() -> int:
    """A new primary key."""
    milliseconds = int((clock.now() - EPOCH).total_seconds() * 1000)
    return _sequence.next(at_millisecond(milliseconds))


def at(instant: datetime) -> int:
    """A new primary key as if made at `instant`; for seeds and imports."""
    return at_millisecond(int((instant - EPOCH).total_seconds() * 1000))


def at_millisecond(milliseconds: int) -> int:
    return (milliseconds << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)


@lru_cache(maxsize=50_000)
def encode(number: int) -> str:
    """`number` as thirteen base32 letters."""
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, 32)
        letters.append(ALPHABET[rest])
    return "".join(reversed(letters))


def decode(text: str) -> int:
    """The number written as `text`. Raises `ValueError` for anything `encode` did not make."""
    if len(text) != LENGTH or any(letter not in VALUES for letter in text):
        raise ValueError("not an id")
    number = 0
    for letter in text:
        number = number * 32 + VALUES[letter]
    if number >= 1 << 63:
        raise ValueError("not an id")
    return number


class IdConverter:
    """URL converter `<id:name>`."""

    regex = "[0-9a-hjkmnp-tv-z]{13}"

    def to_python(self, value: str) -> int:
        return decode(value)

    def to_url(self, value: int) -> str:
        return encode(int(value))
