"""Webhooks: signed, retried, and lost, doubled, shuffled or late where a test asks for it."""

import json
import time

import pytest
import stripe

from tests.fakestripe.stage import DAY, Stage

SECRET = "whsec_fake"


def arrived(stage: Stage, count: int) -> list[str]:
    deadline = time.monotonic() + 10
    while len(stage.receiver.received) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return stage.receiver.types


def customers(stage: Stage, count: int) -> None:
    for at in range(count):
        stage.stripe.customers.create({"description": str(at)})


def described(stage: Stage) -> list[str]:
    bodies = [json.loads(body) for body, _ in stage.receiver.received]
    return [each["data"]["object"]["description"] for each in bodies]


def test_stripes_own_check_accepts_them(stage: Stage) -> None:
    stage.subscribed()
    stage.control("deliveries/wait", timeout=10)
    for body, header in stage.receiver.received:
        event = stripe.Webhook.construct_event(body, header, SECRET)
        assert event.object == "event"
    body, header = stage.receiver.received[0]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, header, "whsec_other")
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body + b" ", header, SECRET)


def test_a_bought_subscription_tells_its_story_in_order(stage: Stage) -> None:
    stage.subscribed()
    stage.control("deliveries/wait", timeout=10)
    story = stage.receiver.types
    wanted = [
        "customer.created",
        "customer.subscription.created",
        "invoice.created",
        "invoice.finalized",
        "payment_intent.succeeded",
        "invoice.paid",
        "payment_method.attached",
        "customer.subscription.updated",
        "checkout.session.completed",
    ]
    assert [each for each in story if each in wanted and story.count(each) == 1] == wanted


def test_events_are_dated_by_the_fakes_clock_and_signed_in_real_time(stage: Stage) -> None:
    stage.advance(90 * DAY)
    customers(stage, 1)
    arrived(stage, 1)
    body, header = stage.receiver.received[-1]
    assert json.loads(body)["created"] > time.time() + 80 * DAY
    stripe.Webhook.construct_event(body, header, SECRET)


def test_an_update_says_what_was_before(stage: Stage) -> None:
    bought = stage.subscribed()
    stage.stripe.subscriptions.update(bought.id, {"cancel_at_period_end": True})
    (event,) = stage.stripe.events.list({"type": "customer.subscription.updated", "limit": 1}).data
    assert event.data.previous_attributes["cancel_at_period_end"] is False
    assert event.data.object["cancel_at_period_end"] is True
    assert stage.stripe.events.retrieve(event.id).id == event.id


def test_a_failing_receiver_is_tried_again(stage: Stage) -> None:
    stage.receiver.status = 500
    customers(stage, 1)
    arrived(stage, 1)
    stage.receiver.status = 200
    assert arrived(stage, 2) == ["customer.created"] * 2
    assert stage.receiver.received[0][0] == stage.receiver.received[1][0]


def test_dropped_webhooks_remain_in_the_list_of_events(stage: Stage) -> None:
    stage.control("switches", drop=2)
    customers(stage, 3)
    assert arrived(stage, 1) == ["customer.created"]
    assert described(stage) == ["2"]
    assert len(stage.stripe.events.list({"type": "customer.created"}).data) == 3


def test_webhooks_dead_until_switched_on(stage: Stage) -> None:
    stage.control("switches", drop=-1)
    customers(stage, 3)
    stage.control("switches", clear=True)
    customers(stage, 1)
    assert arrived(stage, 1) == ["customer.created"]


def test_doubled_and_shuffled(stage: Stage) -> None:
    stage.control("switches", duplicate=1)
    customers(stage, 1)
    arrived(stage, 2)
    assert described(stage) == ["0", "0"]
    stage.receiver.received.clear()
    stage.control("switches", reorder=3)
    customers(stage, 3)
    arrived(stage, 3)
    assert described(stage) == ["2", "1", "0"]


def test_late(stage: Stage) -> None:
    stage.control("switches", late=1, late_seconds=0.5)
    customers(stage, 2)
    arrived(stage, 2)
    assert described(stage) == ["1", "0"]


def test_disputes_and_inquiries(stage: Stage) -> None:
    stage.subscribed()
    (charge,) = stage.stripe.charges.list().data
    inquiry = stage.control("disputes", charge=charge.id, inquiry=True)
    assert inquiry["status"] == "warning_needs_response"
    stage.control(f"disputes/{inquiry['id']}/close", status="warning_closed")
    dispute = stage.control("disputes", charge=charge.id)
    assert stage.stripe.charges.retrieve(charge.id).disputed is True
    stage.control(f"disputes/{dispute['id']}/close", status="won")
    stage.control("deliveries/wait", timeout=10)
    assert stage.receiver.types.count("charge.dispute.created") == 2
    assert stage.receiver.types.count("charge.dispute.closed") == 2
    assert stage.stripe.disputes.retrieve(dispute["id"]).status == "won"


def test_no_receiver_costs_nothing_but_later_attempts(stage: Stage) -> None:
    stage.receiver.stop()
    customers(stage, 2)
    assert stage.control("deliveries/wait", timeout=10) == {"tried": True}
    states = {each["state"] for each in stage.control("deliveries")}
    assert states == {"waiting"}
