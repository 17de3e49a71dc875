"""Payment intents, and the one place where a card is charged.

Simplified: captured at once; authentication happens on the hosted pages only, or on this
intent's ``next_action`` page.
"""

from fakestripe import cards
from fakestripe.blanks import blank
from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, page
from fakestripe.objects import charge
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

OPEN = {"requires_payment_method", "requires_confirmation", "requires_action"}


def create(fake: Fake, *, amount: int, currency: str, owner: str | None, **fields: object) -> Doc:
    intent_id = new_id("pi")
    doc = blank(
        "payment_intent",
        id=intent_id,
        amount=amount,
        client_secret=f"{intent_id}_secret_{new_id('')[1:]}",
        created=fake.now(),
        currency=currency,
        customer=owner,
        **fields,
    )
    fake.store.add(doc)
    emit(fake, "payment_intent.created", doc)
    return doc


def attempt(
    fake: Fake, intent: Doc, method: Doc, *, off_session: bool, authenticated: bool = False
) -> str:
    """Charges once and answers the intent's new status.

    A bank that wants the cardholder leaves ``requires_action``; a decline leaves
    ``requires_payment_method`` with ``last_payment_error``.
    """
    change(fake, intent, None, payment_method=method["id"])
    if not authenticated and cards.asks(method, off_session=off_session):
        return _ask(fake, intent, method, off_session=off_session)
    decline = cards.decline_on_charging(method)
    if decline:
        return _fail(fake, intent, method, decline)
    change(
        fake, method, None, _charged=True, _authenticated=authenticated or method["_authenticated"]
    )
    paid = charge.record(fake, intent, method)
    change(
        fake,
        intent,
        None,
        amount_received=intent["amount"],
        last_payment_error=None,
        latest_charge=paid["id"],
        next_action=None,
        status="succeeded",
    )
    emit(fake, "payment_intent.succeeded", intent)
    return "succeeded"


def _ask(fake: Fake, intent: Doc, method: Doc, *, off_session: bool) -> str:
    problem = cards.error("authentication_required", method) if off_session else None
    url = f"{fake.settings.public_url}/authenticate/{intent['id']}"
    change(
        fake,
        intent,
        None,
        last_payment_error=problem,
        next_action={
            "type": "redirect_to_url",
            "redirect_to_url": {"return_url": intent.get("_return_url"), "url": url},
        },
        status="requires_action",
    )
    emit(fake, "payment_intent.requires_action", intent)
    return "requires_action"


def _fail(fake: Fake, intent: Doc, method: Doc, decline: str) -> str:
    problem = cards.error(decline, method)
    failed = charge.record(fake, intent, method, problem)
    return refuse(fake, intent, problem | {"charge": failed["id"]}, latest_charge=failed["id"])


def refuse(fake: Fake, intent: Doc, problem: Doc, **fields: object) -> str:
    """Writes a failed attempt down; also for a failed authentication."""
    change(
        fake,
        intent,
        None,
        last_payment_error=problem,
        next_action=None,
        payment_method=None,
        status="requires_payment_method",
        **fields,
    )
    emit(fake, "payment_intent.payment_failed", intent)
    return "requires_payment_method"


def fail_authentication(fake: Fake, intent: Doc) -> str:
    message = (
        "We are unable to authenticate your payment method. Please choose a different payment"
        " method and try again."
    )
    problem = {
        "type": "invalid_request_error",
        "code": "payment_intent_authentication_failure",
        "message": message,
    }
    return refuse(fake, intent, problem)


def abandon(fake: Fake, intent: Doc, reason: str) -> None:
    if intent["status"] in OPEN:
        change(
            fake,
            intent,
            None,
            canceled_at=fake.now(),
            cancellation_reason=reason,
            next_action=None,
            status="canceled",
        )
        emit(fake, "payment_intent.canceled", intent)


@v1.add("GET", "/v1/payment_intents", f"{PAGING} created customer")
def index(call: Call) -> Doc:
    return page(call, "payment_intent", customer=call.params.text("customer"))


@v1.add("GET", "/v1/payment_intents/{intent}", "client_secret")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("payment_intent", call.ids["intent"])


@v1.add("POST", "/v1/payment_intents/{intent}/cancel", "cancellation_reason")
def cancel(call: Call) -> Doc:
    intent = call.fake.store.get("payment_intent", call.ids["intent"])
    if intent["status"] not in OPEN:
        raise invalid(
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}.",
            code="payment_intent_unexpected_state",
        )
    reason = call.params.text("cancellation_reason") or "requested_by_customer"
    abandon(call.fake, intent, reason)
    return intent
