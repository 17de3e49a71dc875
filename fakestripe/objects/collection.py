"""Collecting invoices: finalise, charge, retry on day 3, 5 and 7, settle, void.

A renewal is finalised and charged one hour after its draft. When the last retry fails, the
setting ``after_retries`` decides: cancel, unpaid or past_due (stays so, no more attempts).
Simplified: Stripe picks its retry times by itself unless a schedule is set.
"""

from fakestripe import clock
from fakestripe.clock import DAY
from fakestripe.errors import card_error, invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.objects import (
    invoice_payment,
    payment_intent,
    payment_method,
    subscription_state,
)
from fakestripe.objects.customer import default_method
from fakestripe.objects.invoice import amounts, moments, subscription_of
from fakestripe.router import Call, v1
from fakestripe.store import Doc

# Seconds from one failed attempt to the next: day 3, day 5, day 7 after the first.
RETRIES = (3 * DAY, 2 * DAY, 2 * DAY)


def finalize(fake: Fake, doc: Doc) -> Doc:
    """Draft to open, or to paid where nothing is due; uses up the customer's credit."""
    customer = fake.store.get("customer", doc["customer"])
    number = f"{customer['invoice_prefix']}-{customer['next_invoice_sequence']:04d}"
    balance = min(customer["balance"] + doc["total"], 0)
    change(
        fake,
        doc,
        None,
        **amounts(doc, customer["balance"]),
        automatically_finalizes_at=None,
        effective_at=fake.now(),
        ending_balance=balance,
        hosted_invoice_url=f"{fake.settings.public_url}/invoice/{doc['id']}",
        number=number,
        starting_balance=customer["balance"],
        status="open",
        status_transitions=moments(fake, doc, "finalized_at"),
    )
    sequence = customer["next_invoice_sequence"] + 1
    change(fake, customer, None, balance=balance, next_invoice_sequence=sequence)
    clock.cancel(fake, "invoice.finalize", doc["id"])
    emit(fake, "invoice.finalized", doc)
    if doc["amount_due"] == 0:
        return _settle(fake, doc)
    subscription = subscription_of(fake, doc)
    intent = payment_intent.create(
        fake,
        amount=doc["amount_due"],
        currency=doc["currency"],
        owner=doc["customer"],
        description=subscription["description"] or "Subscription",
        setup_future_usage="off_session",
    )
    invoice_payment.create(fake, doc, intent)
    return doc


def intent_of(fake: Fake, doc: Doc) -> Doc | None:
    payment = invoice_payment.of_invoice(fake, doc["id"])
    return (
        fake.store.get("payment_intent", payment["payment"]["payment_intent"]) if payment else None
    )


def invoice_of(fake: Fake, intent: Doc) -> Doc | None:
    payment = invoice_payment.of_intent(fake, intent["id"])
    return fake.store.get("invoice", payment["invoice"]) if payment else None


def collect(fake: Fake, doc: Doc) -> str:
    """An attempt without the customer, with the default card; answers as ``charge`` does."""
    method_id = subscription_of(fake, doc)["default_payment_method"] or default_method(
        fake, doc["customer"]
    )
    if method_id is None:
        return _without_method(fake, doc)
    method = fake.store.get("payment_method", method_id)
    return charge(fake, doc, method, off_session=True, automatic=True)


def _without_method(fake: Fake, doc: Doc) -> str:
    intent = intent_of(fake, doc)
    message = (
        "This invoice has no payment method to charge: the customer has no default payment method."
    )
    problem = {
        "type": "invalid_request_error",
        "code": "invoice_payment_intent_requires_action",
        "message": message,
    }
    if intent:
        payment_intent.refuse(fake, intent, problem)
    return _failed(fake, doc, "requires_payment_method", automatic=True)


def charge(
    fake: Fake,
    doc: Doc,
    method: Doc,
    *,
    off_session: bool,
    authenticated: bool = False,
    automatic: bool = False,
) -> str:
    """Charges an open invoice once; answers the status of its intent.

    Only ``automatic`` attempts move the retry schedule on.
    """
    intent = intent_of(fake, doc)
    if doc["status"] not in {"open", "uncollectible"} or intent is None:
        return "succeeded" if doc["status"] == "paid" else "canceled"
    status = payment_intent.attempt(
        fake, intent, method, off_session=off_session, authenticated=authenticated
    )
    if status == "succeeded":
        _settle(fake, doc)
        return status
    return _failed(fake, doc, status, automatic=automatic)


def _settle(fake: Fake, doc: Doc) -> Doc:
    change(
        fake,
        doc,
        None,
        amount_paid=doc["amount_due"],
        amount_remaining=0,
        attempted=True,
        attempt_count=doc["attempt_count"] + (doc["amount_due"] > 0),
        auto_advance=False,
        next_payment_attempt=None,
        status="paid",
        status_transitions=moments(fake, doc, "paid_at"),
    )
    payment = invoice_payment.of_invoice(fake, doc["id"])
    if payment:
        invoice_payment.close(fake, payment, "paid")
        emit(fake, "invoice_payment.paid", payment)
    clock.cancel(fake, "invoice.retry", doc["id"])
    emit(fake, "invoice.paid", doc)
    emit(fake, "invoice.payment_succeeded", doc)
    subscription_state.invoice_paid(fake, doc)
    return doc


