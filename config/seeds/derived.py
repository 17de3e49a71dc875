"""Primary keys that are the same each time, and the one generator behind a seed."""

import random
from datetime import datetime

from core import ids


class Derived:
    """`chance` decides everything; `pk` makes a key of the moment it belongs to."""

    def __init__(self, *about: object) -> None:
        self.chance = random.Random(repr(about))  # noqa: S311 - repeatable, not secret

    def pk(self, at: datetime) -> int:
        """A key as if made at `at`."""
        milliseconds = int((at - ids.EPOCH).total_seconds() * 1000)
        return (milliseconds << ids.RANDOM_BITS) | self.chance.getrandbits(ids.RANDOM_BITS)
