"""What people do with subgroups: open, ask, admit, name curators, leave."""

from django.db import transaction

from communities.models import Membership
from communities.operations import record
from core import clock, live, text
from core.permissions import Refused, require
from subgroups.models import Subgroup, SubgroupMembership
from subgroups.permissions import P, forget_roles
from subgroups.staff import gather_staff, send_away

Role = SubgroupMembership.Role


def open_subgroup(*, actor: Membership, name: str, purpose: str, kind: str, tag: str) -> Subgroup:
    """Open a subgroup with its group hashtag. Raises `IntegrityError` for a taken name or tag."""
    require(actor, P.OPEN)
    with transaction.atomic():
        subgroup = Subgroup.objects.create(
            name=name,
            name_key=text.key(name),
            purpose=purpose,
            kind=kind,
            tag=tag,
            tag_key=text.key(tag),
        )
        record(actor=actor, action="open_subgroup", target=subgroup)
    return subgroup


def change_subgroup(*, actor: Membership, subgroup: Subgroup, name: str, purpose: str) -> None:
    """Rename or describe; kind and tag stay. Raises `IntegrityError` for a taken name."""
    require(actor, P.CHANGE, subgroup)
    subgroup.name, subgroup.name_key, subgroup.purpose = name, text.key(name), purpose
    with transaction.atomic():
        subgroup.save(update_fields=["name", "name_key", "purpose"])
        record(actor=actor, action="change_subgroup", target=subgroup)


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
    return present or place(actor=actor, subgroup=subgroup, member=member, role=Role.MEMBER)


def name_curator(*, actor: Membership, subgroup: Subgroup, member: Membership) -> None:
    """Make `member` a curator of `subgroup`, and so one of the staff subgroup too."""
    require(actor, P.NAME_CURATOR, subgroup)
    with transaction.atomic():
        place(actor=actor, subgroup=subgroup, member=member, role=Role.CURATOR)
        gather_staff(actor.community)


def release_curator(*, actor: Membership, subgroup: Subgroup, member: Membership) -> None:
    """Take a curator's role back; they stay in the subgroup as its member."""
    require(actor, P.NAME_CURATOR, subgroup)
    with transaction.atomic():
        place(actor=actor, subgroup=subgroup, member=member, role=Role.MEMBER)
        send_away(member)


def name_specialist(*, actor: Membership, subgroup: Subgroup, member: Membership) -> None:
    """Name a specialist for a closed or hidden subgroup; its people see who reads along."""
    require(actor, P.NAME_SPECIALIST, subgroup)
    if member.role != Membership.Role.SPECIALIST:
        raise Refused("only a specialist can be named for a subgroup")
    place(actor=actor, subgroup=subgroup, member=member, role=Role.SPECIALIST)


def place(
    *, actor: Membership, subgroup: Subgroup, member: Membership, role: str
) -> SubgroupMembership:
    """Give `member` a place of `role` in place of any other they have there."""
    if member.state != Membership.State.ACTIVE:
        raise Refused("only who is here can be placed")
    with transaction.atomic():
        end_past_place(subgroup, member)
        row, _ = SubgroupMembership.objects.update_or_create(
            subgroup=subgroup,
            membership=member,
            left_at=None,
            defaults={"role": role, "asked": False},
        )
        record(actor=actor, action=f"place_{role}", target=subgroup, concerns=member)
        forget_roles(member)
        live.access_changed(member.pk)
    return row


def move_out(*, actor: Membership, subgroup: Subgroup, member: Membership) -> None:
    """End somebody's place, or decline a wish; reading ends at once."""
    places = SubgroupMembership.objects.standing().select_related("subgroup")
    present = places.filter(subgroup=subgroup, membership=member).first()
    if present is None:
        raise Refused("not in this subgroup")
    require(actor, P.MOVE_OUT, present)
    with transaction.atomic():
        end_place(subgroup, member)
        record(actor=actor, action="move_out", target=subgroup, concerns=member)


def leave_subgroup(*, actor: Membership, subgroup: Subgroup) -> None:
    require(actor, P.LEAVE, subgroup)
    with transaction.atomic():
        end_place(subgroup, actor)


def end_place(subgroup: Subgroup, member: Membership) -> None:
    rows = SubgroupMembership.objects.filter(subgroup=subgroup, membership=member, left_at=None)
    rows.update(left_at=clock.now())
    send_away(member)
    forget_roles(member)
    live.access_changed(member.pk)


def end_past_place(subgroup: Subgroup, member: Membership) -> None:
    """Close a place left over from before they left or lost the role it was for."""
    rows = SubgroupMembership.objects.filter(subgroup=subgroup, membership=member, left_at=None)
    rows.exclude(pk__in=rows.standing().values("pk")).update(left_at=clock.now())
