"""Closing a community on a day: announced, taken back until then, then read only, then erased."""

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from communities.models import (
    Closing,
    Community,
    CommunityErasure,
    Invitation,
    Letter,
    Membership,
)
from communities.operations.audit import record
from communities.operations.letters import write_to
from communities.permissions import P
from core import clock, due
from core.due import EPOCH
from core.permissions import Refused, require

HOUR = time(10)
READING = timedelta(days=30)
GONE = (Membership.State.LEFT, Membership.State.REMOVED)


class AlreadyClosing(Exception):
    """A closing is announced and was not taken back."""


def announce_closing(*, actor: Membership, day: date) -> Closing:
    """Everybody is told by a letter; from now on nobody comes in or pays anew.

    Writing ends at ten of `day` in the community's zone; whoever has access then reads and takes
    their export for 30 days more. Raises `AlreadyClosing`.
    """
    require(actor, P.CLOSE_COMMUNITY)
    closes_at = datetime.combine(day, HOUR, actor.community.zone)
    erases_at = closes_at + READING
    dates = {"closes_at": closes_at, "erases_at": erases_at}
    try:
        with transaction.atomic():
            closing: Closing = Closing.objects.create(announced_by=actor, **dates)
            Community.objects.filter(pk=actor.community_id).update(**dates)
            CommunityErasure.objects.create(community=actor.community, due_at=erases_at)
            Invitation.objects.usable().update(revoked_at=clock.now())
            record(actor=actor, action="announce_closing", target=closing)
            tell(closing, Letter.Kind.CLOSING, actor)
    except IntegrityError as error:
        raise AlreadyClosing from error
    return closing


def take_back_closing(*, actor: Membership) -> None:
    """The community stays. Raises `Refused` once the day has come, or where nothing is closing."""
    require(actor, P.CLOSE_COMMUNITY)
    now = clock.now()
    with transaction.atomic():
        closing = Closing.objects.standing().filter(closes_at__gt=now).first()
        ahead = Closing.objects.standing().filter(pk=closing.pk if closing else 0)
        # Due at once, so that everybody's access is written anew.
        again = {"due_at": now, "done_at": None, "claimed_until": EPOCH}
        if closing is None or not ahead.update(taken_back_at=now, **again):
            raise Refused("nothing is closing, or the day has come")
        Community.objects.filter(pk=actor.community_id).update(closes_at=None, erases_at=None)
        CommunityErasure.objects.filter(community=actor.community_id).delete()
        record(actor=actor, action="take_back_closing", target=closing)
        tell(closing, Letter.Kind.STAYS, actor)


def tell(closing: Closing, kind: str, actor: Membership) -> None:
    people = Membership.objects.exclude(state__in=GONE).exclude(pk=actor.pk)
    write_to(people.values_list("pk", flat=True), kind, closing.pk)
    due.wake(Closing)
