"""Paying a Checkout Session with a card. Whatever is submitted twice is paid once.

The first attempt opens the subscription as ``incomplete``; a later attempt in the same
session goes on with it. ``session.subscription`` appears when the session is complete.
"""

from fakestripe import cards, clock
from fakestripe.clock import DAY
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.objects import (
    collection,
    customer,
    payment_intent,
    payment_method,
    setup_intent,
    subscription,
)
from fakestripe.params import Params
from fakestripe.store import Doc

COMPLETE, DECLINED, ASKS = "complete", "declined", "requires_action"
STATUSES = {"succeeded": COMPLETE, "requires_action": ASKS, "requires_payment_method": DECLINED}


def pay(fake: Fake, session_id: str, method: Doc | None, *, authenticated: bool = False) -> str:
    """One attempt; answers ``complete``, ``requires_action``, ``declined`` or ``expired``.

    Without ``method`` only where no card is asked for (a trial, ``if_required``).
    """
    session = fake.store.get("checkout.session", session_id)
    if session["status"] != "open":
        return session["status"]
    change(fake, session, None, _method=method["id"] if method else None, _decline=None)
    attempts = {"subscription": _subscribe, "payment": _pay_once, "setup": _set_up}
    outcome = attempts[session["mode"]](fake, session, method, authenticated=authenticated)
    if outcome == COMPLETE:
        _complete(fake, session)
    return outcome


def authenticate(fake: Fake, session_id: str, *, success: bool) -> str:
    """The bank's page answered; a failure leaves the session open for another card."""
    session = fake.store.get("checkout.session", session_id)
    if session["status"] != "open" or session["_method"] is None:
        return session["status"]
    if success:
        method = fake.store.get("payment_method", session["_method"])
        return pay(fake, session_id, method, authenticated=True)
    intent = intent_of(fake, session)
    if intent and intent["status"] == "requires_action":
        payment_intent.fail_authentication(fake, intent)
    change(fake, session, None, _method=None, _decline="authentication_required")
    return DECLINED


def intent_of(fake: Fake, session: Doc) -> Doc | None:
    if session["_subscription"]:
        begun = fake.store.get("subscription", session["_subscription"])
        return collection.intent_of(fake, fake.store.get("invoice", begun["latest_invoice"]))
    return fake.store.get("payment_intent", session["_intent"]) if session["_intent"] else None


def _customer(fake: Fake, session: Doc) -> Doc:
    if session["customer"] is None:
        email = {"email": session["customer_email"]} if session["customer_email"] else {}
        made = customer.create(fake, Params(email))
        change(fake, session, None, customer=made["id"])
    return fake.store.get("customer", session["customer"])


def _subscribe(fake: Fake, session: Doc, method: Doc | None, *, authenticated: bool) -> str:
    trial = _trial_end(fake, session)
    if trial:
        outcome = _save(fake, session, method, authenticated=authenticated)
        if outcome == COMPLETE:
            _begin(fake, session, trial, method)
        return outcome
    begun = _begun(fake, session) or _begin(fake, session, None, None)
    first = fake.store.get("invoice", begun["latest_invoice"])
    if first["status"] == "paid":
        return COMPLETE
    if method is None:
        return DECLINED
    status = collection.charge(fake, first, method, off_session=False, authenticated=authenticated)
    return _outcome(fake, session, status, collection.intent_of(fake, first))


def _trial_end(fake: Fake, session: Doc) -> int | None:
    order = session["_order"]
    return fake.now() + order["trial_days"] * DAY if order["trial_days"] else order["trial_end"]


def _begun(fake: Fake, session: Doc) -> Doc | None:
    if session["_subscription"] is None:
        return None
    begun = fake.store.get("subscription", session["_subscription"])
    return begun if begun["status"] in {"incomplete", "active"} else None


def _begin(fake: Fake, session: Doc, trial_end: int | None, method: Doc | None) -> Doc:
    lines = [(fake.store.get("price", each), quantity) for each, quantity in session["_lines"]]
    order = subscription.Order(
        _customer(fake, session),
        lines,
        session["currency"],
        trial_end,
        method["id"] if method else None,
        session["_order"]["fields"] | {"_saves_method": True},
    )
    begun = subscription.open_(fake, order)
    change(fake, session, None, _subscription=begun["id"])
    return begun


def _outcome(fake: Fake, session: Doc, status: str, intent: Doc | None) -> str:
    problem = (intent or {}).get("last_payment_error") or {}
    change(fake, session, None, _decline=problem.get("decline_code"))
    return STATUSES[status]


def _save(fake: Fake, session: Doc, method: Doc | None, *, authenticated: bool) -> str:
    """Sets the card up without a charge."""
    if method is None:
        return COMPLETE if session["payment_method_collection"] == "if_required" else DECLINED
    decline = cards.decline_on_saving(method)
    if decline:
        change(fake, session, None, _decline=decline)
        return DECLINED
    if cards.asks(method, off_session=False) and not authenticated:
        return ASKS
    change(fake, method, None, _authenticated=authenticated)
    payment_method.save(fake, method, _customer(fake, session)["id"])
    return COMPLETE


def _set_up(fake: Fake, session: Doc, method: Doc | None, *, authenticated: bool) -> str:
    outcome = _save(fake, session, method, authenticated=authenticated) if method else DECLINED
    if outcome == COMPLETE and method:
        made = setup_intent.succeeded(fake, session["customer"], method["id"])
        change(fake, session, None, setup_intent=made["id"])
    return outcome


def _pay_once(fake: Fake, session: Doc, method: Doc | None, *, authenticated: bool) -> str:
    if method is None:
        return DECLINED
    intent = intent_of(fake, session)
    if intent is None:
        intent = payment_intent.create(
            fake,
            amount=session["amount_total"],
            currency=session["currency"],
            owner=session["customer"],
            **session["_order"],
        )
        change(fake, session, None, _intent=intent["id"])
    status = payment_intent.attempt(
        fake, intent, method, off_session=False, authenticated=authenticated
    )
    return _outcome(fake, session, status, intent)


def _complete(fake: Fake, session: Doc) -> None:
    clock.cancel(fake, "checkout.expire", session["id"])
    begun = session["_subscription"]
    paid = session["mode"] != "setup" and session["amount_total"] > 0
    change(
        fake,
        session,
        None,
        customer_details=_details(fake, session),
        invoice=begun and fake.store.get("subscription", begun)["latest_invoice"],
        payment_intent=session["_intent"],
        payment_status="paid" if paid else "no_payment_required",
        status="complete",
        subscription=begun,
        url=None,
    )
    emit(fake, "checkout.session.completed", session)


def _details(fake: Fake, session: Doc) -> Doc:
    email = session["customer_email"]
    if session["customer"]:
        email = email or fake.store.get("customer", session["customer"])["email"]
    return {
        "address": None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
