"""Who may do what to a subgroup. Powers of a curator end at its edge."""

from communities.models import Membership
from core.permissions import Permission, reads, writes
from subgroups.models import Subgroup, SubgroupMembership, places_of

Role = SubgroupMembership.Role


def roles_of(actor: Membership) -> dict[int, str]:
    """Subgroup -> the actor's present role in it."""
    return {place.subgroup_id: place.role for place in places_of(actor)}


def role_in(actor: Membership, subgroup: Subgroup) -> str | None:
    return roles_of(actor).get(subgroup.pk)


def leads_any(actor: Membership) -> bool:
    """Whether the actor is a curator anywhere here."""
    return Role.CURATOR in roles_of(actor).values()


def owner(actor: Membership, subgroup: Subgroup | None) -> bool:
    return actor.is_owner


def is_in(actor: Membership, subgroup: Subgroup) -> bool:
    return role_in(actor, subgroup) is not None


def may_read(actor: Membership, subgroup: Subgroup) -> bool:
    return actor.is_owner or subgroup.is_open or is_in(actor, subgroup)


def leads(actor: Membership, subgroup: Subgroup) -> bool:
    """Owner; a specialist who reads it; a curator of it."""
    if actor.is_owner:
        return True
    if actor.role == Membership.Role.SPECIALIST:
        return may_read(actor, subgroup)
    return role_in(actor, subgroup) == Role.CURATOR


def keeps_people(actor: Membership, subgroup: Subgroup) -> bool:
    """Who is in the staff's own subgroup follows from their roles alone."""
    return leads(actor, subgroup) and not subgroup.for_staff


def may_admit(actor: Membership, subgroup: Subgroup) -> bool:
    """Into an archived one nobody comes any more."""
    return keeps_people(actor, subgroup) and subgroup.archived_at is None


def may_archive(actor: Membership, subgroup: Subgroup) -> bool:
    return may_admit(actor, subgroup)


def may_bring_back(actor: Membership, subgroup: Subgroup) -> bool:
    return keeps_people(actor, subgroup) and subgroup.archived_at is not None


def may_copy(actor: Membership, subgroup: Subgroup) -> bool:
    """Who opens subgroups may take one as a pattern."""
    return actor.is_owner and not subgroup.for_staff


def may_name_curator(actor: Membership, subgroup: Subgroup) -> bool:
    return actor.is_staff and may_admit(actor, subgroup)


def may_name_specialist(actor: Membership, subgroup: Subgroup) -> bool:
    """The owner alone: else specialists could let themselves into what they may not read."""
    return may_admit(actor, subgroup) and actor.is_owner and not subgroup.is_open


def may_move_out(actor: Membership, place: SubgroupMembership) -> bool:
    """Leaders move members out and decline wishes; only staff ends another role."""
    able = keeps_people(actor, place.subgroup)
    return able and (place.role == Role.MEMBER or actor.is_staff)


def may_ask(actor: Membership, subgroup: Subgroup) -> bool:
    """Who reads all of it anyway has nothing to ask for."""
    known = subgroup.kind != Subgroup.Kind.HIDDEN and subgroup.archived_at is None
    return known and not actor.is_owner and not is_in(actor, subgroup)


def may_leave(actor: Membership, subgroup: Subgroup) -> bool:
    return is_in(actor, subgroup) and not subgroup.for_staff


def may_seek(actor: Membership, obj: None) -> bool:
    """Members ask to be placed; staff places."""
    return not actor.is_staff


class P(Permission):
    """The table for subgroups."""

    OPEN = writes(owner)
    COPY = writes(may_copy)
    CHANGE = writes(leads)
    ARCHIVE = writes(may_archive)
    BRING_BACK = writes(may_bring_back)
    NAME_CURATOR = writes(may_name_curator)
    NAME_SPECIALIST = writes(may_name_specialist)
    ADMIT = writes(may_admit)
    MOVE_OUT = writes(may_move_out)
    READ = reads(may_read)
    ASK = writes(may_ask)
    SEEK = writes(may_seek)
    LEAVE = reads(may_leave)
