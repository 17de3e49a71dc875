"""Subscriptions: the document, its first invoice, the create call.

Period dates sit on the items (since "basil"). Simplified: all items share one interval;
collected automatically only; no schedules, discounts, thresholds or tax; the anchor is the
start (or the end of a trial).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fakestripe import clock, periods
from fakestripe.blanks import blank
from fakestripe.clock import DAY, HOUR
from fakestripe.errors import card_error, invalid
from fakestripe.events import emit
from fakestripe.fake import Fake
from fakestripe.listing import PAGING, as_list, page
from fakestripe.objects import collection, customer, invoice, invoice_lines, payment_method, price
from fakestripe.params import Params
from fakestripe.router import Call, v1
from fakestripe.store import Doc, new_id

INCOMPLETE_FOR = 23 * HOUR
BEHAVIOURS = ("allow_incomplete", "default_incomplete", "error_if_incomplete")


@dataclass
class Order:
    """What is asked for: ``lines`` are (price, quantity); ``trial_end`` on the fake's clock."""

    customer: Doc
    lines: Sequence[tuple[Doc, int]]
    currency: str
    trial_end: int | None = None
    method: str | None = None
    fields: Doc = field(default_factory=dict)


def open_(fake: Fake, order: Order) -> Doc:
    """Creates the subscription and its first invoice, finalised and not charged yet.

    With a trial the invoice is over nothing and paid, and the status is ``trialing``;
    otherwise ``incomplete`` until paid, for 23 hours.
    """
    customer.claim_currency(fake, order.customer, order.currency)
    now = fake.now()
    doc = blank("subscription", id=new_id("sub"), _pending_lines=[]) | {
        "billing_cycle_anchor": order.trial_end or now,
        "created": now,
        "currency": order.currency,
        "customer": order.customer["id"],
        "default_payment_method": order.method,
        "start_date": now,
        "status": "trialing" if order.trial_end else "incomplete",
        "trial_end": order.trial_end,
        "trial_start": now if order.trial_end else None,
    }
    doc |= order.fields
    items = [item(fake, doc, each, quantity) for each, quantity in order.lines]
    _same_interval(items)
    doc["items"] = as_list(items, f"/v1/subscription_items?subscription={doc['id']}")
    make = invoice_lines.trial if order.trial_end else invoice_lines.full
    lines = [make(each, order.currency) for each in items]
    fake.store.add(doc)
    emit(fake, "customer.subscription.created", doc)
    _appointments(fake, doc)
    first = invoice.draft(fake, doc, "subscription_create", lines)
    collection.finalize(fake, first)
    return fake.store.get("subscription", doc["id"])


def _appointments(fake: Fake, doc: Doc) -> None:
    clock.schedule(fake, "subscription.period_end", doc["id"], period_end(doc))
    if doc["status"] == "incomplete":
        until = fake.now() + INCOMPLETE_FOR
        clock.schedule(fake, "subscription.incomplete", doc["id"], until)
    if doc["trial_end"]:
        at = max(doc["trial_end"] - 3 * DAY, fake.now())
        clock.schedule(fake, "subscription.trial_will_end", doc["id"], at)


def period_end(doc: Doc) -> int:
    return doc["items"]["data"][0]["current_period_end"]


def item(fake: Fake, doc: Doc, each: Doc, quantity: int) -> Doc:
    """A new item with the period that starts now."""
    recurring, now = each["recurring"], fake.now()
    end = doc["trial_end"] or periods.end_after(
        now, doc["billing_cycle_anchor"], recurring["interval"], recurring["interval_count"]
    )
    return {
        "id": new_id("si"),
        "object": "subscription_item",
        "billing_thresholds": None,
        "created": now,
        "current_period_end": end,
        "current_period_start": now,
        "discounts": [],
        "metadata": {},
        "plan": plan(each, doc["currency"]),
        "price": each,
        "quantity": quantity,
        "subscription": doc["id"],
        "tax_rates": [],
    }


def plan(each: Doc, currency: str) -> Doc:
    """The old name of a recurring price, which items still carry."""
    amount = price.amount_in(each, currency)
    return {
        "id": each["id"],
        "object": "plan",
        "active": each["active"],
        "amount": amount,
        "amount_decimal": str(amount),
        "billing_scheme": "per_unit",
        "created": each["created"],
        "currency": currency,
        "interval": each["recurring"]["interval"],
        "interval_count": each["recurring"]["interval_count"],
        "livemode": False,
        "metadata": each["metadata"],
        "meter": None,
        "nickname": each["nickname"],
        "product": each["product"],
        "tiers_mode": None,
        "transform_usage": None,
        "trial_period_days": None,
        "usage_type": "licensed",
    }


