"""Checkout Sessions: created here, paid on the hosted page (see ``checkout_payment``).

Modes subscription, payment and setup. Open for 24 hours unless ``expires_at`` says less.
Simplified: hosted page only, cards only, no promotion codes, tax, shipping or custom fields.
"""

from typing import Any

from fakestripe import clock
from fakestripe.blanks import blank
from fakestripe.clock import DAY, HOUR
from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, as_list, page
from fakestripe.objects import customer, subscription
from fakestripe.objects.price import amount_in
from fakestripe.objects.subscription_state import expire as expire_subscription
from fakestripe.params import Params
from fakestripe.render import includable
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

MODES = ("subscription", "payment", "setup")
LOCALES = """
auto bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ko lt lv ms mt nb
nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW
""".split()  # noqa: SIM905
SUBSCRIPTION_DATA = "metadata description billing_mode trial_end trial_period_days trial_settings"
PAYMENT_DATA = "metadata description statement_descriptor_suffix receipt_email setup_future_usage"


@v1.add(
    "POST",
    "/v1/checkout/sessions",
    "mode line_items success_url cancel_url customer customer_email client_reference_id metadata"
    " locale currency expires_at subscription_data payment_intent_data payment_method_collection"
    " payment_method_types ui_mode submit_type billing_address_collection",
)
def post(call: Call) -> Doc:
    fake, params = call.fake, call.params
    params.required("mode")
    mode = params.choice("mode", MODES)
    params.choice("ui_mode", ["hosted_page"])
    params.required("success_url")
    lines, currency = _lines(fake, params, str(mode))
    _buyer(fake, params, str(mode), currency)
    doc = _blank(fake, params) | {
        "mode": mode,
        "currency": currency,
        "expires_at": _expiry(fake, params),
        "_lines": [(each["id"], quantity) for each, quantity in lines],
        "_order": _order(fake, params, str(mode)),
    }
    doc |= _totals(doc, lines, currency)
    fake.store.add(doc)
    clock.schedule(fake, "checkout.expire", doc["id"], doc["expires_at"])
    return doc


def _lines(fake: Fake, params: Params, mode: str) -> tuple[list, str | None]:
    if mode == "setup":
        return [], params.text("currency")
    sent = params.groups("line_items")
    for each in sent:
        each.only(["price", "price_data", "quantity"])
        if each.integer("quantity") is None:
            raise invalid(
                f"Missing required param: {each.name('quantity')}.",
                param=each.name("quantity"),
                code="parameter_missing",
            )
    lines, currency = subscription.order_lines(fake, sent, params.text("currency"))
    if mode == "subscription":
        subscription.recurring_only(lines, "line_items")
    elif any(each["recurring"] for each, _ in lines):
        raise invalid("You must use subscription mode for recurring prices.", param="mode")
    return lines, currency


def _buyer(fake: Fake, params: Params, mode: str, currency: str | None) -> None:
    customer_id = params.text("customer")
    if customer_id is None:
        return
    buyer = customer.living(fake, customer_id)
    if params.text("customer_email"):
        raise invalid("You may only specify one of these: customer, customer_email.")
    if mode == "subscription" and buyer["currency"] not in {None, currency}:
        raise invalid(
            "You cannot combine currencies on a single customer. This customer has had a"
            f" subscription, coupon, or invoice item with currency {buyer['currency']}"
        )


def _order(fake: Fake, params: Params, mode: str) -> dict[str, Any]:
    """What the purchase will be made with, kept until it is paid."""
    subscription_data = params.group("subscription_data")
    subscription_data.only(SUBSCRIPTION_DATA.split())
    payment_data = params.group("payment_intent_data")
    payment_data.only(PAYMENT_DATA.split())
    if mode == "payment":
        names = ("description", "statement_descriptor_suffix", "receipt_email")
        fields = {name: payment_data.text(name) for name in names}
        return fields | {"metadata": payment_data.metadata()}
    days = subscription_data.integer("trial_period_days")
    return {
        "fields": subscription.shared_fields(subscription_data),
        "trial_days": days,
        "trial_end": None if days else subscription.trial_end(fake, subscription_data),
    }


