"""Ending and resuming subscriptions, by call or when the day comes."""

from fakestripe import clock
from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.objects import collection, customer, invoice, invoice_lines, periodic
from fakestripe.objects.subscription_state import ENDED, UPDATED, end, expire
from fakestripe.params import Params
from fakestripe.router import Call, v1
from fakestripe.store import Doc


def details(params: Params) -> Doc:
    sent = params.group("cancellation_details")
    return {key: sent.text(key) for key in ("comment", "feedback") if key in sent}


@v1.add(
    "DELETE",
    "/v1/subscriptions/{subscription}",
    "cancellation_details invoice_now prorate",
)
def cancel(call: Call) -> Doc:
    """At once. ``prorate`` gives the unused time back as credit on the customer."""
    fake, doc = call.fake, call.fake.store.get("subscription", call.ids["subscription"])
    if doc["status"] in ENDED:
        raise invalid(f"No such subscription: '{doc['id']}'", param="id", code="resource_missing")
    if call.params.boolean("prorate"):
        _give_back(fake, doc)
    if doc["status"] == "incomplete":
        expire(fake, doc)
        return doc
    return end(fake, doc, "cancellation_requested", details(call.params))


def _give_back(fake: Fake, doc: Doc) -> None:
    lines = [
        invoice_lines.rest(each, doc["currency"], fake.now(), credit=True)
        for each in doc["items"]["data"]
    ]
    draft = invoice.draft(fake, doc, "subscription_update", lines)
    collection.finalize(fake, draft)


@v1.add("DELETE", "/v1/customers/{customer}", "")
def delete_customer(call: Call) -> Doc:
    """Cancels what still runs; the customer cannot be brought back."""
    fake, doc = call.fake, customer.living(call.fake, call.ids["customer"], "id")
    for each in fake.store.all("subscription", customer=doc["id"]):
        if each["status"] not in ENDED:
            end(fake, each, "cancellation_requested")
    change(fake, doc, None, deleted=True)
    emit(fake, "customer.deleted", doc)
    return {"id": doc["id"], "object": "customer", "deleted": True}


@v1.add(
    "POST",
    "/v1/subscriptions/{subscription}/resume",
    "billing_cycle_anchor proration_behavior proration_date",
)
def resume(call: Call) -> Doc:
    """A paused one starts a new period today and is charged for it at once."""
    fake, doc = call.fake, call.fake.store.get("subscription", call.ids["subscription"])
    if doc["status"] != "paused":
        raise invalid("Only paused subscriptions can be resumed.")
    change(fake, doc, None, billing_cycle_anchor=fake.now())
    periodic.roll(fake, doc, fake.now())
    lines = [invoice_lines.full(each, doc["currency"]) for each in doc["items"]["data"]]
    draft = invoice.draft(fake, doc, "subscription_update", lines)
    collection.finalize(fake, draft)
    collection.collect(fake, draft)
    return fake.store.get("subscription", doc["id"])


@clock.step("subscription.incomplete")
def expire_incomplete(fake: Fake, subscription_id: str) -> None:
    doc = fake.store.get("subscription", subscription_id)
    if doc["status"] == "incomplete":
        expire(fake, doc)


@clock.step("subscription.cancel_at")
def cancel_when_due(fake: Fake, subscription_id: str) -> None:
    doc = fake.store.get("subscription", subscription_id)
    if doc["cancel_at"] and doc["status"] not in ENDED:
        end(fake, doc, "cancellation_requested")


@clock.step("subscription.resume")
def resume_collection(fake: Fake, subscription_id: str) -> None:
    doc = fake.store.get("subscription", subscription_id)
    if doc["status"] not in ENDED:
        change(fake, doc, UPDATED, pause_collection=None)
