"""A small picture drawn from an alias: a line through four points of five by five, as of stars.

One point stands in each quarter, so that the line fills its ground. It holds no letter of the
alias, is always the same for it in any case, and takes its colours from where it stands. Short,
since a page has twenty of them.
"""

from functools import lru_cache
from hashlib import sha256
from random import Random
from zlib import crc32

QUARTERS = ((0, 0), (3, 0), (0, 3), (3, 3))
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
    """The line as the `d` of an SVG path, from 0 to 4 both ways."""
    chosen = Random(sha256(alias.casefold().encode()).digest())  # noqa: S311 - a drawing
    points = [(x + chosen.randrange(2), y + chosen.randrange(2)) for x, y in QUARTERS]
    chosen.shuffle(points)
    return "M" + " ".join(f"{x} {y}" for x, y in points)


def picture(alias: str) -> str:
    """The whole drawing as an SVG file."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 8 8" width="128" height="128">'
        f'<path fill="{TONES[tone(alias)]}" d="M-2-2h8v8h-8z"/>'
        '<path fill="none" stroke="#fff" stroke-width=".8" stroke-linecap="round" '
        f'stroke-linejoin="round" d="{drawing(alias)}"/></svg>'
    )
