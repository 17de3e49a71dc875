"""What we send and what we are told to expect, held against stripe-python's own types."""

import time

import pytest
import stripe

from billing import gateway, operations
from billing.models import Checkout
from tests.billing.conftest import FAILS_LATER
from tests.fakestripe.contract import fits_recorded


def test_every_request_of_a_life_fits_the_generated_types(here, far, payer, later, rouble):
    subscription = payer(number=FAILS_LATER)
    operations.cancel_at_period_end(actor=here.newcomer, subscription=subscription)
    operations.resume_renewal(actor=here.newcomer, subscription=subscription)
    operations.card_page(actor=here.newcomer, subscription=subscription)
    later(days=32)
    gateway.cancel_now(subscription.stripe_id)
    operations.start_checkout(member=here.lapsed, price=rouble)
    gateway.expire_session(Checkout.objects.get(membership=here.lapsed).stripe_id)
    list(gateway.events_since(0))
    asked = [
        each for each in far.control("/fake/requests", "GET") if each["path"].startswith("/v1/")
    ]
    assert {each["method"] for each in asked} == {"GET", "POST", "DELETE"}
    assert [complaint for each in asked for complaint in fits_recorded(each)] == []


def test_the_version_is_the_one_the_types_are_for():
    assert gateway.API_VERSION == stripe._api_version._ApiVersion.CURRENT


def test_the_billing_mode_is_said(here, far, euro):
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    assert far.live()[0].billing_mode.type == "flexible"


def test_a_brief_question_does_not_wait_nor_repeat(payer, far):
    subscription = payer()
    far.control(
        "/fake/switches", stall={"method": "GET", "path": "/v1/subscriptions", "seconds": 8}
    )
    began = time.monotonic()
    with pytest.raises(gateway.Unreachable):
        gateway.retrieve_subscription(subscription.stripe_id, gateway.BRIEF_SECONDS)
    assert time.monotonic() - began < 3.5


def test_ending_what_has_ended_is_no_error(here, payer):
    subscription = payer()
    gateway.cancel_now(subscription.stripe_id)
    gateway.cancel_now(subscription.stripe_id)


def test_a_plan_is_sold_under_one_product_in_all_its_currencies(here, far, euro, rouble):
    assert gateway.ensure_price(euro) == gateway.ensure_price(euro)
    gateway.ensure_price(rouble)
    api = gateway.client().v1
    assert len(api.products.list().data) == 1
    assert {each.currency for each in api.prices.list().data} == {"eur", "rub"}


def test_a_product_stripe_will_not_show_is_not_made_again(here, far, euro, settings):
    settings.STRIPE_SECRET_KEY = "sk_test_other"
    with pytest.raises(gateway.StripeError):
        gateway.ensure_product(euro)


def test_a_session_that_cannot_be_expired_is_shown_as_it_is(here, far, euro):
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    assert gateway.expire_session(Checkout.objects.get().stripe_id).status == "complete"
