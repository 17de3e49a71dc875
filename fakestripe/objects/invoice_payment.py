"""Invoice payments: what ties an invoice to the intent that pays it (since "basil").

One per invoice, made when it is finalised. ``invoice.payments`` appears when expanded.
"""

from fakestripe.events import change
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, as_list, page
from fakestripe.render import includable
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id


def create(fake: Fake, invoice: Doc, intent: Doc) -> Doc:
    return fake.store.add(
        {
            "id": new_id("inpay"),
            "object": "invoice_payment",
            "amount_paid": None,
            "amount_requested": intent["amount"],
            "created": fake.now(),
            "currency": invoice["currency"],
            "invoice": invoice["id"],
            "is_default": True,
            "livemode": False,
            "payment": {"payment_intent": intent["id"], "type": "payment_intent"},
            "status": "open",
            "status_transitions": {"canceled_at": None, "paid_at": None},
        }
    )


def of_invoice(fake: Fake, invoice_id: str) -> Doc | None:
    found = fake.store.all("invoice_payment", invoice=invoice_id)
    return found[-1] if found else None


def of_intent(fake: Fake, intent_id: str) -> Doc | None:
    found = fake.store.all("invoice_payment", payment__payment_intent=intent_id)
    return found[-1] if found else None


def close(fake: Fake, payment: Doc, status: str) -> None:
    """``status`` is paid or canceled."""
    moment = payment["status_transitions"] | {f"{status}_at": fake.now()}
    paid = payment["amount_requested"] if status == "paid" else None
    change(fake, payment, None, amount_paid=paid, status=status, status_transitions=moment)


@includable("invoice", "payments")
def payments(fake: Fake, doc: Doc) -> Doc:
    found = fake.store.all("invoice_payment", invoice=doc["id"])
    return as_list(found[::-1], f"/v1/invoice_payments?invoice={doc['id']}")


@v1.add("GET", "/v1/invoice_payments", f"{PAGING} invoice payment status created")
def index(call: Call) -> Doc:
    payment = call.params.group("payment")
    return page(
        call,
        "invoice_payment",
        invoice=call.params.text("invoice"),
        payment__payment_intent=payment.text("payment_intent"),
        status=call.params.text("status"),
    )


@v1.add("GET", "/v1/invoice_payments/{payment}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("invoice_payment", call.ids["payment"])
