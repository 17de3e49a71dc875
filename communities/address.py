"""An address made from a name: Russian is written in Latin letters."""

import re

from communities.models import Community

LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh",
        "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
        "я": "ya",
    }
)  # fmt: skip
LONGEST = 40
SHORTEST = 3


def written_in_latin(name: str) -> str:
    """`name` as an address: small Latin letters, digits and single hyphens, 3-40 characters."""
    words = re.sub(r"[^a-z0-9]+", "-", name.casefold().translate(LETTERS)).strip("-")
    address = words[:LONGEST].strip("-")
    return address if len(address) >= SHORTEST else f"circle-{address}".rstrip("-")


def suggest(name: str) -> str:
    """A free address for a community called `name`."""
    address = written_in_latin(name)
    taken = set(
        Community.objects.filter(slug__startswith=address[:30]).values_list("slug", flat=True)
    )
    number, free = 1, address
    while free in taken:
        number += 1
        free = f"{address[:30].rstrip('-')}-{number}"
    return free
