"""Switching renewal off and on, and ending what must end."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.urls import reverse

from billing import gateway
from billing.models import Cancellation, Customer, Subscription
from billing.operations.access import language_of
from billing.operations.apply import apply_subscription
from billing.permissions import P
from communities.models import Membership
from core import due
from core.permissions import require

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)


def cancel_at_period_end(*, actor: Membership, subscription: Subscription) -> Subscription | None:
    """Charge nothing more. What is paid for stays open; an unpaid period ends at once.

    Raises `gateway.StripeError`; then nothing has changed.
    """
    require(actor, P.CHANGE_RENEWAL, subscription)
    fresh = apply_subscription(subscription.stripe_account, subscription.stripe_id)
    if fresh is None or not fresh.is_live:
        return fresh
    if fresh.is_paid_now:
        gateway.set_renewal(fresh.stripe_id, renews=False)
    else:
        gateway.cancel_now(fresh.stripe_id)
    return apply_subscription(fresh.stripe_account, fresh.stripe_id)


def resume_renewal(*, actor: Membership, subscription: Subscription) -> Subscription | None:
    """Renew after all, while the paid period lasts. Raises `gateway.StripeError`."""
    require(actor, P.CHANGE_RENEWAL, subscription)
    fresh = apply_subscription(subscription.stripe_account, subscription.stripe_id)
    if fresh is None or not fresh.is_live:
        return fresh
    gateway.set_renewal(fresh.stripe_id, renews=True)
    return apply_subscription(fresh.stripe_account, fresh.stripe_id)


def card_page(*, actor: Membership, subscription: Subscription) -> str:
    """The address of the gateway's page where the card is changed, good for a few minutes; '' if
    the payer is not known there. Raises `gateway.StripeError`."""
    require(actor, P.CHANGE_RENEWAL, subscription)
    customer = Customer.objects.filter(
        stripe_account=subscription.stripe_account,
        membership=actor,
        currency=subscription.currency,
    ).first()
    if customer is None:
        return ""
    back = settings.SITE_URL + reverse("billing:mine", args=[actor.community.slug])
    return gateway.portal_url(customer.stripe_id, back=back, language=language_of(actor))


@due.performs(Cancellation, lease=LEASE)
def perform_cancellation(cancellation: Cancellation) -> datetime | None:
    """End at Stripe, then mirror it. Cancelling what is already cancelled is no error."""
    subscription = cancellation.subscription
    if subscription.status in ("canceled", "incomplete_expired"):
        return None
    gateway.cancel_now(subscription.stripe_id)
    apply_subscription(subscription.stripe_account, subscription.stripe_id)
    log.info("subscription_ended", id=subscription.pk, reason=cancellation.reason)
    return None