def _failed(fake: Fake, doc: Doc, status: str, *, automatic: bool) -> str:
    count = doc["attempt_count"] + 1
    fields: Doc = {"attempted": True, "attempt_count": count}
    renews = doc["billing_reason"] != "subscription_create"
    if automatic and renews and doc["auto_advance"]:
        fields |= _next_attempt(fake, doc)
    change(fake, doc, "invoice.updated", **fields)
    if status == "requires_action":
        emit(fake, "invoice.payment_action_required", doc)
    emit(fake, "invoice.payment_failed", doc)
    gave_up = automatic and renews and doc["next_payment_attempt"] is None
    subscription_state.invoice_failed(fake, doc, gave_up=gave_up)
    return status


def _next_attempt(fake: Fake, doc: Doc) -> Doc:
    done = doc.get("_retries", 0)
    if done >= len(RETRIES):
        return {"next_payment_attempt": None}
    at = fake.now() + RETRIES[done]
    clock.schedule(fake, "invoice.retry", doc["id"], at)
    return {"next_payment_attempt": at, "_retries": done + 1}


@clock.step("invoice.retry")
def retry(fake: Fake, invoice_id: str) -> None:
    doc = fake.store.get("invoice", invoice_id)
    if doc["status"] == "open" and doc["auto_advance"]:
        collect(fake, doc)


@clock.step("invoice.finalize")
def finalize_when_due(fake: Fake, invoice_id: str) -> None:
    doc = fake.store.get("invoice", invoice_id)
    if doc["status"] != "draft" or not doc["auto_advance"]:
        return
    finalize(fake, doc)
    if doc["status"] == "open":
        collect(fake, doc)


def void(fake: Fake, doc: Doc) -> Doc:
    return _close(fake, doc, "void", "voided_at", "invoice.voided")


def write_off(fake: Fake, doc: Doc) -> Doc:
    moment, event = "marked_uncollectible_at", "invoice.marked_uncollectible"
    return _close(fake, doc, "uncollectible", moment, event)


def _close(fake: Fake, doc: Doc, status: str, moment: str, event: str) -> Doc:
    change(
        fake,
        doc,
        None,
        auto_advance=False,
        next_payment_attempt=None,
        status=status,
        status_transitions=moments(fake, doc, moment),
    )
    clock.cancel(fake, "invoice.retry", doc["id"])
    payment = invoice_payment.of_invoice(fake, doc["id"])
    if payment and status == "void":
        invoice_payment.close(fake, payment, "canceled")
        intent = fake.store.get("payment_intent", payment["payment"]["payment_intent"])
        payment_intent.abandon(fake, intent, "void_invoice")
    emit(fake, event, doc)
    subscription_state.invoice_closed(fake, doc)
    return doc


def _open(call: Call, *statuses: str) -> Doc:
    doc = call.fake.store.get("invoice", call.ids["invoice"])
    if doc["status"] not in statuses:
        code = "invoice_already_paid" if doc["status"] == "paid" else "invoice_not_editable"
        raise invalid(f"This invoice is {doc['status']}.", code=code)
    return doc


@v1.add("POST", "/v1/invoices/{invoice}/finalize", "auto_advance")
def post_finalize(call: Call) -> Doc:
    return finalize(call.fake, _open(call, "draft"))


@v1.add("POST", "/v1/invoices/{invoice}/pay", "payment_method off_session")
def post_pay(call: Call) -> Doc:
    fake, doc = call.fake, _open(call, "draft", "open", "uncollectible")
    if doc["status"] == "draft":
        finalize(fake, doc)
    method_id = call.params.text("payment_method") or (
        subscription_of(fake, doc)["default_payment_method"]
        or default_method(fake, doc["customer"])
    )
    if method_id is None:
        raise invalid("There is no payment method to pay this invoice.", code="missing")
    if doc["status"] != "paid":
        method = payment_method.named(fake, method_id)
        off_session = call.params.boolean("off_session", default=True)
        status = charge(fake, doc, method, off_session=off_session)
        if status != "succeeded":
            intent = intent_of(fake, doc) or {}
            raise card_error(intent["last_payment_error"] or AUTHENTICATE)
    return doc


AUTHENTICATE = {
    "code": "invoice_payment_intent_requires_action",
    "message": "This payment requires additional user action before it can be completed.",
}


@v1.add("POST", "/v1/invoices/{invoice}/void", "")
def post_void(call: Call) -> Doc:
    return void(call.fake, _open(call, "open", "uncollectible"))


@v1.add("POST", "/v1/invoices/{invoice}/mark_uncollectible", "")
def post_write_off(call: Call) -> Doc:
    return write_off(call.fake, _open(call, "open"))
