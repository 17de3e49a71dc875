"""``invoices.create_preview``: the next invoice of a subscription, or that of a change.

Nothing is written. Simplified: of an existing subscription only; with
``subscription_details`` the items and ``proration_behavior`` of an update.
"""

from fakestripe.errors import invalid
from fakestripe.fake import Fake
from fakestripe.objects import invoice, invoice_lines, periodic, subscription_update
from fakestripe.objects.subscription import period_end
from fakestripe.objects.subscription_state import ENDED
from fakestripe.router import Call, v1
from fakestripe.store import Doc


@v1.add("POST", "/v1/invoices/create_preview", "customer subscription subscription_details")
def post(call: Call) -> Doc:
    fake, params = call.fake, call.params
    doc = fake.store.get("subscription", params.required("subscription"), "subscription")
    if doc["status"] in ENDED or (
        doc["cancel_at_period_end"] and "subscription_details" not in params
    ):
        raise invalid("No upcoming invoices for customer", code="invoice_upcoming_none")
    changes = params.group("subscription_details")
    changes.only(["items", "proration_behavior", "trial_end", "billing_cycle_anchor"])
    fake.store.execute("SAVEPOINT preview")
    try:
        if changes.values:
            subscription_update.change_terms(fake, doc, changes)
        return _drafted(fake, doc)
    finally:
        fake.store.execute("ROLLBACK TO preview")
        fake.store.execute("RELEASE preview")


def _drafted(fake: Fake, doc: Doc) -> Doc:
    now, lines = fake.now(), doc["_pending_lines"]
    at = now
    if not doc.get("_charge_now"):
        at = period_end(doc)
        periodic.roll(fake, doc, at)
        lines = lines + [invoice_lines.full(each, doc["currency"]) for each in doc["items"]["data"]]
    built = invoice.build(fake, doc, "upcoming", lines)
    built |= {"created": at, "next_payment_attempt": at, "period_end": at}
    return built | {"id": f"upcoming_{built['id']}"}
