"""The hidden subgroup built in for the staff of each community, «Кураторская».

Who is in it follows from roles: the owner, the specialists, whoever curates a subgroup.
"""

from django.db import transaction
from django.utils.translation import gettext, override

from communities import operations as communities
from communities.models import Community, Membership
from core import clock, text
from subgroups.models import Subgroup, SubgroupMembership, forget_places

Role = SubgroupMembership.Role


def make_specialist(*, actor: Membership, member: Membership) -> None:
    """Name a specialist of the community, who is then of its staff subgroup too."""
    with transaction.atomic():
        communities.make_specialist(actor=actor, member=member)
        gather_staff(actor.community)


def make_member(*, actor: Membership, member: Membership) -> None:
    """Take the specialist's role back; places that hung on it end for good."""
    with transaction.atomic():
        communities.make_member(actor=actor, member=member)
        named = SubgroupMembership.objects.filter(membership=member, role=Role.SPECIALIST)
        named.filter(left_at=None).update(left_at=clock.now())
        forget_places(member)
        gather_staff(actor.community)


def change_hands(*, former: Membership, owner: Membership) -> None:
    """The community has a new owner: both come into the staff subgroup in their new roles."""
    with transaction.atomic():
        both = SubgroupMembership.objects.filter(membership__in=[former, owner], left_at=None)
        both.filter(subgroup__for_staff=True).update(left_at=clock.now())
        named = both.filter(membership=owner, role=Role.SPECIALIST)
        named.update(left_at=clock.now())
        gather_staff(owner.community)


def gather_staff(community: Community) -> Subgroup:
    """Open the staff subgroup if there is none yet, and let in whoever belongs.

    Inside the caller's transaction.
    """
    # One at a time: two first curators named at once open one subgroup, not two.
    Community.objects.select_for_update().get(pk=community.pk)
    room = Subgroup.objects.filter(for_staff=True).first() or open_staff_subgroup(community)
    inside = SubgroupMembership.objects.present().filter(subgroup=room)
    present = set(inside.values_list("membership", flat=True))
    for member, role in staff_of().items():
        if member.pk not in present:
            let_in(room, member, role)
    return room


def open_staff_subgroup(community: Community) -> Subgroup:
    with override(community.language):
        name, tag = free(gettext("Curators' room"), gettext("curators"))
        purpose = gettext("For those who keep this community: owner, specialists, curators.")
    return Subgroup.objects.create(
        name=name,
        name_key=text.key(name),
        purpose=purpose,
        kind=Subgroup.Kind.HIDDEN,
        tag=tag,
        tag_key=text.key(tag),
        for_staff=True,
    )


def free(name: str, tag: str) -> tuple[str, str]:
    """Name and hashtag, with a number where an older subgroup already has them."""
    keys = Subgroup.objects.values_list("name_key", "tag_key")
    taken = {key for pair in keys for key in pair}
    number = ""
    while {text.key(name + number), text.key(tag + number)} & taken:
        number = str(int(number or 1) + 1)
    return name + number, tag + number


def staff_of() -> dict[Membership, str]:
    """Everybody of the staff with their role in the staff subgroup."""
    here = Membership.objects.filter(state=Membership.State.ACTIVE)
    of: dict[str, str] = {
        Membership.Role.OWNER: Role.CURATOR,
        Membership.Role.SPECIALIST: Role.SPECIALIST,
    }
    staff = {member: of[member.role] for member in here.filter(role__in=of)}
    led = SubgroupMembership.objects.present().filter(role=Role.CURATOR, subgroup__for_staff=False)
    curators = here.filter(pk__in=led.values("membership"))
    return dict.fromkeys(curators, Role.MEMBER) | staff


def let_in(room: Subgroup, member: Membership, role: str) -> None:
    """A place from now on, instead of one left over from before."""
    past = SubgroupMembership.objects.filter(subgroup=room, membership=member, left_at=None)
    past.update(left_at=clock.now())
    SubgroupMembership.objects.create(subgroup=room, membership=member, role=role)
    forget_places(member)


def send_away(member: Membership) -> None:
    """End the place of somebody who no longer curates any subgroup."""
    places = SubgroupMembership.objects.of(member)
    if places.filter(role=Role.CURATOR, subgroup__for_staff=False).exists():
        return
    rows = places.filter(subgroup__for_staff=True, role=Role.MEMBER)
    rows.update(left_at=clock.now())
