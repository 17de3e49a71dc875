"""What an invoice's fate does to its subscription.

Only the latest invoice counts. Simplified: voiding it, or writing it off, makes a past_due
or unpaid subscription active again.
"""

from fakestripe import clock
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.objects import invoice_payment, payment_intent, payment_method
from fakestripe.objects.invoice import moments, subscription_of
from fakestripe.store import Doc

UPDATED = "customer.subscription.updated"
ENDED = {"canceled", "incomplete_expired"}
OWING = {"past_due", "unpaid"}
STEPS = ("period_end", "incomplete", "cancel_at", "resume", "trial_will_end")


def invoice_paid(fake: Fake, invoice: Doc) -> None:
    subscription = subscription_of(fake, invoice)
    _remember_method(fake, invoice, subscription)
    if subscription["latest_invoice"] != invoice["id"]:
        return
    if subscription["status"] in {"incomplete", *OWING}:
        clock.cancel(fake, "subscription.incomplete", subscription["id"])
        change(fake, subscription, UPDATED, status="active")
    elif subscription["status"] == "paused" and invoice["billing_reason"] == "subscription_update":
        change(fake, subscription, UPDATED, status="active")
        emit(fake, "customer.subscription.resumed", subscription)


def _remember_method(fake: Fake, invoice: Doc, subscription: Doc) -> None:
    """A first payment made through a page saves its card, as Checkout does."""
    if subscription.get("_saves_method") and not subscription["default_payment_method"]:
        method = _paid_with(fake, invoice)
        if method:
            payment_method.save(fake, method, subscription["customer"])
            change(fake, subscription, None, default_payment_method=method["id"])


def _paid_with(fake: Fake, invoice: Doc) -> Doc | None:
    payment = invoice_payment.of_invoice(fake, invoice["id"])
    if payment is None:
        return None
    intent = fake.store.get("payment_intent", payment["payment"]["payment_intent"])
    return fake.store.get("payment_method", intent["payment_method"])


def adopt_method(fake: Fake, invoice: Doc) -> None:
    """The card an invoice was paid with on its page becomes the one for renewals."""
    method = _paid_with(fake, invoice)
    if method:
        payment_method.save(fake, method, invoice["customer"])
        payment_method.make_default(fake, invoice["customer"], method)


def invoice_failed(fake: Fake, invoice: Doc, *, gave_up: bool) -> None:
    subscription = subscription_of(fake, invoice)
    if subscription["latest_invoice"] != invoice["id"]:
        return
    if subscription["status"] in {"active", "trialing"}:
        change(fake, subscription, UPDATED, status="past_due")
    if gave_up and subscription["status"] == "past_due":
        _give_up(fake, subscription)


def _give_up(fake: Fake, subscription: Doc) -> None:
    if fake.settings.after_retries == "cancel":
        end(fake, subscription, "payment_failed")
    elif fake.settings.after_retries == "unpaid":
        change(fake, subscription, UPDATED, status="unpaid")


def invoice_closed(fake: Fake, invoice: Doc) -> None:
    """Voided or written off."""
    subscription = subscription_of(fake, invoice)
    latest = subscription["latest_invoice"] == invoice["id"]
    if latest and subscription["status"] in OWING:
        change(fake, subscription, UPDATED, status="active")


def end(fake: Fake, subscription: Doc, reason: str, details: Doc | None = None) -> Doc:
    """Cancels now. Open invoices stay open, but are no longer collected by themselves."""
    for name in STEPS:
        clock.cancel(fake, f"subscription.{name}", subscription["id"])
    now = fake.now()
    change(
        fake,
        subscription,
        None,
        cancellation_details=subscription["cancellation_details"]
        | (details or {})
        | {"reason": reason},
        canceled_at=subscription["canceled_at"] or now,
        ended_at=now,
        pause_collection=None,
        status="canceled",
    )
    for status in ("draft", "open"):
        stop_collection(fake, subscription, status)
    emit(fake, "customer.subscription.deleted", subscription)
    return subscription


def stop_collection(fake: Fake, subscription: Doc, status: str) -> None:
    for invoice in fake.store.all(
        "invoice", status=status, parent__subscription_details__subscription=subscription["id"]
    ):
        clock.cancel(fake, "invoice.finalize", invoice["id"])
        clock.cancel(fake, "invoice.retry", invoice["id"])
        change(
            fake,
            invoice,
            "invoice.updated",
            auto_advance=False,
            next_payment_attempt=None,
            automatically_finalizes_at=None,
        )


def expire(fake: Fake, subscription: Doc) -> None:
    """An incomplete one that nobody paid for: its invoice is voided with it."""
    invoice = fake.store.get("invoice", subscription["latest_invoice"])
    change(
        fake,
        subscription,
        UPDATED,
        status="incomplete_expired",
        ended_at=fake.now(),
        canceled_at=fake.now(),
    )
    clock.cancel(fake, "subscription.incomplete", subscription["id"])
    clock.cancel(fake, "subscription.period_end", subscription["id"])
    if invoice["status"] == "open":
        payment = invoice_payment.of_invoice(fake, invoice["id"])
        if payment:
            intent = fake.store.get("payment_intent", payment["payment"]["payment_intent"])
            invoice_payment.close(fake, payment, "canceled")
            payment_intent.abandon(fake, intent, "void_invoice")
        change(
            fake,
            invoice,
            None,
            auto_advance=False,
            status="void",
            status_transitions=moments(fake, invoice, "voided_at"),
        )
        emit(fake, "invoice.voided", invoice)
