"""Disputes, opened and closed through the control API; read through /v1.

An inquiry has the statuses ``warning_*`` and takes no money. Simplified: no evidence.
"""

from fakestripe.clock import DAY
from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, page
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

CLOSED = ("won", "lost", "warning_closed")


def open_(fake: Fake, charge_id: str, *, inquiry: bool) -> Doc:
    charge = fake.store.get("charge", charge_id, "charge")
    if not charge["paid"] or charge["disputed"]:
        raise invalid("This charge cannot be disputed.", param="charge")
    doc = {
        "id": new_id("du"),
        "object": "dispute",
        "amount": charge["amount"],
        "balance_transactions": [],
        "charge": charge["id"],
        "created": fake.now(),
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {"enhanced_evidence": {}},
        "evidence_details": {
            "due_by": fake.now() + 7 * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": inquiry,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": "general",
        "status": "warning_needs_response" if inquiry else "needs_response",
    }
    fake.store.add(doc)
    change(fake, charge, "charge.updated", disputed=not inquiry)
    emit(fake, "charge.dispute.created", doc)
    if not inquiry:
        emit(fake, "charge.dispute.funds_withdrawn", doc)
    return doc


def close(fake: Fake, dispute_id: str, status: str) -> Doc:
    """``status`` is won, lost, or warning_closed for an inquiry."""
    doc = fake.store.get("dispute", dispute_id)
    if doc["status"] in CLOSED:
        raise invalid(f"This dispute is {doc['status']}.")
    if doc["status"].startswith("warning") != (status == "warning_closed"):
        raise invalid("An inquiry closes as warning_closed, a dispute as won or lost.")
    change(fake, doc, None, status=status)
    emit(fake, "charge.dispute.closed", doc)
    if status == "won":
        emit(fake, "charge.dispute.funds_reinstated", doc)
    return doc


@v1.add("GET", "/v1/disputes", f"{PAGING} charge created payment_intent")
def index(call: Call) -> Doc:
    params = call.params
    return page(
        call, "dispute", charge=params.text("charge"), payment_intent=params.text("payment_intent")
    )


@v1.add("GET", "/v1/disputes/{dispute}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("dispute", call.ids["dispute"])
