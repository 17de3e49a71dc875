"""Everything the fake returns fits stripe-python's generated types, whole lives long."""

from typing import Any

import pytest
import stripe

from tests.fakestripe.contract import fits_params, fits_recorded, fits_resource
from tests.fakestripe.stage import DAY, PAYS_ONCE, Stage


def live_through_everything(stage: Stage) -> None:
    """Touches every kind of object in most of its states."""
    api = stage.stripe
    first = stage.subscribed()
    failing = stage.subscribed(PAYS_ONCE)
    stage.subscribed(subscription_data={"trial_period_days": 5})
    stage.advance(33 * DAY)
    api.subscriptions.update(first.id, {"cancel_at_period_end": True})
    api.subscriptions.update(first.id, {"pause_collection": {"behavior": "void"}})
    api.subscriptions.cancel(failing.id)
    charge = api.charges.list({"customer": str(first.customer)}).data[0]
    api.refunds.create({"charge": charge.id, "amount": 100})
    dispute = stage.control("disputes", charge=charge.id)
    stage.control(f"disputes/{dispute['id']}/close", status="lost")
    api.billing_portal.sessions.create({"customer": str(first.customer)})
    api.setup_intents.create({"payment_method": "pm_card_visa", "confirm": True})
    api.payment_intents.create({"amount": 500, "currency": "jpy"})
    with pytest.raises(stripe.CardError):
        api.payment_intents.create(
            {
                "amount": 500,
                "currency": "eur",
                "confirm": True,
                "payment_method": "pm_card_visa_chargeDeclined",
            }
        )
    stage.stripe.checkout.sessions.expire(stage.session().id)


LISTS = [
    "charges",
    "checkout/sessions",
    "customers",
    "disputes",
    "events",
    "invoice_payments",
    "invoices",
    "payment_intents",
    "prices",
    "products",
    "refunds",
    "setup_intents",
    "subscriptions",
]


def everything(stage: Stage, path: str, **params: str) -> list[dict[str, Any]]:
    answer = stage.http.get(
        f"{stage.server.url}/v1/{path}",
        params={"limit": "100"} | params,
        headers={"Authorization": "Bearer sk_test_fake"},
        timeout=10,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_every_object_of_every_kind_fits_its_class(stage: Stage) -> None:
    live_through_everything(stage)
    seen: dict[str, int] = {}
    for path in LISTS:
        status = {"status": "all"} if path == "subscriptions" else {}
        for each in everything(stage, path, **status):
            assert fits_resource(each) == []
            seen[path] = seen.get(path, 0) + 1
    assert sorted(seen) == sorted(LISTS)


def test_expanded_objects_fit_too(stage: Stage) -> None:
    live_through_everything(stage)
    expand = {
        "subscriptions": ["latest_invoice.payments", "customer", "default_payment_method"],
        "invoices": ["payments", "confirmation_secret", "customer"],
        "checkout/sessions": ["line_items", "subscription", "invoice"],
        "charges": ["refunds", "payment_intent"],
        "prices": ["currency_options", "product"],
        "customers": ["subscriptions"],
    }
    for path, fields in expand.items():
        wanted = {f"expand[{at}]": f"data.{field}" for at, field in enumerate(fields)}
        found = everything(stage, path, **wanted)
        assert found
        for each in found:
            assert fits_resource(each) == []


def test_what_an_event_carries_fits_as_well(stage: Stage) -> None:
    live_through_everything(stage)
    kinds = set()
    for event in everything(stage, "events"):
        assert fits_resource(event["data"]["object"]) == []
        kinds.add(event["data"]["object"]["object"])
    assert {"subscription", "invoice", "charge", "dispute", "refund"} <= kinds


def test_answers_of_single_calls_fit(stage: Stage) -> None:
    subscription = stage.subscribed()
    customer = str(subscription.customer)
    portal = stage.stripe.billing_portal.sessions.create({"customer": customer})
    preview = stage.stripe.invoices.create_preview({"subscription": subscription.id})
    methods = stage.stripe.customers.payment_methods.list(customer)
    for each in (portal, preview, methods.data[0]):
        assert fits_resource(each.to_dict()) == []


def test_what_the_client_sends_is_recorded_and_fits(stage: Stage) -> None:
    live_through_everything(stage)
    recorded = stage.control("requests")
    assert len(recorded) > 15
    for request in recorded:
        assert fits_recorded(request) == []


@pytest.mark.parametrize(
    ("spoiled", "complaint"),
    [
        ({"surprise": 1}, "product.surprise: not in Product"),
        ({"name": None}, "product.name: None is not <class 'str'>"),
        ({"active": 1}, "product.active: 1 is not <class 'bool'>"),
        ({"type": "gift"}, "product.type: 'gift' is none of the literals"),
        ({"default_price": {"object": "price"}}, "product.default_price.id: missing"),
        ({"images": "x"}, "product.images: 'x' is not a list"),
    ],
)
def test_the_check_finds_what_does_not_fit(
    stage: Stage, spoiled: dict[str, Any], complaint: str
) -> None:
    product = stage.stripe.products.create({"name": "Plan"}).to_dict()
    assert fits_resource(product) == []
    assert complaint in fits_resource(product | spoiled)


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"customer": "cus_1", "itemz": []}, "[itemz]: not in SubscriptionCreateParams"),
        ({"customer": 7}, "[customer]: 7 is not <class 'str'>"),
        ({"items": [{"price": 1}]}, "[items][0][price]: 1 is not <class 'str'>"),
        ({"cancel_at_period_end": "yes"}, "[cancel_at_period_end]: 'yes' is not <class 'bool'>"),
        (
            {"payment_behavior": "hope"},
            "[payment_behavior]: 'hope' is none of the literals",
        ),
        (
            {"billing_mode": {"type": "bendy"}},
            "[billing_mode][type]: 'bendy' is none of the literals",
        ),
        ({"billing_mode": {}}, "[billing_mode][type]: missing"),
    ],
)
def test_the_check_of_requests_finds_what_does_not_fit(
    params: dict[str, Any], complaint: str
) -> None:
    assert complaint in fits_params(params, stripe.params.SubscriptionCreateParams)


def test_a_good_request_fits() -> None:
    params = {
        "customer": "cus_1",
        "items": [{"price": "price_1", "quantity": 1}],
        "billing_mode": {"type": "flexible"},
        "metadata": {"membership": "1"},
        "expand": ["latest_invoice"],
        "trial_end": "now",
        "description": "Plan",
    }
    assert fits_params(params, stripe.params.SubscriptionCreateParams) == []
