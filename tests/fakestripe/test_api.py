"""The manners of /v1: keys, idempotency, errors, lists, expansion, spoiled answers."""

import pytest
import stripe

from tests.fakestripe.stage import GOOD, Stage


def test_a_wrong_key_is_refused(stage: Stage) -> None:
    wrong = stripe.StripeClient(
        "sk_test_other",
        base_addresses={"api": stage.server.url},
        http_client=stripe.RequestsClient(session=stage.http),
    )
    with pytest.raises(stripe.AuthenticationError):
        wrong.v1.customers.list()
    control = stage.http.get(stage.server.url + "/fake/clock", timeout=10)
    assert control.status_code == 401


def test_the_same_key_and_parameters_give_the_same_answer(stage: Stage) -> None:
    key = stripe.RequestOptions(idempotency_key="k1")
    first = stage.stripe.customers.create({"email": "a@example.org"}, key)
    again = stage.stripe.customers.create({"email": "a@example.org"}, key)
    assert first.id == again.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError):
        stage.stripe.customers.create({"email": "b@example.org"}, key)
    assert len(stage.stripe.customers.list().data) == 1


def test_a_declined_payment_is_replayed_as_declined(stage: Stage) -> None:
    sent = {
        "amount": 500,
        "currency": "usd",
        "confirm": True,
        "payment_method": "pm_card_visa_chargeDeclined",
    }
    for _ in range(2):
        with pytest.raises(stripe.CardError) as declined:
            stage.stripe.payment_intents.create(sent, {"idempotency_key": "k"})
        assert declined.value.code == "card_declined"
        assert declined.value.http_status == 402
    assert len(stage.stripe.charges.list().data) == 1


def test_a_refused_request_may_be_repeated_in_corrected_form(stage: Stage) -> None:
    key = {"idempotency_key": "k"}
    with pytest.raises(stripe.InvalidRequestError):
        stage.stripe.products.create({}, key)  # type: ignore[arg-type]
    assert stage.stripe.products.create({"name": "Plan"}, key).name == "Plan"


def test_an_error_after_success_is_healed_by_asking_again(stage: Stage) -> None:
    stage.control("switches", fail={"path": "/v1/customers"})
    key = {"idempotency_key": "k"}
    with pytest.raises(stripe.APIError):
        stage.stripe.customers.create({}, key)
    made = stage.stripe.customers.create({}, key)
    assert [each.id for each in stage.stripe.customers.list().data] == [made.id]


def test_a_timeout_after_success_is_healed_by_asking_again(stage: Stage) -> None:
    stage.control("switches", stall={"path": "/v1/customers", "seconds": 1})
    hasty = stripe.StripeClient(
        "sk_test_fake",
        base_addresses={"api": stage.server.url},
        http_client=stripe.RequestsClient(session=stage.http, timeout=0.3),
        max_network_retries=2,
    )
    made = hasty.v1.customers.create({})
    assert [each.id for each in stage.stripe.customers.list().data] == [made.id]


@pytest.mark.parametrize(
    ("path", "params", "code", "param"),
    [
        ("products", {"colour": "red"}, "parameter_unknown", "colour"),
        ("products", {}, "parameter_missing", "name"),
        (
            "prices",
            {"currency": "usd", "unit_amount": "x"},
            "parameter_invalid_integer",
            "unit_amount",
        ),
        ("checkout/sessions", {"mode": "gift"}, None, "mode"),
        ("subscriptions", {"customer": "cus_no"}, "resource_missing", "customer"),
    ],
)
def test_what_is_wrong_is_named(
    stage: Stage, path: str, params: dict[str, str], code: str | None, param: str
) -> None:
    answer = stage.http.post(
        f"{stage.server.url}/v1/{path}",
        data=params,
        headers={"Authorization": "Bearer sk_test_fake"},
        timeout=10,
    )
    error = answer.json()["error"]
    assert answer.status_code in {400, 404}
    assert error["type"] == "invalid_request_error"
    assert (error.get("code"), error["param"]) == (code, param)


def test_what_is_missing_is_a_404(stage: Stage) -> None:
    with pytest.raises(stripe.InvalidRequestError) as missing:
        stage.stripe.subscriptions.retrieve("sub_no")
    assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.InvalidRequestError, match="Unrecognized request URL"):
        stage.stripe.coupons.list()


