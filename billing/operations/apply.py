"""The mirror's only writer: read the object from Stripe, write what it says.

Stripe is asked outside any transaction. Each row counts its writes, and a reading is written only
if nobody wrote since before it was taken; otherwise Stripe is asked again. So the last write
always carries a reading younger than every event, in whatever order events came.
"""

from typing import Any

import structlog
from django.db import transaction

from billing import gateway
from billing.models import (
    AccessLetter,
    Cancellation,
    Checkout,
    Customer,
    Invoice,
    MoneyAlert,
    StripePrice,
    Subscription,
)
from billing.operations.access import locked, rewrite_access, zone_of
from billing.operations.reading import Reading, at, id_of, read
from communities.models import Membership
from core import clock, due
from core.due import EPOCH
from core.tenancy import across_communities, community_scope

log = structlog.get_logger(__name__)
ROUNDS = 20
# Whoever left and now asks to come in again pays nothing before a yes.
GONE = (Membership.State.LEFT, Membership.State.REMOVED, Membership.State.APPLYING)


class Raced(Exception):
    """Others kept writing the same row; whoever called tries again later."""


def apply_subscription(
    account: str, stripe_id: str, seconds: int = gateway.NORMAL_SECONDS
) -> Subscription | None:
    """Bring the mirror of one subscription up to date, and with it access.

    `None` for what is not ours: another product, another customer, the wrong mode. Raises
    `gateway.StripeError`, `Raced`.
    """
    for _ in range(ROUNDS):
        seen = revision(account, stripe_id)
        reading = read(stripe_id, seconds)
        customer = ours(account, reading)
        if customer is None:
            return None
        with community_scope(customer.community_id):
            written = write(customer, stripe_id, reading, seen)
        if written:
            return written
    raise Raced(stripe_id)


def revision(account: str, stripe_id: str) -> int | None:
    with across_communities("whose subscription this is comes from its row"):
        rows = Subscription.objects.filter(stripe_account=account, stripe_id=stripe_id)
        return rows.values_list("revision", flat=True).first()


def ours(account: str, reading: Reading) -> Customer | None:
    """The customer's row, if the subscription is for something this installation sells."""
    if reading.livemode != gateway.expects_livemode():
        return None
    with across_communities("whose customer this is comes from its row"):
        customer = Customer.objects.filter(
            stripe_account=account, stripe_id=reading.customer_id
        ).first()
        if customer is None:
            return None
        sold = StripePrice.objects.filter(
            stripe_account=account,
            stripe_id=reading.price_id,
            community_id=customer.community_id,
        )
        return customer if sold.exists() else None


def write(
    customer: Customer, stripe_id: str, reading: Reading, seen: int | None
) -> Subscription | None:
    """Write the mirror and what follows from it; `None` if somebody wrote in between."""
    account = customer.stripe_account
    with transaction.atomic():
        member = locked(customer.membership_id)
        row = Subscription.objects.filter(stripe_account=account, stripe_id=stripe_id).first()
        if (row.revision if row else None) != seen:
            return None
        row = row or Subscription(stripe_account=account, stripe_id=stripe_id, membership=member)
        fill(row, reading, member, is_new=seen is None)
        set_aside_the_younger(row)
        row.save()
        if row.extra:
            alert(row, MoneyAlert.Kind.DOUBLE)
        for invoice in reading.invoices:
            write_invoice(row, invoice)
        end_if_gone(row, member)
        rewrite_access(member)
        write_letter_if_failed(row, member, reading)
    return row


def fill(row: Subscription, reading: Reading, member: Membership, *, is_new: bool) -> None:
    if is_new or row.paid_until != reading.paid_until:
        row.time_zone = zone_of(member)
    if not is_new:
        row.revision += 1
    row.price = StripePrice.objects.get(
        stripe_account=row.stripe_account, stripe_id=reading.price_id
    ).price
    row.status, row.livemode = reading.status, reading.livemode
    row.period_start, row.period_end = reading.period_start, reading.period_end
    row.paid_until = reading.paid_until
    row.cancel_at_period_end = reading.cancel_at_period_end
    row.currency, row.amount = reading.currency, reading.amount
    row.started_at, row.ended_at = reading.started_at, reading.ended_at
    row.synced_at = clock.now()


