"""Writing the two instants."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from billing.access import Closes, Instants, Paid, Policy, Renewing, at_closing, instants
from billing.models import Grant, HandPayment, Patience, Subscription
from billing.operations.seating import seat_welcomed
from communities.models import NEVER, Community, Membership
from communities.operations import come_in
from core import clock, live


def locked(membership_id: int) -> Membership:
    """The membership of the active community, locked until the transaction ends."""
    rows = Membership.objects.select_related("community", "user")
    return rows.select_for_update(of=("self",)).get(pk=membership_id)


def zone_of(membership: Membership) -> str:
    """The name of the member's time zone; the community's where the person is gone."""
    return membership.user.time_zone if membership.user else membership.community.time_zone


def language_of(membership: Membership) -> str:
    return membership.user.language if membership.user else membership.community.language


def rewrite_access(membership: Membership) -> Membership:
    """Write what the pure function says now; a newcomer with full access comes in.

    Whoever loses something has their open sockets checked after the commit.
    """
    with transaction.atomic():
        member = locked(membership.pk)
        before = Instants(member.full_until, member.read_until)
        now = instants_of(member)
        if now != before:
            member.full_until, member.read_until = now
            member.save(update_fields=["full_until", "read_until"])
        if now.full_until < before.full_until or now.read_until < before.read_until:
            live.access_changed(member.pk)
        if member.state == Membership.State.JOINING and clock.now() < now.full_until:
            come_in(member=member)
            seat_welcomed(member)
    membership.state, membership.joined_at = member.state, member.joined_at
    membership.full_until, membership.read_until = now
    return member


def instants_of(member: Membership) -> Instants:
    """The pure function fed from the database."""
    payments = HandPayment.objects.standing().filter(membership=member)
    found = instants(
        role=member.role,
        state=member.state,
        policy=policy_of(member.community),
        subscription=renewing(member),
        grants=Grant.objects.standing().filter(membership=member).values_list("until", flat=True),
        hand_payments=[Paid(each.period_end, ZoneInfo(each.time_zone)) for each in payments],
    )
    closes_at, erases_at = member.community.closes_at, member.community.erases_at
    closes = Closes(closes_at, erases_at) if closes_at and erases_at else None
    return at_closing(found, closes) if closes else found


def policy_of(community: Community) -> Policy:
    return Policy(
        timedelta(days=community.full_grace_days), timedelta(days=community.reading_grace_days)
    )


def renewing(member: Membership) -> Renewing | None:
    subscription = Subscription.objects.live().filter(membership=member).first()
    if subscription is None:
        return None
    patience = Patience.objects.filter(membership=member, period=subscription.paid_until).first()
    return Renewing(
        status=subscription.status,
        paid_until=subscription.paid_until,
        cancelling=subscription.cancel_at_period_end,
        zone=ZoneInfo(subscription.time_zone),
        patience_until=patience.until if patience else NEVER,
    )
