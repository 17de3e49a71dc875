"""Subscriptions live as they do at Stripe: bought, renewed, failing, ended, paused."""

from itertools import pairwise

import pytest
import stripe

from fakestripe.server import Server
from tests.fakestripe.stage import ASKS_ALWAYS, DAY, GOOD, PAYS_ONCE, Stage, period_end

HOUR = 3600


def now(stage: Stage) -> int:
    return stage.control("clock")["now"]


def to_period_end(stage: Stage, subscription: stripe.Subscription) -> None:
    stage.advance(period_end(subscription) - now(stage) + 1)


def test_checkout_makes_an_active_subscription_and_a_paid_invoice(stage: Stage) -> None:
    bought = stage.subscribed(subscription_data={"metadata": {"membership": "7"}})
    assert (bought.status, bought.metadata["membership"]) == ("active", "7")
    (invoice,) = stage.invoices(bought)
    assert (invoice.status, invoice.amount_paid) == ("paid", 1500)
    assert invoice.billing_reason == "subscription_create"
    assert invoice.parent.subscription_details.subscription == bought.id
    assert not hasattr(invoice, "payment_intent")


def test_the_payment_of_an_invoice_is_found_through_invoice_payments(stage: Stage) -> None:
    (invoice,) = stage.invoices(stage.subscribed())
    (payment,) = stage.stripe.invoice_payments.list({"invoice": invoice.id}).data
    intent = stage.stripe.payment_intents.retrieve(str(payment.payment.payment_intent))
    assert (payment.status, payment.amount_paid, intent.status) == ("paid", 1500, "succeeded")
    by_intent = {"payment": {"type": "payment_intent", "payment_intent": intent.id}}
    assert stage.stripe.invoice_payments.list(by_intent).data[0].invoice == invoice.id


def test_a_renewal_is_drafted_at_the_end_and_charged_an_hour_later(stage: Stage) -> None:
    bought = stage.subscribed()
    to_period_end(stage, bought)
    draft = stage.invoices(bought)[0]
    assert (draft.status, draft.billing_reason) == ("draft", "subscription_cycle")
    assert draft.automatically_finalizes_at == period_end(bought) + HOUR
    renewed = stage.reread(bought)
    assert period_end(renewed) > period_end(bought)
    assert renewed["items"].data[0].current_period_start == period_end(bought)
    stage.advance(HOUR)
    paid = stage.invoices(bought)[0]
    assert (paid.id, paid.status) == (draft.id, "paid")
    assert paid.status_transitions.paid_at == period_end(bought) + HOUR


def test_a_year_moved_at_once_renews_every_month_on_time(stage: Stage) -> None:
    bought = stage.subscribed()
    stage.advance(366 * DAY)
    invoices = stage.invoices(bought)
    assert len(invoices) in {12, 13}
    gaps = {a.created - b.created for a, b in pairwise(invoices)}
    assert gaps <= {28 * DAY, 29 * DAY, 30 * DAY, 31 * DAY}
    assert {invoice.status for invoice in invoices} == {"paid"}


@pytest.mark.parametrize(
    ("interval", "count", "days"), [("month", 3, {90, 91, 92, 89}), ("year", 1, {365, 366})]
)
def test_quarters_and_years(stage: Stage, interval: str, count: int, days: set[int]) -> None:
    price = stage.price(interval=interval, interval_count=count)
    bought = stage.subscribed(line_items=[{"price": price.id, "quantity": 1}])
    item = bought["items"].data[0]
    assert (item.current_period_end - item.current_period_start) // DAY in days


def test_a_failing_renewal_is_tried_on_days_3_5_and_7_and_stays_past_due(stage: Stage) -> None:
    bought = stage.subscribed(PAYS_ONCE)
    to_period_end(stage, bought)
    stage.advance(HOUR)
    assert stage.reread(bought).status == "past_due"
    first = period_end(bought) + HOUR
    for attempts, day in ((1, 3), (2, 5), (3, 7)):
        invoice = stage.invoices(bought)[0]
        assert (invoice.status, invoice.attempt_count) == ("open", attempts)
        assert invoice.next_payment_attempt == first + day * DAY
        stage.advance(first + day * DAY - now(stage) + 1)
    invoice = stage.invoices(bought)[0]
    assert (invoice.attempt_count, invoice.next_payment_attempt) == (4, None)
    assert stage.reread(bought).status == "past_due"