def test_lists_come_in_pages_newest_first(stage: Stage) -> None:
    made = [stage.stripe.customers.create({"email": f"{n}@example.org"}).id for n in range(5)]
    first = stage.stripe.customers.list({"limit": 2})
    assert ([each.id for each in first.data], first.has_more) == (made[:2:-1], True)
    rest = stage.stripe.customers.list({"limit": 10, "starting_after": made[3]})
    assert ([each.id for each in rest.data], rest.has_more) == (made[2::-1], False)
    before = stage.stripe.customers.list({"limit": 1, "ending_before": made[2]})
    assert ([each.id for each in before.data], before.has_more) == ([made[3]], True)
    assert [each.id for each in first.auto_paging_iter()] == made[::-1]
    assert stage.stripe.customers.list({"email": "3@example.org"}).data[0].id == made[3]


def test_expansion(stage: Stage) -> None:
    bought = stage.subscribed()
    expand = ["latest_invoice.payments", "customer", "default_payment_method"]
    full = stage.stripe.subscriptions.retrieve(bought.id, {"expand": expand})
    assert full.latest_invoice.payments.data[0].status == "paid"
    assert full.customer.object == "customer"
    assert full.default_payment_method.card.last4 == GOOD[-4:]
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        stage.stripe.subscriptions.retrieve(bought.id, {"expand": ["surprise"]})


def test_requests_are_recorded_for_tests(stage: Stage) -> None:
    options = {"idempotency_key": "k9", "stripe_account": "acct_7"}
    stage.stripe.customers.create({"metadata": {"a": "1"}, "preferred_locales": ["ru"]}, options)
    (asked,) = stage.control("requests")
    assert asked["path"] == "/v1/customers"
    assert asked["params"] == {"metadata": {"a": "1"}, "preferred_locales": ["ru"]}
    assert (asked["idempotency_key"], asked["stripe_account"]) == ("k9", "acct_7")
    assert asked["stripe_version"] == stripe.api_version


def test_metadata_is_merged_and_unset(stage: Stage) -> None:
    made = stage.stripe.customers.create({"metadata": {"a": "1", "b": "2"}})
    changed = stage.stripe.customers.update(made.id, {"metadata": {"b": "", "c": "3"}})
    assert changed.metadata.to_dict() == {"a": "1", "c": "3"}


def test_refunds_never_exceed_what_was_paid(stage: Stage) -> None:
    stage.subscribed()
    (charge,) = stage.stripe.charges.list().data
    part = stage.stripe.refunds.create({"charge": charge.id, "amount": 500})
    assert (part.status, part.payment_intent) == ("succeeded", charge.payment_intent)
    with pytest.raises(stripe.InvalidRequestError):
        stage.stripe.refunds.create({"charge": charge.id, "amount": 1001})
    stage.stripe.refunds.create({"payment_intent": str(charge.payment_intent)})
    whole = stage.stripe.charges.retrieve(charge.id, {"expand": ["refunds"]})
    assert (whole.amount_refunded, whole.refunded, len(whole.refunds.data)) == (1500, True, 2)
    with pytest.raises(stripe.InvalidRequestError) as again:
        stage.stripe.refunds.create({"charge": charge.id})
    assert again.value.code == "charge_already_refunded"


@pytest.mark.parametrize("number", [GOOD, "5555555555554444"])
def test_a_detached_card_is_nobodys_default(stage: Stage, number: str) -> None:
    bought = stage.subscribed(number)
    stage.stripe.payment_methods.detach(str(bought.default_payment_method))
    assert stage.reread(bought).default_payment_method is None
    assert stage.stripe.customers.payment_methods.list(str(bought.customer)).data == []
    stage.advance(32 * 24 * 3600)
    assert stage.reread(bought).status == "past_due"


def test_deleting_a_customer_ends_what_runs(stage: Stage) -> None:
    bought = stage.subscribed()
    stage.stripe.customers.delete(str(bought.customer))
    assert stage.reread(bought).status == "canceled"
    assert stage.stripe.customers.retrieve(str(bought.customer)).deleted is True
    with pytest.raises(stripe.InvalidRequestError):
        stage.session(customer=str(bought.customer))


def test_an_own_product_id_is_taken_once_and_found_in_an_address(stage: Stage) -> None:
    made = stage.stripe.products.create({"id": "plan-é:7", "name": "Plan"})
    assert stage.stripe.products.retrieve(made.id).name == "Plan"
    with pytest.raises(stripe.InvalidRequestError) as taken:
        stage.stripe.products.create({"id": made.id, "name": "Plan"})
    assert taken.value.code == "resource_already_exists"
