"""A small picture drawn from an alias: five by five squares, the same on both sides.

It holds no letter of the alias, is always the same for it in any case, and takes its colours from
where it stands.
"""

from functools import lru_cache
from hashlib import sha256
from zlib import crc32

SIDE = 5
HALF = 3
# Accents of the page, and for a picture that stands alone a ground seen on dark and on light.
TONES = {
    "sea": "#2f7d8c",
    "moss": "#5c7d3c",
    "honey": "#a06f14",
    "clay": "#ad5a3c",
    "rose": "#b04a6b",
    "plum": "#8a4f94",
    "iris": "#5f5fb0",
    "sky": "#3a76b0",
}


def tone(alias: str) -> str:
    """The name of an accent, always the same for the same alias in any case."""
    return list(TONES)[crc32(alias.casefold().encode()) % len(TONES)]


@lru_cache(maxsize=2000)
def drawing(alias: str) -> str:
    """The squares as the `d` of an SVG path in a box of `SIDE` by `SIDE`."""
    digest = sha256(alias.casefold().encode()).digest()
    runs = []
    for column in range(HALF):
        filled = [digest[column * SIDE + row] % 2 == 0 for row in range(SIDE)]
        filled[(digest[-1] + column) % SIDE] = True
        for start, length in runs_in(filled):
            runs += [f"M{x} {start}h1v{length}h-1z" for x in {column, SIDE - 1 - column}]
    return "".join(sorted(runs))


def runs_in(filled: list[bool]) -> list[tuple[int, int]]:
    """(first, length) of each unbroken run."""
    found: list[tuple[int, int]] = []
    for place, is_filled in enumerate(filled):
        if is_filled and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif is_filled:
            found.append((place, 1))
    return found


def picture(alias: str) -> str:
    """The whole drawing as an SVG file."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 9 9" width="128" height="128">'
        f'<path fill="{TONES[tone(alias)]}" d="M-2-2h9v9h-9z"/>'
        f'<path fill="#fff" d="{drawing(alias)}"/></svg>'
    )
