"""Reads of subgroups that join several models."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from communities.models import Membership
from subgroups.models import Search, Subgroup, SubgroupMembership
from subgroups.permissions import may_admit, may_read, role_in

Role = SubgroupMembership.Role
ORDER = {Role.CURATOR: 0, Role.SPECIALIST: 1, Role.MEMBER: 2}


@dataclass(frozen=True)
class Card:
    """A subgroup as one member sees it. `people` is `None` where it may not be known."""

    subgroup: Subgroup
    role: str | None
    asked: bool
    readable: bool
    people: int | None
    wishes: int


def cards_for(member: Membership) -> list[Card]:
    """Cards of all standing subgroups `member` may know of: own first, then by name."""
    return all_cards(member)[0]


def all_cards(member: Membership) -> tuple[list[Card], list[Card]]:
    """Those of standing subgroups, and of archived ones that `member` may go on reading."""
    cards = cards_of(member, Subgroup.objects.visible_to(member))
    cards.sort(key=lambda card: (card.role is None, card.subgroup.name_key))
    standing = [card for card in cards if card.subgroup.archived_at is None]
    return standing, [card for card in cards if card.subgroup.archived_at and card.readable]


def cards_of(member: Membership, subgroups: Iterable[Subgroup]) -> list[Card]:
    """`subgroups`, which `member` may know of, in two queries more."""
    counts, asked = head_counts(), wishes_of(member)
    return [
        Card(
            subgroup=subgroup,
            role=role_in(member, subgroup),
            asked=subgroup.pk in asked,
            readable=may_read(member, subgroup),
            people=counts[subgroup.pk, False] if may_read(member, subgroup) else None,
            wishes=counts[subgroup.pk, True] if may_admit(member, subgroup) else 0,
        )
        for subgroup in subgroups
    ]


def head_counts() -> Counter[tuple[int, bool]]:
    """(subgroup, whether they only asked) -> how many of those who are here."""
    here = SubgroupMembership.objects.standing().filter(membership__state=Membership.State.ACTIVE)
    rows = here.values("subgroup", "asked").annotate(number=Count("pk")).order_by()
    return Counter({(row["subgroup"], row["asked"]): row["number"] for row in rows})


def wishes_of(member: Membership) -> set[int]:
    """Subgroups that `member` asked to join and was not answered."""
    wishes = SubgroupMembership.objects.standing().filter(membership=member, asked=True)
    return set(wishes.values_list("subgroup", flat=True))


def is_seeking(member: Membership) -> bool:
    """Whether they asked for any subgroup and have none yet."""
    return Search.objects.waiting().filter(member=member).exists()


def searches(member: Membership) -> QuerySet[Search]:
    """Who asked for any subgroup and has none yet, longest waiting first."""
    waiting = Search.objects.visible_to(member).waiting()
    return waiting.select_related("member").order_by("since")


def curators_of(subgroup: Subgroup) -> list[Membership]:
    """Who leads it, by alias; stands on the card of a closed one too."""
    return [place.membership for place in people_of(subgroup) if place.role == Role.CURATOR]


def led(places: QuerySet[SubgroupMembership]) -> QuerySet[SubgroupMembership]:
    """Of `places` those of curators who are here."""
    return places.filter(role=Role.CURATOR, membership__state=Membership.State.ACTIVE)


def without_curator() -> QuerySet[Subgroup]:
    """Standing subgroups that nobody leads, by name."""
    curators = led(SubgroupMembership.objects.present())
    led_now = curators.filter(subgroup=OuterRef("pk"))
    standing = Subgroup.objects.standing().filter(for_staff=False)
    return standing.exclude(Exists(led_now)).order_by("name_key")


def last_led_by(member: Membership) -> list[Subgroup]:
    """Standing subgroups that nobody would lead without `member`, by name."""
    others = led(SubgroupMembership.objects.present()).exclude(membership=member)
    mine = Subgroup.objects.standing().led_by(member).filter(for_staff=False)
    alone = mine.exclude(Exists(others.filter(subgroup=OuterRef("pk"))))
    return list(alone.order_by("name_key"))


def may_take(actor: Membership, member: Membership) -> list[Subgroup]:
    """Subgroups into which `actor` may let `member`, who is not in them, by name."""
    theirs = SubgroupMembership.objects.of(member)
    others = Subgroup.objects.readable_by(actor).exclude(pk__in=theirs.values("subgroup"))
    return [place for place in others.order_by("name_key") if may_admit(actor, place)]


def people_of(subgroup: Subgroup) -> list[SubgroupMembership]:
    """Present places with their people: curators, specialists, members, each by alias."""
    places = SubgroupMembership.objects.present().filter(
        subgroup=subgroup, membership__state=Membership.State.ACTIVE
    )
    found = list(places.select_related("membership", "subgroup"))
    return sorted(found, key=lambda p: (ORDER[Role(p.role)], p.membership.alias_key))


def places_seen_by(
    asker: Membership, people: Iterable[Membership]
) -> dict[int, list[SubgroupMembership]]:
    """Person -> their present places in subgroups that `asker` reads, by name: one query."""
    places = (
        SubgroupMembership.objects.present().visible_to(asker).filter(subgroup__for_staff=False)
    )
    found: dict[int, list[SubgroupMembership]] = {}
    among = places.filter(membership__in=[person.pk for person in people])
    for place in among.select_related("subgroup").order_by("subgroup__name_key"):
        found.setdefault(place.membership_id, []).append(place)
    return found


def specialists_outside(subgroup: Subgroup) -> list[Membership]:
    """Specialists of the community who are not named for `subgroup`, by alias."""
    named = SubgroupMembership.objects.present().filter(subgroup=subgroup, role=Role.SPECIALIST)
    others = Membership.objects.present().filter(role=Membership.Role.SPECIALIST)
    return list(others.exclude(pk__in=named.values("membership")).order_by("alias_key"))


def wishes_to_join(subgroup: Subgroup) -> list[SubgroupMembership]:
    """Unanswered wishes of those who are here, oldest first."""
    wishes = SubgroupMembership.objects.standing().filter(
        subgroup=subgroup, asked=True, membership__state=Membership.State.ACTIVE
    )
    return list(wishes.select_related("membership", "subgroup").order_by("since"))


def people_without_subgroup(asker: Membership) -> QuerySet[Membership]:
    """Members who are here and in no subgroup that `asker` reads, longest here first.

    Left out for a place in another, they would tell that it exists.
    """
    placed = (
        SubgroupMembership.objects.present()
        .visible_to(asker)
        .filter(subgroup__for_staff=False, subgroup__archived_at=None)
    )
    members = Membership.objects.present().filter(role=Membership.Role.MEMBER)
    return members.exclude(pk__in=placed.values("membership")).order_by("joined_at", "pk")


def readers_of(subgroup: Subgroup | None, among: Iterable[int]) -> set[int]:
    """Which memberships, of those with access `among`, may read `subgroup` (None: all).

    The inverse of `Subgroup.objects.readable_by`; a test holds the two together.
    """
    candidates = set(among)
    if subgroup is None or subgroup.is_open:
        return candidates
    places = SubgroupMembership.objects.present().filter(subgroup=subgroup)
    inside = set(places.filter(membership__in=candidates).values_list("membership", flat=True))
    owners = Membership.objects.owners().filter(pk__in=candidates)
    return inside | set(owners.values_list("pk", flat=True))
