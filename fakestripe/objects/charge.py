"""Charges: one per attempt that reached the bank, paid or failed."""

from typing import Any

from fakestripe.blanks import blank
from fakestripe.events import emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, as_list, page
from fakestripe.render import includable
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

DECLINED = {
    "network_status": "declined_by_network",
    "seller_message": "The bank did not return any further details with this decline.",
    "type": "issuer_declined",
}


def record(fake: Fake, intent: Doc, method: Doc, failure: dict[str, Any] | None = None) -> Doc:
    """The attempt of ``intent`` with ``method``; ``failure`` is its ``last_payment_error``."""
    paid = failure is None
    doc = blank(
        "charge",
        id=new_id("ch"),
        amount=intent["amount"],
        amount_captured=intent["amount"] if paid else 0,
        billing_details=method["billing_details"],
        captured=paid,
        created=fake.now(),
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        metadata=intent["metadata"],
        paid=paid,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details={"card": _card(method), "type": "card"},
        status="succeeded" if paid else "failed",
    )
    if failure:
        doc |= {"failure_code": failure["code"], "failure_message": failure["message"]}
        doc["outcome"] |= DECLINED | {"reason": failure["decline_code"]}
    fake.store.add(doc)
    emit(fake, f"charge.{doc['status']}", doc)
    return doc


def _card(method: Doc) -> Doc:
    card = method["card"]
    kept = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding")
    return {key: card[key] for key in kept} | {
        "last4": card["last4"],
        "network": card["brand"],
        "three_d_secure": None,
        "wallet": None,
    }


@includable("charge", "refunds")
def refunds(fake: Fake, doc: Doc) -> Doc:
    found = fake.store.all("refund", charge=doc["id"])
    return as_list(found[::-1], f"/v1/charges/{doc['id']}/refunds")


@v1.add("GET", "/v1/charges", f"{PAGING} created customer payment_intent")
def index(call: Call) -> Doc:
    params = call.params
    return page(
        call,
        "charge",
        customer=params.text("customer"),
        payment_intent=params.text("payment_intent"),
    )


@v1.add("GET", "/v1/charges/{charge}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("charge", call.ids["charge"])
