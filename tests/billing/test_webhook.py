"""What Stripe sends: only what it signed, once, and applied by reading it anew."""

import json
import random
import time
from datetime import timedelta
from typing import Any

import pytest
import stripe

from billing import gateway, operations
from billing.models import Checkout, Invoice, StripeEvent, Subscription
from billing.operations import reconcile
from core import due
from tests.billing.conftest import FAILS_LATER, sent


@pytest.fixture
def event(far: Any, here: Any, euro: Any) -> dict[str, Any]:
    """Something real: the first of what paying made."""
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    return next(each for each in far.events() if each["type"] in gateway.EVENT_TYPES)


def test_a_signed_event_is_kept_and_nothing_but_its_ids(event):
    assert sent(event).status_code == 200
    row = StripeEvent.objects.get()
    assert (row.event_id, row.type) == (event["id"], event["type"])
    assert row.subscription_id.startswith("sub_")
    assert {field.name for field in StripeEvent._meta.fields} == {
        *("id", "due_at", "claimed_until", "attempts", "last_error", "done_at"),
        *("stripe_account", "event_id", "type", "object_id", "subscription_id"),
        *("livemode", "happened_at", "received_at"),
    }


def test_an_event_kept_wakes_the_worker(event, committed, nudges):
    with committed():
        sent(event)
    assert [each.content for each in nudges if each.kind == "celery"] == [("billing.StripeEvent",)]


def test_a_forged_event_is_refused_and_not_stored(event):
    assert sent(event, secret="whsec_other").status_code == 400
    assert not StripeEvent.objects.exists()


def test_without_signature_refused(event, client):
    answer = client.post(
        "/billing/stripe/webhook/", json.dumps(event), content_type="application/json"
    )
    assert answer.status_code == 400
    assert not StripeEvent.objects.exists()


@pytest.mark.parametrize("header", ["nonsense", "t=1", "t=x,v1=y", "v1=abc", ""])
def test_a_signature_that_is_none_is_refused(far, client, header):
    answer = client.post(
        "/billing/stripe/webhook/",
        b"{}",
        content_type="application/json",
        headers={"Stripe-Signature": header},
    )
    assert answer.status_code == 400


def test_an_old_event_is_refused(event):
    assert sent(event, at=int(time.time()) - 301).status_code == 400
    assert not StripeEvent.objects.exists()


def test_an_event_just_within_the_tolerance_is_taken(event):
    assert sent(event, at=int(time.time()) - 290).status_code == 200


def test_re_encoded_bytes_are_refused(event, client):
    """The signature is over the bytes, not over what they mean."""
    body = json.dumps(event, indent=2)
    header = stripe.WebhookSignature.generate_signature_header(body, "whsec_fake")
    again = json.dumps(json.loads(body))
    answer = client.post(
        "/billing/stripe/webhook/",
        again,
        content_type="application/json",
        headers={"Stripe-Signature": header},
    )
    assert answer.status_code == 400
    assert not StripeEvent.objects.exists()


def test_bytes_that_are_no_text_are_refused(far, client):
    answer = client.post(
        "/billing/stripe/webhook/",
        b"\xff\xfe",
        content_type="application/json",
        headers={"Stripe-Signature": "t=1,v1=a"},
    )
    assert answer.status_code == 400


def test_secrets_rotate(event, settings):
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_new", "whsec_fake"]
    assert sent(event, secret="whsec_fake").status_code == 200
    assert sent({**event, "id": "evt_2"}, secret="whsec_new").status_code == 200


def test_without_any_secret_nothing_is_believed(event, settings):
    settings.STRIPE_WEBHOOK_SECRETS = []
    assert sent(event, secret="").status_code == 400


def test_the_same_event_twice_is_kept_once(event):
    assert sent(event).status_code == 200
    assert sent(event).status_code == 200
    assert StripeEvent.objects.count() == 1


def test_the_wrong_mode_and_foreign_kinds_are_dropped(event):
    assert sent({**event, "livemode": True}).status_code == 200
    assert sent({**event, "type": "payout.paid"}).status_code == 200
    assert not StripeEvent.objects.exists()


def test_only_post_is_answered(client):
    assert client.get("/billing/stripe/webhook/").status_code == 405


