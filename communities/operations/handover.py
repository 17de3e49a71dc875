"""Handing a community over: offered by its owner, accepted or declined by who takes it."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from communities.models import UNLIMITED, Community, Document, Handover, Membership, Parting
from communities.operations.audit import record
from communities.permissions import P
from core import clock, live
from core.permissions import require
from notifications.operations import tell

Outcome = Handover.Outcome
# Withdrawing or declining.
Ending = Callable[..., None]
KIND = "handover"


class AlreadyOffered(Exception):
    """Another offer of this community stands."""


class OfferOver(Exception):
    """The offer was answered, withdrawn or has run out meanwhile."""


def offer_community(*, actor: Membership, member: Membership) -> Handover:
    """Offer to hand over; one offer stands at a time. Raises `AlreadyOffered`."""
    require(actor, P.HAND_OVER, member)
    now = clock.now()
    try:
        with transaction.atomic():
            past = Handover.objects.filter(outcome=Outcome.WAITING, ends_at__lte=now)
            past.update(outcome=Outcome.RUN_OUT, answered_at=now)
            offer: Handover = Handover.objects.create(offered_by=actor, offered_to=member)
            record(actor=actor, action="offer_community", target=offer, concerns=member)
            tell(users=[member.user_id], kind=KIND, target=offer.pk)
    except IntegrityError as error:
        raise AlreadyOffered from error
    return offer


def withdraw_offer(*, actor: Membership, offer: Handover) -> None:
    """Raises `OfferOver`."""
    require(actor, P.WITHDRAW_OFFER, offer)
    with transaction.atomic():
        settle(offer, Outcome.WITHDRAWN)
        record(actor=actor, action="withdraw_offer", target=offer, concerns=offer.offered_to)


def decline_community(*, actor: Membership, offer: Handover) -> None:
    """Raises `OfferOver`."""
    require(actor, P.ANSWER_OFFER, offer)
    with transaction.atomic():
        settle(offer, Outcome.DECLINED)
        record(actor=actor, action="decline_community", target=offer, concerns=offer.offered_by)
        tell(users=[offer.offered_by.user_id], kind=KIND, target=offer.pk)


def accept_community(*, actor: Membership, offer: Handover) -> Membership:
    """Swap the roles; gives back the former owner, a specialist now. Raises `OfferOver`.

    The former owner never agreed to the documents, being the one who offered them: now they are
    asked. What their access hangs on from now is the caller's, inside the same transaction.
    """
    require(actor, P.ANSWER_OFFER, offer)
    with transaction.atomic():
        # One at a time, so that nobody reads two owners or none.
        Community.objects.select_for_update().get(pk=actor.community_id)
        settle(offer, Outcome.ACCEPTED)
        former: Membership = Membership.objects.get(pk=offer.offered_by_id)
        Membership.objects.filter(pk=former.pk).update(
            role=Membership.Role.SPECIALIST, must_accept=Document.objects.exists()
        )
        crown(actor)
        for changed in (former, actor):
            changed.refresh_from_db()
            live.access_changed(changed.pk)
        record(actor=actor, action="accept_community", target=offer, concerns=former)
        tell(users=[former.user_id], kind=KIND, target=offer.pk)
    return former


def crown(member: Membership) -> None:
    """Make `member` the owner: a parting announced to them is over, and so is standing in.

    Raises `OfferOver` for who was parted with, or left, at this moment.
    """
    here = Membership.objects.filter(pk=member.pk, state=Membership.State.ACTIVE)
    if not here.update(
        role=Membership.Role.OWNER,
        full_until=UNLIMITED,
        read_until=UNLIMITED,
        must_accept=False,
        parts_at=None,
        stands_in_until=None,
    ):
        raise OfferOver
    now = clock.now()
    Parting.objects.ahead().filter(membership=member).update(taken_back_at=now, done_at=now)


def settle(offer: Handover, outcome: str) -> None:
    """Whoever is first settles it. Raises `OfferOver` for everybody after."""
    standing = Handover.objects.standing().filter(pk=offer.pk)
    if not standing.update(outcome=outcome, answered_at=clock.now()):
        raise OfferOver
    offer.outcome = outcome
