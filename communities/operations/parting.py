"""Parting with a member: on a day, in own words, with what is given back."""

from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from communities.models import Letter, Membership, Parting
from communities.operations.audit import record
from communities.operations.leaving import end
from communities.operations.letters import write_to
from communities.permissions import P
from communities.refunds import Sum
from core import clock, due
from core.permissions import Refused, require

# Never at night: a parting takes effect in the morning of its day.
HOUR = time(10)


class AlreadyParting(Exception):
    """A parting with this member is announced and was not taken back."""


def remove_member(
    *,
    actor: Membership,
    member: Membership,
    reason: str,
    words: str = "",
    turn_to: str = "",
    day: date | None = None,
    refund: str = Parting.Refund.NONE,
    refund_note: str = "",
    refund_sum: Sum | None = None,
) -> Parting:
    """Part with a member at once, or on `day` at ten of their own time.

    `reason` is for staff and for the person, never for others; `words` are for the person alone.
    Raises `AlreadyParting`.
    """
    require(actor, P.REMOVE_MEMBER, member)
    if refund != Parting.Refund.NONE:
        require(actor, P.DECIDE_REFUND)
    parting = Parting(
        membership=member,
        decided_by=actor,
        due_at=effective(member, day),
        words=words,
        turn_to=turn_to,
        refund=refund,
        refund_note=refund_note,
        refund_amount=refund_sum.amount if refund_sum else None,
        refund_currency=refund_sum.currency if refund_sum else "",
    )
    try:
        with transaction.atomic():
            announce(parting, actor, member, reason)
    except IntegrityError as error:
        raise AlreadyParting from error
    return parting


def announce(parting: Parting, actor: Membership, member: Membership, reason: str) -> None:
    # A second click waits here, and finds that the membership has ended.
    require(actor, P.REMOVE_MEMBER, Membership.objects.select_for_update().get(pk=member.pk))
    parting.save()
    record(actor=actor, action="remove_member", target=member, concerns=member, reason=reason)
    write_to([member.pk], Letter.Kind.PARTING, parting.pk)
    begin(parting, member)


def effective(member: Membership, day: date | None) -> datetime:
    """The instant a parting on `day` takes effect; now where it is today or not said."""
    zone = member.user.zone if member.user else member.community.zone
    now = clock.now()
    if day is None or day <= now.astimezone(zone).date():
        return now
    return datetime.combine(day, HOUR, zone)


def begin(parting: Parting, member: Membership) -> None:
    if parting.due_at <= clock.now():
        carry_out(parting)
        member.refresh_from_db()
        return
    member.parts_at = parting.due_at
    member.save(update_fields=["parts_at"])


@due.performs(Parting)
def carry_out(parting: Parting) -> None:
    """End the membership, unless the parting was taken back.

    Who left before the day comes back no sooner than who stayed. An owner is never parted with:
    who took the community over meanwhile stays.
    """
    with transaction.atomic():
        if not Parting.objects.ahead().filter(pk=parting.pk).update(carried_out_at=clock.now()):
            return
        member = Membership.objects.select_for_update().get(pk=parting.membership_id)
        if not member.is_owner and not end(member, Membership.State.REMOVED):
            left = Membership.objects.filter(pk=member.pk, state=Membership.State.LEFT)
            left.update(state=Membership.State.REMOVED)


def take_back_parting(*, actor: Membership, parting: Parting) -> None:
    """The member stays. Raises `Refused` once the day has come."""
    require(actor, P.REMOVE_MEMBER, parting.membership)
    now = clock.now()
    with transaction.atomic():
        ahead = Parting.objects.ahead().filter(pk=parting.pk)
        if not ahead.update(taken_back_at=now, done_at=now):
            raise Refused("this parting has taken effect")
        Membership.objects.filter(pk=parting.membership_id).update(parts_at=None)
        record(actor=actor, action="take_back_parting", concerns=parting.membership)


def lift_removal(*, actor: Membership, member: Membership) -> None:
    """Let somebody who was removed ask to come in again; nothing opens by itself."""
    require(actor, P.LIFT_REMOVAL, member)
    with transaction.atomic():
        removed = Membership.objects.filter(pk=member.pk, state=Membership.State.REMOVED)
        if removed.update(state=Membership.State.LEFT):
            record(actor=actor, action="lift_removal", target=member, concerns=member)
    member.state = Membership.State.LEFT
