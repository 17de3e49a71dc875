"""Changing a subscription.

A new price with the same interval keeps the period. ``create_prorations`` puts the difference
on the next renewal, ``always_invoice`` charges it at once, ``none`` forgets it. A new interval
starts a new period now and is charged at once; the unused rest is credited unless ``none``.
Simplified: prorations go by the second to the nearest minor unit, one interval for all items,
no ``pending_if_incomplete``, no schedules.
"""

from fakestripe import clock
from fakestripe.errors import card_error, invalid
from fakestripe.events import change, emit
from fakestripe.fake import Fake
from fakestripe.objects import (
    collection,
    invoice,
    invoice_lines,
    payment_method,
    periodic,
    price,
)
from fakestripe.objects.subscription import item, period_end, plan, recurring_only
from fakestripe.objects.subscription_cancel import details
from fakestripe.objects.subscription_state import ENDED, UPDATED
from fakestripe.params import Params
from fakestripe.router import Call, v1
from fakestripe.store import Doc

PRORATIONS = ("create_prorations", "always_invoice", "none")
BEHAVIOURS = ("allow_incomplete", "default_incomplete", "error_if_incomplete")


@v1.add(
    "POST",
    "/v1/subscriptions/{subscription}",
    "items cancel_at cancel_at_period_end cancellation_details default_payment_method"
    " description metadata off_session pause_collection payment_behavior payment_settings"
    " proration_behavior proration_date trial_end trial_settings billing_cycle_anchor",
)
def update(call: Call) -> Doc:
    fake, params = call.fake, call.params
    doc = fake.store.get("subscription", call.ids["subscription"])
    if doc["status"] in ENDED:
        raise invalid("A canceled subscription can only update its metadata and description.")
    before = dict(doc)
    doc |= _plain(fake, doc, params) | _ending(fake, doc, params) | _pause(fake, doc, params)
    if "items" in params or params.values.get("trial_end") or "billing_cycle_anchor" in params:
        change_terms(fake, doc, params)
    previous = {key: value for key, value in before.items() if doc.get(key) != value}
    fake.store.save(doc)
    if previous:
        emit(fake, UPDATED, doc, previous)
    if doc.pop("_charge_now", None):
        _charge(fake, fake.store.save(doc), params)
    return fake.store.get("subscription", doc["id"])


def _plain(fake: Fake, doc: Doc, params: Params) -> Doc:
    fields: Doc = {"metadata": params.metadata(doc["metadata"])}
    if "description" in params:
        fields["description"] = params.text("description")
    if "default_payment_method" in params:
        fields["default_payment_method"] = payment_method.owned(
            fake, params, "default_payment_method", doc["customer"]
        )
    if "cancellation_details" in params:
        fields["cancellation_details"] = doc["cancellation_details"] | details(params)
    return fields


def _ending(fake: Fake, doc: Doc, params: Params) -> Doc:
    if "cancel_at_period_end" in params:
        if params.boolean("cancel_at_period_end"):
            clock.cancel(fake, "subscription.cancel_at", doc["id"])
            return leaving(fake, doc, period_end(doc), at_period_end=True)
        return staying(fake, doc) if doc["cancel_at_period_end"] else {}
    if "cancel_at" not in params:
        return {}
    at = params.integer("cancel_at")
    if at is None:
        return staying(fake, doc)
    if at <= fake.now():
        raise invalid("`cancel_at` must be in the future.", param="cancel_at")
    clock.schedule(fake, "subscription.cancel_at", doc["id"], at)
    return leaving(fake, doc, at, at_period_end=False)


def leaving(fake: Fake, doc: Doc, at: int, *, at_period_end: bool) -> Doc:
    return {
        "cancel_at": at,
        "cancel_at_period_end": at_period_end,
        "canceled_at": doc["canceled_at"] or fake.now(),
        "cancellation_details": doc["cancellation_details"] | {"reason": "cancellation_requested"},
    }


def staying(fake: Fake, doc: Doc) -> Doc:
    clock.cancel(fake, "subscription.cancel_at", doc["id"])
    return {
        "cancel_at": None,
        "cancel_at_period_end": False,
        "canceled_at": None,
        "cancellation_details": {"comment": None, "feedback": None, "reason": None},
    }


def _pause(fake: Fake, doc: Doc, params: Params) -> Doc:
    if "pause_collection" not in params:
        return {}
    sent = params.group("pause_collection")
    clock.cancel(fake, "subscription.resume", doc["id"])
    if not sent.values:
        return {"pause_collection": None}
    sent.only(["behavior", "resumes_at"])
    sent.required("behavior")
    behaviour = sent.choice("behavior", ("keep_as_draft", "mark_uncollectible", "void"))
    resumes_at = sent.integer("resumes_at")
    if resumes_at:
        clock.schedule(fake, "subscription.resume", doc["id"], resumes_at)
    return {"pause_collection": {"behavior": behaviour, "resumes_at": resumes_at}}


