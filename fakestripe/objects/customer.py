"""Customers. A customer that has had a subscription keeps its currency for good.

Simplified: Stripe lets the currency change once nothing live is left in the old one.
"""

from fakestripe.blanks import blank
from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, as_list, page
from fakestripe.params import Params
from fakestripe.render import includable
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

FIELDS = "name email phone description metadata preferred_locales invoice_settings address"
ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


def create(fake: Fake, params: Params) -> Doc:
    doc = blank(
        "customer",
        id=new_id("cus"),
        created=fake.now(),
        invoice_prefix=new_id("")[1:9].upper(),
    )
    doc |= _sent(fake, params, doc)
    fake.store.add(doc)
    emit(fake, "customer.created", doc)
    return doc


def _sent(fake: Fake, params: Params, doc: Doc) -> Doc:
    fields: Doc = {
        key: params.text(key) for key in ("name", "email", "phone", "description") if key in params
    }
    if "metadata" in params:
        fields["metadata"] = params.metadata(doc["metadata"])
    if "preferred_locales" in params:
        fields["preferred_locales"] = params.texts("preferred_locales")
    if "address" in params:
        fields["address"] = {key: params.group("address").text(key) for key in ADDRESS}
    if "invoice_settings" in params:
        fields["invoice_settings"] = _invoice_settings(fake, params, doc)
    return fields


def _invoice_settings(fake: Fake, params: Params, doc: Doc) -> Doc:
    sent = params.group("invoice_settings")
    sent.only(["default_payment_method"])
    method = sent.text("default_payment_method")
    if method:
        found = fake.store.get("payment_method", method, sent.name("default_payment_method"))
        if found["customer"] != doc["id"]:
            raise invalid(
                f"The customer does not have a payment method with the ID {method}.",
                param=sent.name("default_payment_method"),
            )
    return doc["invoice_settings"] | {"default_payment_method": method}


def living(fake: Fake, customer_id: str, param: str = "customer") -> Doc:
    """Raises 404 for a customer that was deleted, as for one that never was."""
    doc = fake.store.get("customer", customer_id, param)
    if doc.get("deleted"):
        raise invalid(f"No such customer: '{customer_id}'", param=param, code="resource_missing")
    return doc


def claim_currency(fake: Fake, customer: Doc, currency: str) -> None:
    """Raises 400 where the customer already pays in another currency."""
    if customer["currency"] and customer["currency"] != currency:
        raise invalid(
            "You cannot combine currencies on a single customer. This customer has had a"
            f" subscription, coupon, or invoice item with currency {customer['currency']}"
        )
    if customer["currency"] is None:
        change(fake, customer, "customer.updated", currency=currency)


def default_method(fake: Fake, customer_id: str) -> str | None:
    customer = fake.store.get("customer", customer_id, "customer")
    return customer["invoice_settings"]["default_payment_method"]


@v1.add("POST", "/v1/customers", f"{FIELDS} payment_method")
def post(call: Call) -> Doc:
    return create(call.fake, call.params)


@v1.add("GET", "/v1/customers", f"{PAGING} email created")
def index(call: Call) -> Doc:
    return page(call, "customer", email=call.params.text("email"))


@v1.add("GET", "/v1/customers/{customer}", "")
def retrieve(call: Call) -> Doc:
    doc = call.fake.store.get("customer", call.ids["customer"])
    if doc.get("deleted"):
        return {"id": doc["id"], "object": "customer", "deleted": True}
    return doc


@v1.add("POST", "/v1/customers/{customer}", FIELDS)
def update(call: Call) -> Doc:
    doc = living(call.fake, call.ids["customer"], "id")
    return change(call.fake, doc, "customer.updated", **_sent(call.fake, call.params, doc))


@includable("customer", "subscriptions")
def subscriptions(fake: Fake, doc: Doc) -> Doc:
    found = fake.store.all("subscription", customer=doc["id"])
    live = [each for each in found if each["status"] not in {"canceled", "incomplete_expired"}]
    return as_list(live[::-1], f"/v1/customers/{doc['id']}/subscriptions")