def _expiry(fake: Fake, params: Params) -> int:
    at = params.integer("expires_at", fake.now() + DAY) or 0
    if not fake.now() + HOUR // 2 <= at <= fake.now() + DAY:
        raise invalid(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.",
            param="expires_at",
        )
    return at


def _totals(doc: Doc, lines: list, currency: str | None) -> Doc:
    if not lines or currency is None:
        return {"amount_subtotal": None, "amount_total": None}
    order = doc["_order"]
    trial = order.get("trial_days") or order.get("trial_end")
    total = 0 if trial else sum(amount_in(each, currency) * n for each, n in lines)
    return {"amount_subtotal": total, "amount_total": total}


def _blank(fake: Fake, params: Params) -> Doc:
    session_id = new_id("cs_test")
    texts = (
        "billing_address_collection",
        "client_reference_id",
        "customer",
        "customer_email",
        "submit_type",
    )
    return blank(
        "checkout_session",
        id=session_id,
        cancel_url=params.address("cancel_url"),
        created=fake.now(),
        customer_creation=None if params.text("customer") else "if_required",
        locale=params.choice("locale", LOCALES),
        metadata=params.metadata(),
        payment_method_collection=params.choice(
            "payment_method_collection", ("always", "if_required"), "always"
        ),
        success_url=params.address("success_url"),
        url=f"{fake.settings.public_url}/checkout/{session_id}",
        _subscription=None,
        _intent=None,
        _method=None,
        **{name: params.text(name) for name in texts},
    )


@includable("checkout.session", "line_items")
def line_items(fake: Fake, doc: Doc) -> Doc:
    stored = fake.store.get("checkout.session", doc["id"])
    items = [_line_item(fake, stored, each, at) for at, each in enumerate(stored["_lines"])]
    return as_list(items, f"/v1/checkout/sessions/{doc['id']}/line_items")


def _line_item(fake: Fake, doc: Doc, line: tuple[str, int], at: int) -> Doc:
    price, quantity = fake.store.get("price", line[0]), line[1]
    amount = amount_in(price, doc["currency"]) * quantity if doc["amount_total"] else 0
    return {
        "id": f"li_{doc['id'][-20:]}{at}",
        "object": "item",
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": doc["currency"],
        "description": fake.store.get("product", price["product"])["name"],
        "price": price,
        "quantity": quantity,
    }


@v1.add("GET", "/v1/checkout/sessions", f"{PAGING} created customer status subscription")
def index(call: Call) -> Doc:
    params = call.params
    return page(
        call,
        "checkout.session",
        customer=params.text("customer"),
        status=params.text("status"),
        subscription=params.text("subscription"),
    )


@v1.add("GET", "/v1/checkout/sessions/{session}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("checkout.session", call.ids["session"])


@v1.add("GET", "/v1/checkout/sessions/{session}/line_items", PAGING)
def line_items_of(call: Call) -> Doc:
    return line_items(call.fake, retrieve(call))


@v1.add("POST", "/v1/checkout/sessions/{session}/expire", "")
def post_expire(call: Call) -> Doc:
    doc = retrieve(call)
    if doc["status"] != "open":
        raise invalid(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout'
            f" Session has a status of `{doc['status']}`."
        )
    return expire(call.fake, doc)


def expire(fake: Fake, doc: Doc) -> Doc:
    clock.cancel(fake, "checkout.expire", doc["id"])
    change(fake, doc, None, status="expired", url=None)
    emit(fake, "checkout.session.expired", doc)
    if doc["_subscription"]:
        begun = fake.store.get("subscription", doc["_subscription"])
        if begun["status"] == "incomplete":
            expire_subscription(fake, begun)
    return doc


@clock.step("checkout.expire")
def expire_when_due(fake: Fake, session_id: str) -> None:
    doc = fake.store.get("checkout.session", session_id)
    if doc["status"] == "open":
        expire(fake, doc)