def change_terms(fake: Fake, doc: Doc, params: Params) -> None:
    """New items, a moved trial end or an anchor of now; sets ``_charge_now`` where due."""
    proration = params.choice("proration_behavior", PRORATIONS, "create_prorations")
    old = doc["items"]["data"]
    new = _changed(fake, doc, params.groups("items"))
    restarts = _interval(old) != _interval(new) or params.text("billing_cycle_anchor") == "now"
    doc["items"] = doc["items"] | {"data": new}
    if "trial_end" in params:
        _move_trial(fake, doc, params)
    elif doc["status"] == "trialing":
        return
    elif restarts:
        doc["billing_cycle_anchor"] = fake.now()
        unused = [] if proration == "none" else _rests(fake, doc, old, credit=True)
        fake.store.save(doc)
        periodic.roll(fake, doc, fake.now())
        full = [invoice_lines.full(each, doc["currency"]) for each in doc["items"]["data"]]
        doc |= {"_charge_now": True, "_pending_lines": doc["_pending_lines"] + unused + full}
    elif proration != "none" and "items" in params:
        lines = _rests(fake, doc, old, credit=True) + _rests(fake, doc, new, credit=False)
        doc["_pending_lines"] = doc["_pending_lines"] + lines
        doc["_charge_now"] = proration == "always_invoice"


def _interval(items: list[Doc]) -> tuple[str, int]:
    recurring = items[0]["price"]["recurring"]
    return recurring["interval"], recurring["interval_count"]


def _rests(fake: Fake, doc: Doc, items: list[Doc], *, credit: bool) -> list[Doc]:
    now = fake.now()
    return [invoice_lines.rest(each, doc["currency"], now, credit=credit) for each in items]


def _changed(fake: Fake, doc: Doc, sent: list[Params]) -> list[Doc]:
    items = {each["id"]: dict(each) for each in doc["items"]["data"]}
    for params in sent:
        params.only(["id", "price", "price_data", "quantity", "deleted", "metadata"])
        item_id = params.text("id")
        if item_id and item_id not in items:
            raise invalid(
                f"No such subscription item: '{item_id}'",
                param=params.name("id"),
                code="resource_missing",
            )
        if item_id and params.boolean("deleted"):
            del items[item_id]
        elif item_id:
            items[item_id] |= _item_fields(fake, doc, params)
        else:
            added = item(fake, doc, _price(fake, doc, params), params.integer("quantity", 1) or 1)
            added["current_period_end"] = period_end(doc)
            items[added["id"]] = added
    kept = list(items.values())
    if not kept or len({_interval([each]) for each in kept}) > 1:
        raise invalid("A subscription needs items of one and the same interval.", param="items")
    return kept


def _price(fake: Fake, doc: Doc, params: Params) -> Doc:
    found = price.usable(fake, params)
    recurring_only([(found, 1)], params.name("price"))
    price.amount_in(found, doc["currency"], params.name("price"))
    return found


def _item_fields(fake: Fake, doc: Doc, params: Params) -> Doc:
    fields: Doc = {}
    if "price" in params or "price_data" in params:
        found = _price(fake, doc, params)
        fields = {"price": found, "plan": plan(found, doc["currency"])}
    if "quantity" in params:
        fields["quantity"] = params.integer("quantity")
    return fields


def _move_trial(fake: Fake, doc: Doc, params: Params) -> None:
    if params.text("trial_end") == "now":
        if doc["status"] != "trialing":
            return
        doc |= {"billing_cycle_anchor": fake.now(), "trial_end": fake.now(), "status": "active"}
        fake.store.save(doc)
        periodic.roll(fake, doc, fake.now())
        full = [invoice_lines.full(each, doc["currency"]) for each in doc["items"]["data"]]
        doc |= {"_charge_now": True, "_pending_lines": full}
        return
    at = params.integer("trial_end") or 0
    if at <= fake.now():
        raise invalid("`trial_end` must be in the future.", param="trial_end")
    items = [each | {"current_period_end": at} for each in doc["items"]["data"]]
    doc |= {
        "billing_cycle_anchor": at,
        "items": doc["items"] | {"data": items},
        "status": "trialing",
        "trial_end": at,
        "trial_start": doc["trial_start"] or fake.now(),
    }
    clock.schedule(fake, "subscription.period_end", doc["id"], at)


def _charge(fake: Fake, doc: Doc, params: Params) -> None:
    """Invoices the pending lines now; a failure leaves past_due, or 402 where asked for."""
    behaviour = params.choice("payment_behavior", BEHAVIOURS, "allow_incomplete")
    lines = doc["_pending_lines"]
    change(fake, doc, None, _pending_lines=[])
    draft = invoice.draft(fake, doc, "subscription_update", lines)
    collection.finalize(fake, draft)
    if draft["status"] != "open" or behaviour == "default_incomplete":
        return
    status = collection.collect(fake, draft)
    if status != "succeeded" and behaviour == "error_if_incomplete":
        intent = collection.intent_of(fake, draft) or {}
        raise card_error(intent["last_payment_error"], keeps_writes=False)
