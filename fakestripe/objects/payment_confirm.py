"""Creating and confirming payment intents, those of invoices included.

An invoice that its intent has paid is settled here, so that a subscription made with
``default_incomplete`` becomes active by confirming its intent.
"""

from fakestripe.errors import card_error, invalid
from fakestripe.events import change
from fakestripe.fake import Fake
from fakestripe.money import checked, currency_code
from fakestripe.objects import collection, customer, payment_intent, payment_method
from fakestripe.router import Call, v1
from fakestripe.store import Doc


def attempt(
    fake: Fake, intent: Doc, method: Doc, *, off_session: bool, authenticated: bool = False
) -> str:
    """As ``payment_intent.attempt``, and for an invoice's intent with all that follows."""
    invoice = collection.invoice_of(fake, intent)
    if invoice is None:
        return payment_intent.attempt(
            fake, intent, method, off_session=off_session, authenticated=authenticated
        )
    return collection.charge(
        fake, invoice, method, off_session=off_session, authenticated=authenticated
    )


@v1.add(
    "POST",
    "/v1/payment_intents",
    "amount currency customer payment_method confirm off_session metadata description return_url"
    " receipt_email statement_descriptor_suffix automatic_payment_methods payment_method_types"
    " setup_future_usage",
)
def post(call: Call) -> Doc:
    fake, params = call.fake, call.params
    currency = currency_code(params.required("currency"))
    owner = params.text("customer")
    if owner:
        customer.living(fake, owner)
    intent = payment_intent.create(
        fake,
        amount=checked(params.integer("amount"), currency, "amount"),
        currency=currency,
        owner=owner,
        description=params.text("description"),
        metadata=params.metadata(),
        statement_descriptor_suffix=params.text("statement_descriptor_suffix"),
        receipt_email=params.text("receipt_email"),
        setup_future_usage=params.text("setup_future_usage"),
    )
    return _confirm(call, intent) if params.boolean("confirm") else intent


@v1.add("POST", "/v1/payment_intents/{intent}/confirm", "payment_method off_session return_url")
def confirm(call: Call) -> Doc:
    return _confirm(call, call.fake.store.get("payment_intent", call.ids["intent"]))


def _confirm(call: Call, intent: Doc) -> Doc:
    fake, params = call.fake, call.params
    if intent["status"] not in payment_intent.OPEN:
        raise invalid(
            f"This PaymentIntent's status is {intent['status']}.",
            code="payment_intent_unexpected_state",
        )
    method_id = params.text("payment_method") or intent["payment_method"]
    if method_id is None:
        raise invalid("You must provide a payment_method.", param="payment_method")
    change(fake, intent, None, _return_url=params.address("return_url"))
    off_session = params.boolean("off_session")
    method = payment_method.named(fake, method_id)
    status = attempt(fake, intent, method, off_session=off_session)
    intent = fake.store.get("payment_intent", intent["id"])
    if status == "requires_payment_method" or (off_session and status == "requires_action"):
        raise card_error(intent["last_payment_error"])
    return intent
