"""The subgroups beside the story's, and who found a place in which."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from config.seeds.crowd import Somebody, Span
from config.seeds.derived import Derived
from config.seeds.pieces import Pieces, Room
from core import text
from subgroups.models import Subgroup, SubgroupMembership

# The last of the list are closed, the very last one is hidden; two of the open ones are quiet.
APART, QUIET = 4, 2
QUIET_FOR = timedelta(days=40)
# Shares of those in no subgroup and in two; a chamber stays a chamber.
NOWHERE, IN_TWO, MOST = 0.05, 0.1, 15
EVERYTHING = ("sleep", "work", "children", "body", "parents", "quiet", "outdoors", "home")


@dataclass(eq=False)
class Home:
    """A subgroup with its people, what is talked about there, and until when."""

    subgroup: Subgroup
    topics: tuple[str, ...]
    until: datetime
    people: list[Somebody] = field(default_factory=list)
    led: bool = False


def chosen(rooms: Sequence[Room], number: int) -> list[tuple[Room, str]]:
    """`number` rooms with their kinds; past the written ones they come again, numbered."""
    apart = min(APART, number // 5)
    open_ones, others = [*rooms[:-APART]], [*rooms[len(rooms) - apart :]] if apart else []
    found: list[tuple[Room, str]] = []
    for n in range(number - apart):
        room, again = open_ones[n % len(open_ones)], n // len(open_ones)
        more = f"{again + 1}" if again else ""
        named = Room(f"{room.name} {more}".strip(), room.tag + more, room.purpose, room.topics)
        found.append((named, Subgroup.Kind.OPEN))
    kinds = [Subgroup.Kind.CLOSED] * (apart - 1) + [Subgroup.Kind.HIDDEN]
    return found + list(zip(others, kinds, strict=False))


def furnish(pieces: Pieces, derived: Derived, span: Span, number: int) -> list[Home]:
    """Open `number` subgroups, some of which have gone quiet."""
    homes = []
    rooms = chosen(pieces.rooms, number)
    for n, (room, kind) in enumerate(rooms):
        opened = span.start + (span.end - span.start) * 0.6 * n / max(len(rooms), 1)
        row = Subgroup(
            id=derived.pk(opened),
            name=room.name,
            name_key=text.key(room.name),
            purpose=room.purpose,
            kind=kind,
            tag=room.tag,
            tag_key=text.key(room.tag),
            created_at=opened,
        )
        quiet = kind == Subgroup.Kind.OPEN and 3 <= n < 3 + QUIET
        homes.append(Home(row, room.topics, span.end - QUIET_FOR if quiet else span.end))
    Subgroup.objects.bulk_create(home.subgroup for home in homes)
    return homes


def settle(
    homes: list[Home], told: list[Home], people: Sequence[Somebody], derived: Derived
) -> None:
    """Give most people a home, of the `told` ones too; some have two, some none yet.

    Each that has no curator is led by somebody who is there for long and writes.
    """
    chance, everywhere = derived.chance, homes + told
    here = [one for one in people if one.member.left_at is None]
    led = sorted(here, key=lambda one: one.member.joined_at or one.member.created_at)
    places = []
    for home, curator in zip((home for home in everywhere if not home.led), led, strict=False):
        curator.weight = max(curator.weight, 2.0)
        places.append(let_in(home, curator, derived, SubgroupMembership.Role.CURATOR))
    for one in here:
        drawn = chance.random()
        wanted = 0 if drawn < NOWHERE else 2 if drawn > 1 - IN_TWO else 1
        places += [
            let_in(home, one, derived, SubgroupMembership.Role.MEMBER)
            for home in drawn_homes(derived, everywhere, one, wanted)
        ]
    SubgroupMembership.objects.bulk_create(places)


def drawn_homes(
    derived: Derived, everywhere: Sequence[Home], one: Somebody, wanted: int
) -> list[Home]:
    """`wanted` homes with room for `one`, or as many as there are."""
    free = [home for home in everywhere if len(home.people) < MOST and one not in home.people]
    return derived.chance.sample(free, min(wanted, len(free)))


def let_in(home: Home, one: Somebody, derived: Derived, role: str) -> SubgroupMembership:
    came = max(one.member.joined_at or one.member.created_at, home.subgroup.created_at)
    home.people.append(one)
    return SubgroupMembership(
        id=derived.pk(came), subgroup=home.subgroup, membership=one.member, role=role, since=came
    )
