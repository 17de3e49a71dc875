"""Refunds, whole or in part; they succeed at once."""

from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.listing import PAGING, page
from fakestripe.money import written
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

REASONS = ("duplicate", "fraudulent", "requested_by_customer")


@v1.add("POST", "/v1/refunds", "charge payment_intent amount reason metadata")
def post(call: Call) -> Doc:
    fake, charge = call.fake, _charge(call)
    left = charge["amount"] - charge["amount_refunded"]
    amount = _amount(call, charge, left)
    doc = {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": fake.now(),
        "currency": charge["currency"],
        "destination_details": {
            "card": {
                "reference_status": "pending",
                "reference_type": "acquirer_reference_number",
                "type": "refund",
            },
            "type": "card",
        },
        "metadata": call.params.metadata(),
        "payment_intent": charge["payment_intent"],
        "reason": call.params.choice("reason", REASONS),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
    fake.store.add(doc)
    emit(fake, "refund.created", doc)
    refunded = charge["amount_refunded"] + amount
    change(
        fake,
        charge,
        "charge.refunded",
        amount_refunded=refunded,
        refunded=refunded == charge["amount"],
    )
    return doc


def _charge(call: Call) -> Doc:
    store, params = call.fake.store, call.params
    charge_id = params.text("charge")
    if charge_id is None:
        intent = store.get("payment_intent", params.required("payment_intent"), "payment_intent")
        charge_id = intent["latest_charge"]
    charge = store.get("charge", charge_id, "charge") if charge_id else None
    if charge is None or not charge["paid"]:
        raise invalid("This payment does not have a successful charge to refund.")
    if charge["refunded"]:
        raise invalid(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if charge["disputed"]:
        raise invalid(f"Charge {charge['id']} has been charged back.", code="charge_disputed")
    return charge


def _amount(call: Call, charge: Doc, left: int) -> int:
    amount = call.params.integer("amount", left) or 0
    if not 0 < amount <= left:
        currency = charge["currency"]
        raise invalid(
            f"Refund amount ({written(amount, currency)}) is not between zero and the unrefunded"
            f" amount on charge ({written(left, currency)})",
            param="amount",
        )
    return amount


@v1.add("GET", "/v1/refunds", f"{PAGING} charge created payment_intent")
def index(call: Call) -> Doc:
    params = call.params
    return page(
        call, "refund", charge=params.text("charge"), payment_intent=params.text("payment_intent")
    )


@v1.add("GET", "/v1/refunds/{refund}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("refund", call.ids["refund"])


@v1.add("POST", "/v1/refunds/{refund}", "metadata")
def update(call: Call) -> Doc:
    doc = call.fake.store.get("refund", call.ids["refund"])
    metadata = call.params.metadata(doc["metadata"])
    return change(call.fake, doc, "refund.updated", metadata=metadata)
