"""Prices: recurring by day, week, month or year and a count, or one-time.

Amounts are per unit; several currencies in one price through ``currency_options``.
Simplified: no tiers, no metered use, no custom amounts, no tax.
"""

from typing import Any

from fakestripe.blanks import blank
from fakestripe.errors import invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, page
from fakestripe.money import checked, currency_code
from fakestripe.objects import product
from fakestripe.params import Params
from fakestripe.render import includable
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

INTERVALS = ("day", "week", "month", "year")


def create(fake: Fake, params: Params) -> Doc:
    currency = currency_code(params.required("currency"))
    amount = checked(params.integer("unit_amount"), currency, params.name("unit_amount"))
    recurring = _recurring(params)
    doc = blank(
        "price",
        id=new_id("price"),
        active=params.boolean("active", default=True),
        created=fake.now(),
        currency=currency,
        lookup_key=_lookup_key(fake, params),
        metadata=params.metadata(),
        nickname=params.text("nickname"),
        product=_product(fake, params),
        recurring=recurring,
        tax_behavior=params.text("tax_behavior") or "unspecified",
        type="recurring" if recurring else "one_time",
        unit_amount=amount,
        unit_amount_decimal=str(amount),
        _currencies=_currencies(params) | {currency: amount},
    )
    fake.store.add(doc)
    emit(fake, "price.created", doc)
    return doc


def _recurring(params: Params) -> Doc | None:
    if "recurring" not in params:
        return None
    sent = params.group("recurring")
    sent.only(["interval", "interval_count", "usage_type", "trial_period_days"])
    sent.required("interval")
    count = sent.integer("interval_count", 1) or 0
    interval = sent.choice("interval", INTERVALS) or ""
    if (
        not 1
        <= count * (12 if interval == "year" else 1)
        <= {"month": 36, "year": 36}.get(interval, 1095)
    ):
        raise invalid("Invalid interval_count: at most three years", param="recurring")
    return {
        "interval": interval,
        "interval_count": count,
        "meter": None,
        "trial_period_days": None,
        "usage_type": sent.choice("usage_type", ["licensed"], "licensed"),
    }


def _lookup_key(fake: Fake, params: Params) -> str | None:
    key = params.text("lookup_key")
    for holder in fake.store.all("price", lookup_key=key) if key else []:
        if not params.boolean("transfer_lookup_key"):
            raise invalid(
                f"A price (`{holder['id']}`) already uses that lookup key.", param="lookup_key"
            )
        change(fake, holder, "price.updated", lookup_key=None)
    return key


def _product(fake: Fake, params: Params) -> str:
    if "product_data" in params:
        return product.create(fake, params.group("product_data"))["id"]
    product_id = params.required("product")
    return fake.store.get("product", product_id, params.name("product"))["id"]


def _currencies(params: Params) -> dict[str, int]:
    options = params.group("currency_options")
    amounts = {}
    for name in options.values:
        sent, code = options.group(name), currency_code(name, options.name(name))
        amounts[code] = checked(sent.integer("unit_amount"), code, sent.name("unit_amount"))
    return amounts


@includable("price", "currency_options")
def currency_options(fake: Fake, doc: Doc) -> dict[str, Any]:
    amounts = fake.store.get("price", doc["id"])["_currencies"]
    return {
        code: {
            "custom_unit_amount": None,
            "tax_behavior": "unspecified",
            "unit_amount": amount,
            "unit_amount_decimal": str(amount),
        }
        for code, amount in amounts.items()
    }


def amount_in(price: Doc, currency: str, param: str = "price") -> int:
    """Per unit, in minor units. Raises 400 where the price has no such currency."""
    if currency not in price["_currencies"]:
        raise invalid(
            f"The price `{price['id']}` is not available in the currency {currency}.", param=param
        )
    return price["_currencies"][currency]


def usable(fake: Fake, params: Params) -> Doc:
    """The active price that ``params`` names or describes (``price`` or ``price_data``)."""
    if "price_data" in params:
        return create(fake, params.group("price_data"))
    price = fake.store.get("price", params.required("price"), params.name("price"))
    if not price["active"]:
        raise invalid(
            f"The price specified is inactive: {price['id']}."
            " This field only accepts active prices.",
            param=params.name("price"),
        )
    return price


@v1.add(
    "POST",
    "/v1/prices",
    "currency unit_amount active lookup_key transfer_lookup_key metadata nickname product"
    " product_data recurring tax_behavior currency_options",
)
def post(call: Call) -> Doc:
    return create(call.fake, call.params)


@v1.add("GET", "/v1/prices", f"{PAGING} active created currency lookup_keys product type")
def index(call: Call) -> Doc:
    params = call.params
    return page(
        call,
        "price",
        active=params.boolean("active") if "active" in params else None,
        currency=params.text("currency"),
        lookup_key=params.texts("lookup_keys") or None,
        product=params.text("product"),
        type=params.text("type"),
    )


@v1.add("GET", "/v1/prices/{price}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("price", call.ids["price"])


@v1.add(
    "POST",
    "/v1/prices/{price}",
    "active lookup_key transfer_lookup_key metadata nickname currency_options",
)
def update(call: Call) -> Doc:
    doc, params = call.fake.store.get("price", call.ids["price"]), call.params
    fields: Doc = {"metadata": params.metadata(doc["metadata"])}
    if "active" in params:
        fields["active"] = params.boolean("active")
    if "nickname" in params:
        fields["nickname"] = params.text("nickname")
    if "lookup_key" in params:
        fields["lookup_key"] = _lookup_key(call.fake, params)
    if "currency_options" in params:
        doc["_currencies"] |= _currencies(params)
    return change(call.fake, doc, "price.updated", **fields)
