"""Payment methods of type card. The number is turned into a behaviour and forgotten."""

from fakestripe.blanks import blank
from fakestripe.cards import CARDS, NAMED, TOKENS, decline_on_saving, error, problem
from fakestripe.errors import StripeError, card_error, invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, page
from fakestripe.objects import customer
from fakestripe.params import Params
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

EXPIRES = (12, 2050)


def bad_number(code: str) -> StripeError:
    if code == "incorrect_number":
        return StripeError(402, "card_error", "Your card number is incorrect.", code=code)
    message = "Your card was declined. Your request was in test mode, but used a non test card."
    return StripeError(402, "card_error", message, code=code, decline_code="test_mode_live_card")


def create(
    fake: Fake, number: str, expires: tuple[int, int] = EXPIRES, email: str | None = None
) -> Doc:
    """Raises 402 for a number that is not one of the test cards."""
    code = problem(number)
    if code:
        raise bad_number(code)
    doc = blank(
        "payment_method",
        id=new_id("pm"),
        created=fake.now(),
        _behaviour=CARDS[number].behaviour,
        _charged=False,
        _authenticated=False,
    )
    doc["billing_details"]["email"] = email
    doc["card"] |= _card(number, expires)
    return fake.store.add(doc)


def _card(number: str, expires: tuple[int, int]) -> Doc:
    brand = CARDS[number].brand
    return {
        "brand": brand,
        "display_brand": brand,
        "exp_month": expires[0],
        "exp_year": expires[1],
        "fingerprint": f"fp{number[-4:]}",
        "last4": number[-4:],
        "networks": {"available": [brand], "preferred": None},
    }


def named(fake: Fake, method_id: str, param: str = "payment_method") -> Doc:
    """A stored method, or a new one for Stripe's test names such as ``pm_card_visa``."""
    if method_id in NAMED:
        return create(fake, NAMED[method_id])
    return fake.store.get("payment_method", method_id, param)


def owned(fake: Fake, params: Params, key: str, customer_id: str) -> str | None:
    """The id under ``key``; raises 400 where another customer or nobody holds it."""
    method_id = params.text(key)
    if method_id is None:
        return None
    method = fake.store.get("payment_method", method_id, params.name(key))
    if method["customer"] != customer_id:
        raise invalid(
            f"The customer does not have a payment method with the ID {method_id}.",
            param=params.name(key),
            code="resource_missing",
        )
    return method_id


def save(fake: Fake, method: Doc, customer_id: str) -> Doc:
    """Attaches without asking the bank."""
    if method["customer"] == customer_id:
        return method
    if method["customer"]:
        raise invalid("The payment method you provided has already been attached to a customer.")
    change(fake, method, None, customer=customer_id)
    emit(fake, "payment_method.attached", method)
    return method


def make_default(fake: Fake, customer_id: str, method: Doc) -> None:
    """For the customer and for each of the subscriptions that name a method of their own."""
    doc = fake.store.get("customer", customer_id)
    settings = doc["invoice_settings"] | {"default_payment_method": method["id"]}
    change(fake, doc, "customer.updated", invoice_settings=settings)
    for subscription in fake.store.all("subscription", customer=customer_id):
        if subscription["default_payment_method"] and not subscription["ended_at"]:
            change(
                fake,
                subscription,
                "customer.subscription.updated",
                default_payment_method=method["id"],
            )


@v1.add("POST", "/v1/payment_methods", "type card billing_details metadata")
def post(call: Call) -> Doc:
    call.params.choice("type", ["card"])
    card = call.params.group("card")
    if "token" in card:
        token = card.required("token")
        if token not in TOKENS:
            raise invalid(f"No such token: '{token}'", param="card[token]", code="resource_missing")
        method = create(call.fake, TOKENS[token])
    else:
        expires = (card.integer("exp_month") or 12, card.integer("exp_year") or 2050)
        method = create(call.fake, card.required("number"), expires)
    method["metadata"] = call.params.metadata()
    return call.fake.store.save(method)


@v1.add("GET", "/v1/payment_methods/{method}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("payment_method", call.ids["method"])


@v1.add("GET", "/v1/payment_methods", f"{PAGING} customer type")
def index(call: Call) -> Doc:
    return page(call, "payment_method", customer=call.params.required("customer"))


@v1.add("GET", "/v1/customers/{customer}/payment_methods", f"{PAGING} type")
def index_of_customer(call: Call) -> Doc:
    customer.living(call.fake, call.ids["customer"])
    return page(call, "payment_method", customer=call.ids["customer"])


@v1.add("GET", "/v1/customers/{customer}/payment_methods/{method}", "")
def retrieve_of_customer(call: Call) -> Doc:
    method = call.fake.store.get("payment_method", call.ids["method"])
    if method["customer"] != call.ids["customer"]:
        raise invalid("No such payment method for this customer", code="resource_missing")
    return method


@v1.add("POST", "/v1/payment_methods/{method}/attach", "customer")
def attach(call: Call) -> Doc:
    owner = customer.living(call.fake, call.params.required("customer"))
    method = named(call.fake, call.ids["method"])
    decline = decline_on_saving(method)
    if decline:
        raise card_error(error(decline))
    return save(call.fake, method, owner["id"])


@v1.add("POST", "/v1/payment_methods/{method}/detach", "")
def detach(call: Call) -> Doc:
    """It also stops being anybody's default, so the next renewal has no card to charge."""
    fake, method = call.fake, call.fake.store.get("payment_method", call.ids["method"])
    if method["customer"] is None:
        raise invalid("The payment method you provided is not attached to a customer.")
    _forget(fake, method["customer"], method["id"])
    before = method["customer"]
    change(fake, method, None, customer=None)
    emit(fake, "payment_method.detached", method, {"customer": before})
    return method


def _forget(fake: Fake, customer_id: str, method_id: str) -> None:
    doc = fake.store.get("customer", customer_id)
    if doc["invoice_settings"]["default_payment_method"] == method_id:
        settings = doc["invoice_settings"] | {"default_payment_method": None}
        change(fake, doc, "customer.updated", invoice_settings=settings)
    for subscription in fake.store.all("subscription", customer=customer_id):
        if subscription["default_payment_method"] == method_id:
            change(fake, subscription, None, default_payment_method=None)