@pytest.mark.parametrize(("after", "status"), [("cancel", "canceled"), ("unpaid", "unpaid")])
def test_what_follows_the_last_retry_is_a_setting(stage: Stage, after: str, status: str) -> None:
    stage.server.fake.settings.after_retries = after
    bought = stage.subscribed(PAYS_ONCE)
    stage.advance(31 * DAY + 8 * DAY)
    assert stage.reread(bought).status == status


def test_a_new_card_pays_at_the_next_retry(stage: Stage) -> None:
    bought = stage.subscribed(PAYS_ONCE)
    to_period_end(stage, bought)
    stage.advance(HOUR)
    stage.control(f"cards/{bought.customer}", number=GOOD)
    stage.advance(3 * DAY)
    assert stage.reread(bought).status == "active"
    assert stage.invoices(bought)[0].status == "paid"


def test_an_open_invoice_can_be_paid_at_once(stage: Stage) -> None:
    bought = stage.subscribed(PAYS_ONCE)
    to_period_end(stage, bought)
    stage.advance(HOUR)
    invoice = stage.invoices(bought)[0]
    with pytest.raises(stripe.CardError) as declined:
        stage.stripe.invoices.pay(invoice.id)
    assert declined.value.code == "card_declined"
    stage.control(f"cards/{bought.customer}", number=GOOD)
    assert stage.stripe.invoices.pay(invoice.id).status == "paid"
    assert stage.reread(bought).status == "active"
    with pytest.raises(stripe.InvalidRequestError):
        stage.stripe.invoices.pay(invoice.id)


def test_a_renewal_that_needs_the_bank_waits_for_it(stage: Stage) -> None:
    bought = stage.subscribed(ASKS_ALWAYS)
    to_period_end(stage, bought)
    stage.advance(HOUR)
    assert stage.reread(bought).status == "past_due"
    assert "invoice.payment_action_required" in stage.receiver.types
    invoice = stage.stripe.invoices.retrieve(stage.invoices(bought)[0].id, {"expand": ["payments"]})
    intent_id = invoice.payments.data[0].payment.payment_intent
    intent = stage.stripe.payment_intents.retrieve(str(intent_id))
    assert intent.status == "requires_action"
    stage.submit(intent.next_action.redirect_to_url.url, answer="yes")
    assert stage.reread(bought).status == "active"


def test_cancel_at_period_end_and_think_again(stage: Stage) -> None:
    bought = stage.subscribed()
    leaving = stage.stripe.subscriptions.update(bought.id, {"cancel_at_period_end": True})
    assert (leaving.status, leaving.cancel_at) == ("active", period_end(bought))
    staying = stage.stripe.subscriptions.update(bought.id, {"cancel_at_period_end": False})
    assert (staying.cancel_at, staying.canceled_at) == (None, None)
    stage.stripe.subscriptions.update(bought.id, {"cancel_at_period_end": True})
    to_period_end(stage, bought)
    ended = stage.reread(bought)
    assert (ended.status, ended.ended_at) == ("canceled", period_end(bought))
    assert len(stage.invoices(bought)) == 1
    assert "customer.subscription.deleted" in stage.receiver.types


def test_cancel_now_stops_open_invoices_from_being_collected(stage: Stage) -> None:
    bought = stage.subscribed(PAYS_ONCE)
    to_period_end(stage, bought)
    stage.advance(HOUR)
    details = {"cancellation_details": {"comment": "moved"}}
    ended = stage.stripe.subscriptions.cancel(bought.id, details)
    assert (ended.status, ended.cancellation_details.comment) == ("canceled", "moved")
    stage.control(f"cards/{bought.customer}", number=GOOD)
    stage.advance(40 * DAY)
    assert [each.status for each in stage.invoices(bought)] == ["open", "paid"]
    with pytest.raises(stripe.InvalidRequestError):
        stage.stripe.subscriptions.cancel(bought.id)