def _same_interval(items: list[Doc]) -> None:
    kinds = {(each["plan"]["interval"], each["plan"]["interval_count"]) for each in items}
    if len(kinds) > 1:
        raise invalid("All items must have the same billing interval here.", param="items")


def order_lines(fake: Fake, sent: list[Params], currency: str | None) -> tuple[list, str]:
    """(price, quantity) of each of ``sent``, and the one currency they are sold in."""
    if not sent:
        raise invalid("Missing required param: items.", param="items", code="parameter_missing")
    lines = [(price.usable(fake, each), each.integer("quantity", 1) or 1) for each in sent]
    chosen = currency or lines[0][0]["currency"]
    for each, params in zip(lines, sent, strict=True):
        price.amount_in(each[0], chosen, params.name("price"))
    return lines, chosen


def recurring_only(lines: list[tuple[Doc, int]], param: str = "items") -> None:
    for each, _ in lines:
        if each["recurring"] is None:
            raise invalid(
                f"The price specified is set to `type=one_time` but this field only accepts"
                f" prices with `type=recurring`: {each['id']}.",
                param=param,
            )


def shared_fields(params: Params) -> Doc:
    """What both this call and Checkout's ``subscription_data`` may set."""
    fields: Doc = {"metadata": params.metadata(), "description": params.text("description")}
    if "billing_mode" in params:
        fields["billing_mode"] = _billing_mode(params.group("billing_mode"))
    if "trial_settings" in params:
        behaviour = (
            params.group("trial_settings")
            .group("end_behavior")
            .choice(
                "missing_payment_method", ("cancel", "create_invoice", "pause"), "create_invoice"
            )
        )
        fields["trial_settings"] = {"end_behavior": {"missing_payment_method": behaviour}}
    return fields


def _billing_mode(sent: Params) -> Doc:
    kind = sent.choice("type", ("classic", "flexible"), "flexible")
    mode: Doc = {"type": kind}
    if kind == "flexible":
        discounts = sent.group("flexible").text("proration_discounts") or "included"
        mode["flexible"] = {"proration_discounts": discounts}
    return mode


def trial_end(fake: Fake, params: Params) -> int | None:
    days = params.integer("trial_period_days")
    if days:
        return fake.now() + days * DAY
    if params.values.get("trial_end") == "now":
        return None
    at = params.integer("trial_end")
    if at is not None and at <= fake.now():
        raise invalid("Timestamp for `trial_end` must be in the future.", param="trial_end")
    return at


@v1.add(
    "POST",
    "/v1/subscriptions",
    "customer items currency default_payment_method payment_behavior off_session metadata"
    " description billing_mode trial_end trial_period_days trial_settings cancel_at_period_end"
    " collection_method payment_settings proration_behavior",
)
def post(call: Call) -> Doc:
    fake, params = call.fake, call.params
    params.choice("collection_method", ["charge_automatically"])
    behaviour = params.choice("payment_behavior", BEHAVIOURS, "allow_incomplete")
    buyer = customer.living(fake, params.required("customer"))
    lines, currency = order_lines(fake, params.groups("items"), params.text("currency"))
    recurring_only(lines)
    fields = shared_fields(params) | {
        "cancel_at_period_end": params.boolean("cancel_at_period_end"),
        "_saves_method": params.group("payment_settings").text("save_default_payment_method")
        == "on_subscription",
    }
    order = Order(
        buyer,
        lines,
        currency,
        trial_end(fake, params),
        payment_method.owned(fake, params, "default_payment_method", buyer["id"]),
        fields,
    )
    doc = open_(fake, order)
    if doc["status"] == "incomplete" and behaviour != "default_incomplete":
        _pay_first(fake, doc, behaviour)
    return fake.store.get("subscription", doc["id"])


def _pay_first(fake: Fake, doc: Doc, behaviour: str | None) -> None:
    first = fake.store.get("invoice", doc["latest_invoice"])
    status = collection.collect(fake, first)
    if status != "succeeded" and behaviour == "error_if_incomplete":
        intent = collection.intent_of(fake, first) or {}
        raise card_error(intent["last_payment_error"], keeps_writes=False)


@v1.add(
    "GET",
    "/v1/subscriptions",
    f"{PAGING} created customer status",
)
def index(call: Call) -> Doc:
    """Without ``status`` the canceled ones are left out, as at Stripe."""
    status = call.params.text("status")
    return page(
        call,
        "subscription",
        without={"status": "canceled"} if status is None else {},
        customer=call.params.text("customer"),
        status=None if status == "all" else status,
    )


@v1.add("GET", "/v1/subscriptions/{subscription}", "")
def retrieve(call: Call) -> Doc:
    return call.fake.store.get("subscription", call.ids["subscription"])
