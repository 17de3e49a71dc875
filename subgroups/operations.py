"""What people do with subgroups: open, ask, admit, name curators, move, leave, archive."""

from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction

from communities.models import Invitation, Membership
from communities.operations import change_screening, invite, record
from core import clock, live, text
from core.permissions import Refused, require
from notifications.operations import tell
from subgroups import queries
from subgroups.models import Search, Subgroup, SubgroupMembership, forget_places
from subgroups.permissions import P
from subgroups.staff import gather_staff, send_away

Role = SubgroupMembership.Role


class Taken(Exception):
    """A subgroup that the actor knows of has this name or this hashtag."""


def open_subgroup(*, actor: Membership, name: str, purpose: str, kind: str, tag: str) -> Subgroup:
    """Open a subgroup with its group hashtag. Raises `Taken`."""
    require(actor, P.OPEN)
    return found(actor, "open_subgroup", name=name, purpose=purpose, kind=kind, tag=tag)


class FirstSubgroup(NamedTuple):
    """One of the first subgroups, as the screens of opening ask for it."""

    name: str
    kind: str
    tag: str


def open_first(
    *,
    actor: Membership,
    subgroups: Iterable[FirstSubgroup],
    link: bool,
    questions: Sequence[str] = (),
) -> None:
    """The last screen of opening: all of these or none, and how people come in.

    With `questions`, newcomers by a link answer them first. Raises `Taken`.
    """
    require(actor, P.OPEN)
    with transaction.atomic():
        for each in subgroups:
            open_subgroup(actor=actor, purpose="", **each._asdict())
        if link and not Invitation.objects.usable().exists():
            invite(actor=actor)
        if questions:
            change_screening(actor=actor, asks=True, questions=questions)


def copy_subgroup(*, actor: Membership, subgroup: Subgroup, name: str, tag: str) -> Subgroup:
    """Open another after the pattern of `subgroup`, with nobody in it. Raises `Taken`."""
    require(actor, P.COPY, subgroup)
    kept = ("purpose", "kind", "reading_days", "reads_from", "reads_until")
    pattern = {field: getattr(subgroup, field) for field in kept}
    return found(actor, "copy_subgroup", name=name, tag=tag, **pattern)


def found(actor: Membership, action: str, *, name: str, tag: str, **fields: Any) -> Subgroup:
    """A new subgroup, noted as `action`; who opens one sees all, so may know what is taken."""
    refuse_taken(actor, name)
    keys = {"name_key": text.key(name), "tag_key": text.key(tag)}
    try:
        with transaction.atomic():
            subgroup = Subgroup.objects.create(name=name, tag=tag, **keys, **fields)
            record(actor=actor, action=action, target=subgroup)
    except IntegrityError as error:
        raise Taken from error
    return subgroup


def change_subgroup(
    *,
    actor: Membership,
    subgroup: Subgroup,
    name: str,
    purpose: str,
    reading_days: str = "",
    reads_from: time | None = None,
    reads_until: time | None = None,
) -> None:
    """Rename, describe, say when its curators read; kind and tag stay. Raises `Taken`."""
    require(actor, P.CHANGE, subgroup)
    refuse_taken(actor, name, but=subgroup)
    changes = {"name": name, "name_key": text.key(name), "purpose": purpose}
    hours = {"reading_days": reading_days, "reads_from": reads_from, "reads_until": reads_until}
    try:
        with transaction.atomic():
            Subgroup.objects.filter(pk=subgroup.pk).update(**changes, **hours)
            record(actor=actor, action="change_subgroup", target=subgroup)
    except IntegrityError as error:
        raise Taken from error


def refuse_taken(actor: Membership, name: str, but: Subgroup | None = None) -> None:
    """Raise `Taken` where the actor can see who has `name`.

    A hidden subgroup's name is refused to those alone who know of it: else renaming one's own
    subgroup would tell whether a hidden one exists. So two may bear one name, and the owner, who
    sees both, may rename one. The unique key guards only names that everybody sees.
    """
    same = Subgroup.objects.visible_to(actor).filter(name_key=text.key(name))
    if same.exclude(pk=but.pk if but else None).exists():
        raise Taken