def set_aside_the_younger(row: Subscription) -> None:
    """Of two live subscriptions of one member the elder stays, whichever we heard of first."""
    if not row.is_live:
        return
    others = Subscription.objects.live().filter(membership=row.membership_id)
    other = others.exclude(pk=row.pk).first()
    if other is None:
        return
    if (row.started_at, row.stripe_id) < (other.started_at, other.stripe_id):
        other.extra = True
        other.save(update_fields=["extra"])
        part_with_extra(other)
        alert(other, MoneyAlert.Kind.DOUBLE)
    else:
        row.extra = True
        row.save()
        part_with_extra(row)


def part_with_extra(row: Subscription) -> None:
    log.error("second_subscription", subscription=row.pk, membership=row.membership_id)
    request_cancellation(row, Cancellation.Reason.EXTRA)


def end_if_gone(row: Subscription, member: Membership) -> None:
    if member.state not in GONE or not row.is_live:
        return
    request_cancellation(row, Cancellation.Reason.LEFT)
    # Stripe counts whole seconds.
    if member.left_at and row.started_at >= member.left_at.replace(microsecond=0):
        alert(row, MoneyAlert.Kind.AFTER_LEAVING)


def request_cancellation(row: Subscription, reason: str) -> None:
    Cancellation.objects.get_or_create(subscription=row, defaults={"reason": reason})
    due.wake(Cancellation)


def alert(row: Subscription, kind: str) -> None:
    if row.paid_until > EPOCH:
        MoneyAlert.objects.get_or_create(
            subscription=row, kind=kind, defaults={"membership_id": row.membership_id}
        )


def write_invoice(row: Subscription, invoice: Any) -> None:
    Invoice.objects.update_or_create(
        stripe_account=row.stripe_account,
        stripe_id=invoice.id,
        defaults={
            "subscription": row,
            "status": invoice.status,
            "number": invoice.number or "",
            "currency": invoice.currency.upper(),
            "amount_due": invoice.amount_due,
            "amount_paid": invoice.amount_paid,
            "attempted": invoice.attempted,
            "url": invoice.hosted_invoice_url or "",
            "created_at": at(invoice.created),
        },
    )


def write_letter_if_failed(row: Subscription, member: Membership, reading: Reading) -> None:
    """A kind letter, once for each period that could not be charged."""
    failed = row.is_live and row.status == "past_due" and clock.now() < member.read_until
    if failed and any(each.attempted and each.status == "open" for each in reading.invoices):
        AccessLetter.objects.get_or_create(
            membership=member, kind=AccessLetter.Kind.PAYMENT_FAILED, period=row.paid_until
        )
        due.wake(AccessLetter)


def apply_session(
    account: str, session_id: str, seconds: int = gateway.NORMAL_SECONDS
) -> Checkout | None:
    """Bring one attempt to pay up to date, its subscription first. `None` for what is not ours."""
    with across_communities("whose checkout this is comes from its row"):
        checkout = Checkout.objects.filter(stripe_account=account, stripe_id=session_id).first()
    if checkout is None:
        return None
    settle(checkout, gateway.retrieve_session(session_id, seconds), seconds)
    return checkout


def settle(checkout: Checkout, session: Any, seconds: int = gateway.NORMAL_SECONDS) -> None:
    """Write what `session` says of this attempt; an open one stays as it is."""
    if session.subscription:
        apply_subscription(checkout.stripe_account, id_of(session.subscription), seconds)
    if session.status in (Checkout.State.COMPLETE, Checkout.State.EXPIRED):
        checkout.state = session.status
        with community_scope(checkout.community_id):
            Checkout.objects.filter(pk=checkout.pk, state=Checkout.State.OPEN).update(
                state=session.status
            )