def test_an_event_that_fails_is_kept_with_its_error_and_tried_again(event, monkeypatch, travel):
    def fail(*args: Any) -> None:
        raise gateway.StripeError("down")

    sent(event)
    with monkeypatch.context() as broken:
        broken.setattr("billing.operations.events.apply_subscription", fail)
        broken.setattr("billing.operations.events.apply_session", fail)
        due.sweep("billing.StripeEvent")
    row = StripeEvent.objects.get()
    assert (row.last_error, row.done_at, row.attempts) == ("StripeError", None, 1)
    travel(timedelta(hours=1))
    due.sweep("billing.StripeEvent")
    assert StripeEvent.objects.get().done_at is not None


MIRROR = (
    *("stripe_id", "status", "period_start", "period_end", "paid_until", "currency", "amount"),
    *("cancel_at_period_end", "started_at", "ended_at", "extra", "membership_id", "price_id"),
)


def mirror() -> tuple[Any, ...]:
    """All that the mirror says, but for when it was written."""
    invoices = Invoice.objects.order_by("stripe_id")
    return (
        list(Subscription.objects.order_by("stripe_id").values(*MIRROR)),
        list(invoices.values("stripe_id", "status", "amount_paid", "currency")),
        list(Checkout.objects.values_list("state", flat=True)),
    )


def forget() -> None:
    """Throw away what events have taught us."""
    Invoice.objects.all().delete()
    Subscription.objects.all().delete()
    StripeEvent.objects.all().delete()
    Checkout.objects.update(state="open")


def test_any_order_and_any_repetition_gives_the_same_mirror(far, here, euro):
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    told = [each for each in far.events() if each["type"] in gateway.EVENT_TYPES]
    expected, shuffling = None, random.Random(7)
    for _ in range(12):
        forget()
        shuffling.shuffle(told)
        for each in (*told, *told[:2]):
            sent(each)
            due.sweep("billing.StripeEvent")
        expected = expected or mirror()
        assert mirror() == expected
    assert expected is not None
    assert len(expected[0]) == 1


def test_lost_events_are_healed_by_one_catch_up(far, here, payer, travel):
    """A renewal that failed, of which no webhook told."""
    payer(number=FAILS_LATER)
    far.control("/fake/clock/advance", seconds=32 * 86400)
    travel(timedelta(days=32))
    assert Subscription.objects.get().status == "active"
    reconcile.catch_up()
    before = len(far.control("/fake/requests", "GET"))
    due.sweep("billing.StripeEvent")
    asked = far.control("/fake/requests", "GET")
    assert len(asked) - before == 2, "one reading, and one more since the latest is unpaid"
    assert Subscription.objects.get().status == "past_due"


def test_reconcile_gives_the_same_mirror_as_events_would(far, here, payer, travel):
    payer(number=FAILS_LATER)
    far.control("/fake/clock/advance", seconds=32 * 86400)
    travel(timedelta(days=32))
    assert reconcile.reconcile() == 0
    found = mirror()
    reconcile.catch_up()
    due.sweep("billing.StripeEvent")
    assert mirror() == found
    assert Subscription.objects.get().status == "past_due"


def test_a_subscription_to_something_else_is_ignored(far, here, payer):
    """The same account sells other things, even to the same customer."""
    subscription = payer()
    client = gateway.client().v1
    product = client.products.create({"name": "A book club"})
    price = client.prices.create(
        {
            "currency": "eur",
            "unit_amount": 500,
            "recurring": {"interval": "month"},
            "product": product.id,
        }
    )
    customer = client.subscriptions.retrieve(subscription.stripe_id).customer
    foreign = client.subscriptions.create({"customer": customer, "items": [{"price": price.id}]})
    assert operations.apply_subscription("", foreign.id) is None
    assert Subscription.objects.count() == 1
    stranger = client.customers.create({"email": "stranger@example.org"})
    assert stranger.id
    assert operations.apply_subscription("acct_other", subscription.stripe_id) is None


def test_the_wrong_mode_is_not_ours(far, here, payer, monkeypatch):
    subscription = payer()
    monkeypatch.setattr(gateway, "expects_livemode", lambda: True)
    assert operations.apply_subscription("", subscription.stripe_id) is None


@pytest.mark.parametrize(
    ("key", "live"), [("sk_live_1", True), ("rk_live_1", True), ("sk_test_1", False), ("", False)]
)
def test_the_mode_is_told_by_the_key(settings, key, live):
    settings.STRIPE_SECRET_KEY = key
    assert gateway.expects_livemode() is live
    assert gateway.is_configured() is bool(key)
