"""Setup intents: a card is saved without a charge. Simplified: confirmed at once or not at all."""

from fakestripe import cards
from fakestripe.blanks import blank
from fakestripe.errors import card_error
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, page
from fakestripe.objects import customer, payment_method
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id


def create(fake: Fake, owner: str | None, metadata: dict[str, str]) -> Doc:
    intent_id = new_id("seti")
    doc = blank(
        "setup_intent",
        id=intent_id,
        client_secret=f"{intent_id}_secret_{new_id('')[1:]}",
        created=fake.now(),
        customer=owner,
        metadata=metadata,
    )
    fake.store.add(doc)
    emit(fake, "setup_intent.created", doc)
    return doc


def succeeded(fake: Fake, owner: str, method_id: str) -> Doc:
    """For a page on which the card was already accepted."""
    doc = create(fake, owner, {})
    return _succeed(fake, doc, method_id)


def _succeed(fake: Fake, doc: Doc, method_id: str) -> Doc:
    change(fake, doc, None, payment_method=method_id, status="succeeded", next_action=None)
    emit(fake, "setup_intent.succeeded", doc)
    return doc


@v1.add(
    "POST",
    "/v1/setup_intents",
    "customer payment_method confirm usage metadata payment_method_types automatic_payment_methods",
)
def post(call: Call) -> Doc:
    fake, params = call.fake, call.params
    owner = params.text("customer")
    if owner:
        customer.living(fake, owner)
    doc = create(fake, owner, params.metadata())
    return _confirm(call, doc) if params.boolean("confirm") else doc


@v1.add("POST", "/v1/setup_intents/{intent}/confirm", "payment_method return_url")
def confirm(call: Call) -> Doc:
    return _confirm(call, call.fake.store.get("setup_intent", call.ids["intent"]))


def _confirm(call: Call, doc: Doc) -> Doc:
    fake = call.fake
    method = payment_method.named(fake, call.params.required("payment_method"))
    decline = cards.decline_on_saving(method)
    if decline:
        problem = cards.error(decline, method)
        change(fake, doc, None, last_setup_error=problem)
        emit(fake, "setup_intent.setup_failed", doc)
        raise card_error(problem)
    if cards.asks(method, off_session=False):
        action = {"type": "use_stripe_sdk", "use_stripe_sdk": {}}
        return change(
            fake,
            doc,
            None,
            payment_method=method["id"],
            status="requires_action",
            next_action=action,
        )
    if doc["customer"]:
        payment_method.save(fake, method, doc["customer"])
    return _succeed(fake, doc, method["id"])


@v1.add("GET", "/v1/setup_intents", f"{PAGING} created customer")
def index(call: Call) -> Doc:
    return page(call, "setup_intent", customer=call.params.text("customer"))


@v1.add("GET", "/v1/setup_intents/{intent}", "client_secret")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("setup_intent", call.ids["intent"])
