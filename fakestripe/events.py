"""What happened: every change that Stripe would tell of becomes an Event and a delivery.

Each event is sent to the one webhook address of the settings. ``created`` is on the fake's
clock. Events are kept for good (Stripe keeps them 30 days).
"""

from typing import Any

from fakestripe import outbox
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, page
from fakestripe.render import public
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

# The version of stripe-python 16.1, whose generated types the contract test reads.
API_VERSION = "2026-10-28.endive"


def emit(fake: Fake, type_: str, doc: Doc, previous: dict[str, Any] | None = None) -> None:
    data = {"object": public(doc)}
    if previous is not None:
        data["previous_attributes"] = public(previous)
    event: Doc = {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": fake.now(),
        "data": data,
        "livemode": False,
        "pending_webhooks": 1 if fake.settings.webhook_url else 0,
        "request": dict(fake.request),
        "type": type_,
    }
    fake.store.add(event)
    outbox.enqueue(fake, event["id"])


def change(fake: Fake, doc: Doc, type_: str | None, **fields: Any) -> Doc:
    """Writes ``fields`` and, if any differs, tells of it with the values before."""
    previous = {key: doc.get(key) for key, value in fields.items() if doc.get(key) != value}
    doc.update(fields)
    fake.store.save(doc)
    if type_ and previous:
        emit(fake, type_, doc, previous)
    return doc


@v1.add("GET", "/v1/events", f"{PAGING} type types created")
def index(call: Call) -> Doc:
    return page(call, "event", type=call.params.texts("types") or call.params.text("type"))


@v1.add("GET", "/v1/events/{event}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("event", call.ids["event"])
