"""Before a door is shown closed, Stripe is asked once."""

from datetime import timedelta

import structlog
from django.db import transaction

from billing import gateway
from billing.models import Checkout, Patience, Subscription
from billing.operations.access import locked, rewrite_access
from billing.operations.apply import Raced, apply_session, apply_subscription
from communities.models import Membership
from core import clock

log = structlog.get_logger(__name__)
DAY = timedelta(hours=24)


def refresh_before_denial(*, member: Membership) -> None:
    """Bring the mirror of a refused member up to date, waiting at most two seconds.

    If Stripe cannot be asked about a subscription that renews, a day is given, once per period.
    """
    if member.state == Membership.State.JOINING and member.joined_at:
        # Back after leaving: what was paid for then may hold still.
        rewrite_access(member)
    subscription = Subscription.objects.live().filter(membership=member).first()
    checkout = Checkout.objects.filter(membership=member, state=Checkout.State.OPEN).first()
    try:
        if subscription:
            apply_subscription(
                subscription.stripe_account, subscription.stripe_id, gateway.BRIEF_SECONDS
            )
        elif checkout and checkout.stripe_id:
            apply_session(checkout.stripe_account, checkout.stripe_id, gateway.BRIEF_SECONDS)
    except (*gateway.Unreachable, Raced):
        log.warning("stripe_unreachable", membership=member.pk)
        if subscription:
            be_patient(member, subscription)
    except gateway.StripeError as error:
        log.warning("stripe_refused", membership=member.pk, error=type(error).__name__)
    member.refresh_from_db(fields=["state", "full_until", "read_until", "joined_at"])


def be_patient(member: Membership, subscription: Subscription) -> None:
    """A day of access for this period, unless it was given before."""
    with transaction.atomic():
        locked(member.pk)
        _, given = Patience.objects.get_or_create(
            membership=member,
            period=subscription.paid_until,
            defaults={"until": clock.now() + DAY},
        )
        if given:
            log.error("patience_given", membership=member.pk)
            rewrite_access(member)