def archive(*, actor: Membership, subgroup: Subgroup) -> None:
    """Close it for writing. Its people read on; wishes to join are over; name and tag stay its."""
    require(actor, P.ARCHIVE, subgroup)
    with transaction.atomic():
        if not Subgroup.objects.standing().filter(pk=subgroup.pk).update(archived_at=clock.now()):
            return
        wishes = SubgroupMembership.objects.filter(subgroup=subgroup, asked=True, left_at=None)
        wishes.update(left_at=clock.now())
        record(actor=actor, action="archive_subgroup", target=subgroup)


def bring_back(*, actor: Membership, subgroup: Subgroup) -> None:
    """Open an archived one for writing again, with whoever is still in it."""
    require(actor, P.BRING_BACK, subgroup)
    archived = Subgroup.objects.filter(pk=subgroup.pk).exclude(archived_at=None)
    with transaction.atomic():
        if archived.update(archived_at=None):
            record(actor=actor, action="bring_back_subgroup", target=subgroup)


def ask_to_join(*, actor: Membership, subgroup: Subgroup) -> None:
    """Wish to join; asking twice is one wish."""
    require(actor, P.ASK, subgroup)
    with transaction.atomic():
        end_past_place(subgroup, actor)
        SubgroupMembership.objects.get_or_create(
            subgroup=subgroup, membership=actor, left_at=None, defaults={"asked": True}
        )


def admit(*, actor: Membership, subgroup: Subgroup, member: Membership) -> SubgroupMembership:
    """Give `member` a place, answering a wish if there is one; a place they have stays as it is."""
    require(actor, P.ADMIT, subgroup)
    present = SubgroupMembership.objects.of(member).filter(subgroup=subgroup).first()
    if present:
        return present
    with transaction.atomic():
        row = place(actor=actor, subgroup=subgroup, member=member, role=Role.MEMBER)
        tell_of_place(actor, row)
    return row


def name_curator(*, actor: Membership, subgroup: Subgroup, member: Membership) -> None:
    """Make `member` a curator of `subgroup`, and so one of the staff subgroup too."""
    require(actor, P.NAME_CURATOR, subgroup)
    if actor.pk == member.pk and not actor.is_owner:
        raise Refused("what a role lets one read would outlive the role")
    with transaction.atomic():
        place(actor=actor, subgroup=subgroup, member=member, role=Role.CURATOR)
        gather_staff(actor.community)


def release_curator(*, actor: Membership, subgroup: Subgroup, member: Membership) -> None:
    """Take a curator's role back; they stay in the subgroup as its member."""
    require(actor, P.NAME_CURATOR, subgroup)
    present = standing_place(subgroup, member)
    if present.role != Role.CURATOR or present.asked:
        raise Refused("only a curator is released")
    with transaction.atomic():
        place(actor=actor, subgroup=subgroup, member=member, role=Role.MEMBER)
        send_away(member)
        tell_if_unled(actor, present)


def name_specialist(*, actor: Membership, subgroup: Subgroup, member: Membership) -> None:
    """Name a specialist for a closed or hidden subgroup; its people see who reads along."""
    require(actor, P.NAME_SPECIALIST, subgroup)
    if member.role != Membership.Role.SPECIALIST:
        raise Refused("only a specialist can be named for a subgroup")
    place(actor=actor, subgroup=subgroup, member=member, role=Role.SPECIALIST)


def place(
    *, actor: Membership, subgroup: Subgroup, member: Membership, role: str
) -> SubgroupMembership:
    """Give `member` a place of `role` in place of any other they have there, and note it."""
    with transaction.atomic():
        row = seat(subgroup, member, role)
        record(actor=actor, action=f"place_{role}", target=subgroup, concerns=member)
    return row


def seat(subgroup: Subgroup, member: Membership, role: str) -> SubgroupMembership:
    """The place itself, inside the caller's transaction."""
    if member.state != Membership.State.ACTIVE:
        raise Refused("only who is here can be placed")
    end_past_place(subgroup, member)
    row, _ = SubgroupMembership.objects.update_or_create(
        subgroup=subgroup,
        membership=member,
        left_at=None,
        defaults={"role": role, "asked": False},
    )
    forget_places(member)
    live.access_changed(member.pk)
    return row


