"""Invoices as documents: drafted here, collected in ``collection``.

Simplified: only subscriptions make invoices; no tax, discounts, credit notes or PDF.
"""

from fakestripe.blanks import blank
from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, as_list, page
from fakestripe.render import includable
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id


def build(fake: Fake, subscription: Doc, reason: str, lines: list[Doc]) -> Doc:
    """A draft that is not stored yet; also what a preview shows."""
    customer = fake.store.get("customer", subscription["customer"])
    total = sum(line["amount"] for line in lines)
    invoice_id = new_id("in")
    doc = blank("invoice", id=invoice_id) | {
        "billing_reason": reason,
        "created": fake.now(),
        "currency": subscription["currency"],
        "customer": customer["id"],
        "customer_address": customer["address"],
        "customer_email": customer["email"],
        "customer_name": customer["name"],
        "customer_phone": customer["phone"],
        "lines": as_list(
            [line | {"invoice": invoice_id} for line in lines], f"/v1/invoices/{invoice_id}/lines"
        ),
        "parent": {
            "quote_details": None,
            "subscription_details": {
                "metadata": subscription["metadata"],
                "subscription": subscription["id"],
            },
            "type": "subscription_details",
        },
        "period_start": fake.now(),
        "period_end": fake.now(),
        "starting_balance": customer["balance"],
        "subtotal": total,
        "subtotal_excluding_tax": total,
        "total": total,
        "total_excluding_tax": total,
    }
    return doc | amounts(doc, customer["balance"])


def amounts(doc: Doc, balance: int) -> Doc:
    """What is due once the customer's credit (a negative ``balance``) is used."""
    due = max(doc["total"] + min(balance, 0), 0)
    return {"amount_due": due, "amount_remaining": due}


def draft(fake: Fake, subscription: Doc, reason: str, lines: list[Doc]) -> Doc:
    """Stores and announces the draft and makes it the subscription's latest invoice."""
    doc = fake.store.add(build(fake, subscription, reason, lines))
    emit(fake, "invoice.created", doc)
    change(fake, subscription, None, latest_invoice=doc["id"])
    return doc


def subscription_of(fake: Fake, doc: Doc) -> Doc:
    details = doc["parent"]["subscription_details"]
    return fake.store.get("subscription", details["subscription"])


def moments(fake: Fake, doc: Doc, name: str) -> Doc:
    return doc["status_transitions"] | {name: fake.now()}


@includable("invoice", "confirmation_secret")
def confirmation_secret(fake: Fake, doc: Doc) -> Doc | None:
    found = fake.store.all("invoice_payment", invoice=doc["id"])
    if not found:
        return None
    intent = fake.store.get("payment_intent", found[-1]["payment"]["payment_intent"])
    return {"client_secret": intent["client_secret"], "type": "payment_intent"}


@v1.add(
    "GET",
    "/v1/invoices",
    f"{PAGING} created customer status subscription",
)
def index(call: Call) -> Doc:
    params = call.params
    return page(
        call,
        "invoice",
        customer=params.text("customer"),
        status=params.text("status"),
        parent__subscription_details__subscription=params.text("subscription"),
    )


@v1.add("GET", "/v1/invoices/{invoice}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("invoice", call.ids["invoice"])


@v1.add("GET", "/v1/invoices/{invoice}/lines", PAGING)
def lines(call: Call) -> Doc:
    return call.fake.store.get("invoice", call.ids["invoice"])["lines"]


@v1.add("POST", "/v1/invoices/{invoice}", "auto_advance metadata description")
def update(call: Call) -> Doc:
    doc, params = call.fake.store.get("invoice", call.ids["invoice"]), call.params
    fields: Doc = {"metadata": params.metadata(doc["metadata"])}
    if "description" in params:
        fields["description"] = params.text("description")
    if "auto_advance" in params:
        if doc["status"] not in {"draft", "open"}:
            raise invalid("Finalized invoices can't be updated in this way", param="auto_advance")
        fields["auto_advance"] = params.boolean("auto_advance")
    return change(call.fake, doc, "invoice.updated", **fields)
