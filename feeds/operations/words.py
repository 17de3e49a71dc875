"""From what was typed to what is stored: people named in it, its source and its HTML."""

from typing import NamedTuple

from communities.models import Membership
from core import text
from subgroups.models import Subgroup
from subgroups.queries import readers_of

MOST_PEOPLE = 200


class Words(NamedTuple):
    """`source` holds people as ids; `people` are the members really mentioned."""

    source: str
    rendered: text.Rendered
    people: list[Membership]


def read_words(body: str, place: Subgroup | None) -> Words:
    """Render `body`, with mentions of those alone who may read `place` (None: common space).

    By present aliases alone: one that was given up names nobody.
    """
    keys = sorted(text.alias_keys(body))[:MOST_PEOPLE]
    named = Membership.objects.present().filter(alias_key__in=keys) if keys else []
    found = {member.pk: member for member in named}
    readers = readers_of(place, found)
    by_key = {member.alias_key: pk for pk, member in found.items() if pk in readers}
    rendered = text.render(body, person=by_key.get)
    source = text.hold(body, person=by_key.get)
    return Words(source, rendered, [found[pk] for pk in rendered.people])