def move_out(*, actor: Membership, subgroup: Subgroup, member: Membership) -> None:
    """End somebody's place, or decline a wish; reading ends at once."""
    present = standing_place(subgroup, member)
    require(actor, P.MOVE_OUT, present)
    with transaction.atomic():
        end_place(subgroup, member)
        record(actor=actor, action="move_out", target=subgroup, concerns=member)
        tell_if_unled(actor, present)


def move(*, actor: Membership, subgroup: Subgroup, member: Membership, to: Subgroup) -> None:
    """Take a member from one subgroup to another at once; a place they have there stays as it is.

    One line in the trace, one notice without a letter.
    """
    present = standing_place(subgroup, member)
    if present.role != Role.MEMBER or present.asked or to == subgroup:
        raise Refused("only a member's place is moved, and to another subgroup")
    require(actor, P.MOVE_OUT, present)
    require(actor, P.ADMIT, to)
    with transaction.atomic():
        if not end_place(subgroup, member):
            raise Refused("moved by somebody else meanwhile")
        there = SubgroupMembership.objects.of(member).filter(subgroup=to).first()
        there = there or seat(to, member, Role.MEMBER)
        record(actor=actor, action="move_member", target=to, concerns=member)
        tell_of_place(actor, there, by_letter=False)


def standing_place(subgroup: Subgroup, member: Membership) -> SubgroupMembership:
    """Their place or wish. Raises `Refused` where they have none."""
    places = SubgroupMembership.objects.standing().select_related("subgroup")
    present: SubgroupMembership | None = places.filter(subgroup=subgroup, membership=member).first()
    if present is None:
        raise Refused("not in this subgroup")
    return present


def leave_subgroup(*, actor: Membership, subgroup: Subgroup) -> None:
    """Leave; the owner is told where nobody leads it any more."""
    require(actor, P.LEAVE, subgroup)
    present = standing_place(subgroup, actor)
    with transaction.atomic():
        end_place(subgroup, actor)
        tell_if_unled(actor, present)


def tell_of_place(actor: Membership, place: SubgroupMembership, *, by_letter: bool = True) -> None:
    """Tell the one who got a place, unless they took it themselves."""
    if place.membership_id != actor.pk:
        users = [place.membership.user_id]
        tell(users=users, kind="subgroup_place", target=place.pk, by_letter=by_letter)


def tell_if_unled(actor: Membership, place: SubgroupMembership) -> None:
    """Tell the owner that `place` was the last curator's, unless the owner ended it."""
    if place.role != Role.CURATOR:
        return
    if queries.without_curator().filter(pk=place.subgroup_id).exists():
        owner = Membership.objects.owners().exclude(pk=actor.pk)
        users = owner.values_list("user", flat=True)
        tell(users=list(users), kind="subgroup_unled", target=place.pk)


def end_place(subgroup: Subgroup, member: Membership) -> bool:
    """Whether there was a place to end: of two who end it at once, one did."""
    rows = SubgroupMembership.objects.filter(subgroup=subgroup, membership=member, left_at=None)
    ended = rows.update(left_at=clock.now())
    send_away(member)
    forget_places(member)
    live.access_changed(member.pk)
    return bool(ended)


def end_past_place(subgroup: Subgroup, member: Membership) -> None:
    """Close a place left over from before they left or lost the role it was for."""
    rows = SubgroupMembership.objects.filter(subgroup=subgroup, membership=member, left_at=None)
    rows.exclude(pk__in=rows.standing().values("pk")).update(left_at=clock.now())


def ask_for_any(*, actor: Membership) -> None:
    """Ask staff and curators for a subgroup that fits; asking twice is one wish."""
    require(actor, P.SEEK)
    Search.objects.get_or_create(member=actor)


def ask_no_more(*, actor: Membership) -> None:
    require(actor, P.SEEK)
    Search.objects.filter(member=actor).delete()
