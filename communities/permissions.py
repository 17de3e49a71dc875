"""Who may do what to the community itself. `actor` is a `Membership`."""

from typing import Any

from communities.desk import holds_desk
from communities.models import Handover, Membership
from core.permissions import Permission, reads, writes


def owner(actor: Membership, obj: Any) -> bool:
    return actor.is_owner


def keeps(actor: Membership, obj: Any) -> bool:
    """The owner, or who stands in for them.

    Money, handing over, closing, and who reads what stay the owner's: nobody's words get another
    reader because the owner is ill.
    """
    return actor.is_owner or actor.stands_in


def may_be_deputy(actor: Membership, obj: Membership | None) -> bool:
    """The owner names one specialist who is here."""
    able = obj is None or (obj.role == Membership.Role.SPECIALIST and obj.may_read)
    return actor.is_owner and able


def staff(actor: Membership, obj: Any) -> bool:
    return actor.is_staff


def anybody(actor: Membership, obj: Any) -> bool:
    return True


def themselves(actor: Membership, obj: Membership) -> bool:
    return actor.pk == obj.pk


def may_invite(actor: Membership, obj: Any) -> bool:
    """Nobody is asked into a community whose closing is announced."""
    return actor.is_staff and actor.community.closes_at is None


def may_leave(actor: Membership, obj: Any) -> bool:
    """The owner hands the community over or closes it instead of leaving it."""
    state = Membership.State
    here = actor.state in (state.ACTIVE, state.JOINING, state.APPLYING)
    return here and not actor.is_owner


def may_choose_words(actor: Membership, obj: Any) -> bool:
    """Who left or was parted with, as long as their words stand under their alias."""
    gone = actor.state in (Membership.State.LEFT, Membership.State.REMOVED)
    return gone and actor.words == Membership.Words.ALIAS


def may_withdraw(actor: Membership, obj: Any) -> bool:
    """Also who has left, as long as their words are still here; the owner as with leaving."""
    return not actor.is_owner and actor.words != Membership.Words.DELETED


def may_name(actor: Membership, obj: Membership | None) -> bool:
    """The owner or deputy names specialists among those who are here; nobody themselves."""
    able = obj is None or (obj.state == Membership.State.ACTIVE and not obj.is_owner)
    return keeps(actor, obj) and able and (obj is None or obj.pk != actor.pk)


def may_part_with(actor: Membership, obj: Membership) -> bool:
    """Staff part with members, owner and deputy with specialists too; nobody with themselves."""
    reach = (keeps(actor, obj) and not obj.is_owner) or (actor.is_staff and not obj.is_staff)
    return reach and obj.state == Membership.State.ACTIVE and obj.pk != actor.pk


def may_lift(actor: Membership, obj: Membership | None) -> bool:
    """Owner or deputy takes back what parting closed; without `obj`: sees whom it concerns."""
    return keeps(actor, obj) and (obj is None or obj.state == Membership.State.REMOVED)


def may_keep_apart(actor: Membership, obj: Membership) -> bool:
    """From anybody, staff included; whoever keeps order for all hears everybody."""
    return actor.pk != obj.pk and not actor.is_staff


def may_hand_over(actor: Membership, obj: Membership | None) -> bool:
    """The owner, to a specialist or member who is here and can read it."""
    able = obj is None or (obj.may_read and obj.user_id is not None and not obj.is_owner)
    return actor.is_owner and able


def offered(actor: Membership, offer: Handover) -> bool:
    return offer.offered_by_id == actor.pk and actor.is_owner


def asked(actor: Membership, offer: Handover) -> bool:
    """Whoever it is offered to, while they are here."""
    return offer.offered_to_id == actor.pk and actor.may_read


def may_open_handover(actor: Membership, obj: Any) -> bool:
    return actor.is_owner or Handover.objects.standing().filter(offered_to=actor).exists()


def has_desk(actor: Membership, obj: Any) -> bool:
    return actor.is_staff or holds_desk(actor)


def may_read_how_to(actor: Membership, page: str) -> bool:
    """Each the page of what they do here, and those of who does less."""
    return {"owner": actor.is_owner, "curator": has_desk(actor, None)}.get(page, True)


class P(Permission):
    """The table; leaving and one line to the owner stay open to those without access."""

    CHANGE_COMMUNITY = writes(keeps)
    PUBLISH_DOCUMENT = writes(keeps)
    NAME_STAFF = writes(may_name)
    NAME_DEPUTY = writes(may_be_deputy)
    READ_AUDIT = reads(anybody)
    READ_HOW_TO = reads(may_read_how_to)
    OPEN_DESK = reads(has_desk)
    INVITE = writes(may_invite)
    OPEN_CARD = reads(staff)
    REMOVE_MEMBER = writes(may_part_with)
    DECIDE_REFUND = writes(owner)
    LIFT_REMOVAL = writes(may_lift)
    CLOSE_COMMUNITY = writes(owner)
    HAND_OVER = writes(may_hand_over)
    WITHDRAW_OFFER = reads(offered)
    ANSWER_OFFER = reads(asked)
    OPEN_HANDOVER = reads(may_open_handover)
    CHANGE_SCREENING = writes(keeps)
    READ_APPLICATIONS = reads(staff)
    ANSWER_APPLICATION = writes(staff)
    CHANGE_ALIAS = writes(themselves)
    LEAVE = reads(may_leave)
    CHOOSE_WORDS = reads(may_choose_words)
    WITHDRAW_CONSENT = reads(may_withdraw)
    KEEP_APART = reads(may_keep_apart)
    TAKE_BACK = reads(anybody)
    WRITE_LINE = reads(anybody)
    READ_LINES = reads(owner)
    SEE_UNDELIVERED = reads(owner)