@pytest.mark.parametrize(
    ("behaviour", "status"),
    [("void", "void"), ("keep_as_draft", "draft"), ("mark_uncollectible", "uncollectible")],
)
def test_paused_collection_charges_nothing_and_comes_back(
    stage: Stage, behaviour: str, status: str
) -> None:
    bought = stage.subscribed()
    resumes = period_end(bought) + 10 * DAY
    pause = {"pause_collection": {"behavior": behaviour, "resumes_at": resumes}}
    stage.stripe.subscriptions.update(bought.id, pause)
    to_period_end(stage, bought)
    stage.advance(HOUR)
    assert stage.invoices(bought)[0].status == status
    assert stage.reread(bought).status == "active"
    stage.advance(10 * DAY)
    assert stage.reread(bought).pause_collection is None
    stage.advance(31 * DAY)
    assert stage.invoices(bought)[0].status == "paid"


def test_a_trial_charges_when_it_ends(stage: Stage) -> None:
    bought = stage.subscribed(subscription_data={"trial_period_days": 7})
    assert (bought.status, stage.invoices(bought)[0].amount_paid) == ("trialing", 0)
    stage.advance(7 * DAY + 2 * HOUR)
    assert stage.reread(bought).status == "active"
    assert stage.invoices(bought)[0].amount_paid == 1500
    assert "customer.subscription.trial_will_end" in stage.receiver.types


@pytest.mark.parametrize(("missing", "status"), [("cancel", "canceled"), ("pause", "paused")])
def test_a_trial_without_a_card(stage: Stage, missing: str, status: str) -> None:
    settings = {"end_behavior": {"missing_payment_method": missing}}
    session = stage.session(
        payment_method_collection="if_required",
        subscription_data={"trial_period_days": 7, "trial_settings": settings},
    )
    assert stage.submit(session.url).status_code == 303
    bought = stage.stripe.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    assert bought.payment_status == "no_payment_required"
    stage.advance(8 * DAY)
    assert stage.reread(bought.subscription).status == status


def test_a_paused_subscription_resumes_with_a_new_period(stage: Stage) -> None:
    settings = {"end_behavior": {"missing_payment_method": "pause"}}
    customer = stage.stripe.customers.create()
    made = stage.stripe.subscriptions.create(
        {
            "customer": customer.id,
            "items": [{"price": stage.price().id}],
            "trial_period_days": 3,
            "trial_settings": settings,
        }
    )
    stage.advance(4 * DAY)
    assert stage.reread(made).status == "paused"
    stage.control(f"cards/{customer.id}", number=GOOD)
    assert stage.stripe.subscriptions.resume(made.id).status == "active"
    assert {"customer.subscription.paused", "customer.subscription.resumed"} <= {
        event.type for event in stage.stripe.events.list({"limit": 100}).data
    }


def test_an_incomplete_one_expires_after_23_hours(stage: Stage) -> None:
    customer = stage.stripe.customers.create()
    made = stage.stripe.subscriptions.create(
        {
            "customer": customer.id,
            "items": [{"price": stage.price().id}],
            "payment_behavior": "default_incomplete",
            "expand": ["latest_invoice.confirmation_secret"],
        }
    )
    assert (made.status, made.latest_invoice.status) == ("incomplete", "open")
    assert made.latest_invoice.confirmation_secret.client_secret.startswith("pi_")
    stage.advance(23 * HOUR - 60)
    assert stage.reread(made).status == "incomplete"
    stage.advance(120)
    assert stage.reread(made).status == "incomplete_expired"
    assert stage.invoices(made)[0].status == "void"


def test_confirming_the_intent_completes_an_incomplete_one(stage: Stage) -> None:
    customer = stage.stripe.customers.create()
    made = stage.stripe.subscriptions.create(
        {
            "customer": customer.id,
            "items": [{"price": stage.price().id}],
            "payment_behavior": "default_incomplete",
            "expand": ["latest_invoice.payments"],
        }
    )
    intent_id = made.latest_invoice.payments.data[0].payment.payment_intent
    stage.stripe.payment_intents.confirm(intent_id, {"payment_method": "pm_card_visa"})
    assert stage.reread(made).status == "active"


def test_data_and_clock_survive_a_restart(stage: Stage, run: object) -> None:
    bought = stage.subscribed()
    stage.advance(10 * DAY)
    before = now(stage)
    stage.server.stop()
    again: Server = run()  # type: ignore[operator]
    after = Stage(again, stage.receiver, stage.http, stripe.RequestsClient(session=stage.http))
    assert after.reread(bought).status == "active"
    assert 0 <= now(after) - before < 30
