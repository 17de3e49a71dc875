"""Mutes and blocks, as streams, notices and sockets ask for them."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, F, OuterRef, Q, Value

from communities.models import Block, Membership, Mute


class Apart(NamedTuple):
    """Ids of memberships: whom one muted, whom one blocked, by whom one was blocked."""

    muted: frozenset[int]
    blocked: frozenset[int]
    blocked_by: frozenset[int]

    @property
    def unheard(self) -> frozenset[int]:
        """Whose words one does not see: a block is a mute too."""
        return self.muted | self.blocked


def apart_of(member: Membership) -> Apart:
    """From whom `member` is apart: asked once, remembered on the member for the request.

    Entry has found out on its way whether anybody is, so that most pages ask nothing here. Staff
    hears everybody, whatever they chose before they had a role.
    """
    known: Apart | None = member.__dict__.get("_apart")
    if known is None:
        found: dict[str, set[int]] = {"muted": set(), "blocked": set(), "blocked_by": set()}
        for kind, person in marks_of(member) if getattr(member, "is_apart", True) else ():
            found[kind].add(person)
        if member.is_staff:
            found["muted"], found["blocked"] = set(), set()
        known = Apart(**{kind: frozenset(people) for kind, people in found.items()})
        member.__dict__["_apart"] = known
    return known


def with_apart(places: Any) -> Any:
    """Memberships that know, as `is_apart`, whether anybody is apart from them at all."""
    mine = Q(by=OuterRef("pk"))
    muted, blocked = Mute.objects.filter(mine), Block.objects.filter(mine)
    blocked_by = Block.objects.filter(person=OuterRef("pk"))
    return places.annotate(is_apart=Exists(muted) | Exists(blocked) | Exists(blocked_by))


def marks_of(member: Membership) -> Any:
    """(kind, other person) of all mutes and blocks that concern `member`."""

    def marked(rows: Any, kind: str, other: str) -> Any:
        said = rows.annotate(kind=Value(kind, output_field=CharField()), other=F(other))
        return said.values_list("kind", "other")

    return marked(Mute.objects.filter(by=member), "muted", "person").union(
        marked(Block.objects.filter(by=member), "blocked", "person"),
        marked(Block.objects.filter(person=member), "blocked_by", "by"),
        all=True,
    )


def forget_apart(member: Membership) -> None:
    """Called by whatever changes what `apart_of` remembers."""
    member.__dict__.pop("_apart", None)
    member.__dict__.pop("is_apart", None)


def deaf_to(person_id: int | None, among: Collection[int]) -> set[int]:
    """Of the memberships `among`, those who do not hear `person_id`; never staff."""
    if person_id is None or not among:
        return set()
    of_members = Q(person=person_id, by__in=among, by__role=Membership.Role.MEMBER)
    muted = Mute.objects.filter(of_members).values_list("by")
    return {by for (by,) in muted.union(Block.objects.filter(of_members).values_list("by"))}


def blocked_people(person_id: int, among: Collection[int]) -> set[int]:
    """Of the memberships `among`, those whom `person_id` has blocked."""
    rows = Block.objects.filter(by=person_id, person__in=among)
    return set(rows.values_list("person", flat=True))


def kept_apart(member: Membership) -> tuple[list[Mute], list[Block]]:
    """Whom `member` muted and whom they blocked, by alias."""
    mutes = Mute.objects.visible_to(member).select_related("person")
    blocks = Block.objects.visible_to(member).select_related("person")
    return list(mutes.order_by("person__alias_key")), list(blocks.order_by("person__alias_key"))
