"""What the owner decided to give back at a parting: to the card it came from, at most once."""

from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from billing import gateway, giving_back
from billing.models import MoneyAlert, Refund, Subscription
from communities.models import Parting
from core import clock, due
from core.tenancy import across_communities, community_scope

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)
# A bank may take days to say that it will not take money back.
LOOK_AGAIN = timedelta(days=1)
LIMIT = 500


def decide_refunds() -> int:
    """A refund, or an alert where it cannot go back by itself, for partings that took effect."""
    with across_communities("refunds decided in any community"):
        decided = Parting.objects.standing().exclude(refund=Parting.Refund.NONE)
        noted = MoneyAlert.objects.filter(parting=OuterRef("pk"))
        begun = Refund.objects.filter(parting=OuterRef("pk"))
        new = decided.exclude(carried_out_at=None).exclude(Exists(noted)).exclude(Exists(begun))
        rows = list(new.select_related("membership")[:LIMIT])
    for row in rows:
        with community_scope(row.community_id), transaction.atomic():
            decide(row)
    return len(rows)


def decide(parting: Parting) -> None:
    invoice = giving_back.last_payment(parting.membership)
    amount = giving_back.due_back(parting, invoice)
    if invoice is None or amount is None:
        put_before_owner(parting)
        return
    if amount == 0:
        # What was paid for is over on that day: nothing is left for anybody to do.
        put_before_owner(parting, settled_at=clock.now())
        return
    Refund.objects.get_or_create(
        invoice=invoice,
        defaults={
            "membership": parting.membership,
            "parting": parting,
            "currency": invoice.currency,
            "amount": amount,
        },
    )
    due.wake(Refund)


def put_before_owner(parting: Parting, settled_at: datetime | None = None) -> None:
    subscription = Subscription.objects.filter(membership=parting.membership_id).newest_first()
    MoneyAlert.objects.get_or_create(
        parting=parting,
        defaults={
            "kind": MoneyAlert.Kind.REFUND,
            "membership_id": parting.membership_id,
            "subscription": subscription.first(),
            "settled_at": settled_at,
        },
    )


@due.performs(Refund, lease=LEASE)
def give_back(refund: Refund) -> datetime | None:
    """Ask Stripe; what it refuses stands before the owner. Comes back while the bank thinks."""
    try:
        payment = gateway.payment_of(refund.invoice.stripe_id)
        made = gateway.create_refund(refund, payment) if payment else None
    except gateway.Denied as error:
        log.warning("refund_denied", id=refund.pk, error=type(error).__name__)
        made = None
    state = Refund.State.GIVEN
    if made is None or made.status in ("failed", "canceled"):
        state = Refund.State.REFUSED
    with transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(state=state, stripe_id=made.id if made else "")
        if state == Refund.State.REFUSED and refund.parting:
            put_before_owner(refund.parting)
    waits = made is not None and made.status in ("pending", "requires_action")
    return clock.now() + LOOK_AGAIN if waits else None
