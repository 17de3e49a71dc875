"""Healing: whatever webhooks lost is asked for."""

from datetime import timedelta

import structlog
from django.db.models import Q

from billing import gateway
from billing.models import EventCursor, StripeEvent, Subscription
from billing.models.subscription import LIVE
from billing.operations.apply import Raced, apply_subscription
from billing.operations.events import concerns_us, keep
from core import clock
from core.tenancy import across_communities

log = structlog.get_logger(__name__)
# Events may become visible late and clocks differ.
OVERLAP = timedelta(hours=1)
STRIPE_KEEPS = timedelta(days=29)
RECENT = timedelta(days=35)


def catch_up(account: str = "") -> int:
    """Keep the events we have not been told of; returns how many.

    Of several about one subscription only the newest waits to be applied, so a day of lost
    webhooks costs one reading for each subscription that changed.
    """
    started = clock.now()
    state, _ = EventCursor.objects.get_or_create(stripe_account=account)
    since = max(state.seen_until - OVERLAP, started - STRIPE_KEEPS)
    applied: set[str] = set()
    count = 0
    for event in gateway.events_since(int(since.timestamp())):
        if not concerns_us(event):
            continue
        row, new = keep(event)
        count += new
        if not new or row.is_about_checkout:
            continue
        if row.subscription_id in applied:
            StripeEvent.objects.filter(pk=row.pk).update(done_at=started)
        applied.add(row.subscription_id)
    EventCursor.objects.filter(pk=state.pk, seen_until__lt=started).update(seen_until=started)
    return count


def reconcile(account: str = "") -> int:
    """Read again every subscription that is alive or ended lately; returns how many failed."""
    since = clock.now() - RECENT
    with across_communities("reconciling an account of Stripe"):
        rows = Subscription.objects.filter(
            Q(status__in=LIVE) | Q(ended_at__gt=since), stripe_account=account
        )
        ids = list(rows.values_list("stripe_id", flat=True))
    failed = 0
    for stripe_id in ids:
        try:
            apply_subscription(account, stripe_id)
        except (gateway.StripeError, Raced) as error:
            failed += 1
            log.warning("not_reconciled", stripe_id=stripe_id, error=type(error).__name__)
    return failed
