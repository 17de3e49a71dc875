"""Changing a subscription's price: proration, interval, quantity, currency, preview."""

import pytest
import stripe

from tests.fakestripe.stage import DAY, PAYS_ONCE, Stage, period_end


def switch(
    stage: Stage, bought: stripe.Subscription, price: stripe.Price, **more: str
) -> stripe.Subscription:
    item = {"id": bought["items"].data[0].id, "price": price.id}
    return stage.stripe.subscriptions.update(bought.id, {"items": [item], **more})


def half_a_period(stage: Stage, bought: stripe.Subscription) -> None:
    item = bought["items"].data[0]
    middle = (item.current_period_start + item.current_period_end) // 2
    stage.advance(middle - stage.control("clock")["now"])


def test_without_proration_the_new_price_comes_with_the_renewal(stage: Stage) -> None:
    bought = stage.subscribed()
    half_a_period(stage, bought)
    changed = switch(stage, bought, stage.price(3000), proration_behavior="none")
    assert period_end(changed) == period_end(bought)
    assert len(stage.invoices(bought)) == 1
    stage.advance(17 * DAY)
    assert stage.invoices(bought)[0].total == 3000


def test_prorations_wait_for_the_renewal(stage: Stage) -> None:
    bought = stage.subscribed()
    half_a_period(stage, bought)
    switch(stage, bought, stage.price(3000))
    assert len(stage.invoices(bought)) == 1
    stage.advance(17 * DAY)
    renewal = stage.invoices(bought)[0]
    assert abs(renewal.total - 3750) <= 1
    assert [line.parent.subscription_item_details.proration for line in renewal.lines.data] == [
        True,
        True,
        False,
    ]


def test_always_invoice_charges_the_difference_now(stage: Stage) -> None:
    bought = stage.subscribed()
    half_a_period(stage, bought)
    switch(stage, bought, stage.price(3000), proration_behavior="always_invoice")
    now = stage.invoices(bought)[0]
    assert (now.status, now.billing_reason) == ("paid", "subscription_update")
    assert abs(now.total - 750) <= 1


def test_a_cheaper_price_leaves_credit_that_the_renewal_uses(stage: Stage) -> None:
    bought = stage.subscribed()
    half_a_period(stage, bought)
    switch(stage, bought, stage.price(500), proration_behavior="always_invoice")
    credit = stage.stripe.customers.retrieve(str(bought.customer)).balance
    assert abs(credit + 500) <= 1
    stage.advance(17 * DAY)
    renewal = stage.invoices(bought)[0]
    assert (renewal.total, renewal.amount_due) == (500, 500 + credit)
    assert stage.stripe.customers.retrieve(str(bought.customer)).balance == 0


def test_another_interval_starts_a_new_period_at_once(stage: Stage) -> None:
    bought = stage.subscribed()
    half_a_period(stage, bought)
    yearly = stage.price(12000, interval="year")
    changed = switch(stage, bought, yearly)
    item = changed["items"].data[0]
    assert item.current_period_end - item.current_period_start >= 365 * DAY
    assert abs(stage.invoices(bought)[0].amount_paid - 11250) <= 1


def test_a_change_that_cannot_be_paid_may_be_refused(stage: Stage) -> None:
    bought = stage.subscribed(PAYS_ONCE)
    half_a_period(stage, bought)
    with pytest.raises(stripe.CardError):
        switch(
            stage,
            bought,
            stage.price(9000),
            proration_behavior="always_invoice",
            payment_behavior="error_if_incomplete",
        )
    same = stage.reread(bought)
    assert same["items"].data[0].price.unit_amount == 1500
    assert (same.status, len(stage.invoices(bought))) == ("active", 1)


def test_a_preview_says_the_amount_and_changes_nothing(stage: Stage) -> None:
    bought = stage.subscribed()
    half_a_period(stage, bought)
    plain = stage.stripe.invoices.create_preview({"subscription": bought.id})
    assert plain.amount_due == 1500
    change = {
        "items": [{"id": bought["items"].data[0].id, "price": stage.price(3000).id}],
        "proration_behavior": "always_invoice",
    }
    asked = {"subscription": bought.id, "subscription_details": change}
    assert abs(stage.stripe.invoices.create_preview(asked).amount_due - 750) <= 1
    assert stage.reread(bought)["items"].data[0].price.unit_amount == 1500
    assert len(stage.invoices(bought)) == 1


@pytest.mark.parametrize(
    ("currency", "amount"), [("jpy", 1200), ("krw", 9900), ("kwd", 4500), ("eur", 1099)]
)
def test_currencies_with_0_2_and_3_decimals_stay_integers(
    stage: Stage, currency: str, amount: int
) -> None:
    price = stage.price(amount, currency)
    bought = stage.subscribed(line_items=[{"price": price.id, "quantity": 2}])
    (invoice,) = stage.invoices(bought)
    assert (invoice.currency, invoice.amount_paid) == (currency, 2 * amount)
    assert price.unit_amount == amount


def test_kwd_goes_in_steps_of_ten(stage: Stage) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        stage.price(4501, "kwd")


def test_one_customer_pays_in_one_currency(stage: Stage) -> None:
    bought = stage.subscribed()
    with pytest.raises(stripe.InvalidRequestError, match="cannot combine currencies"):
        stage.session(stage.price(900, "eur"), customer=str(bought.customer))
    with pytest.raises(stripe.InvalidRequestError, match="cannot combine currencies"):
        stage.stripe.subscriptions.create(
            {"customer": str(bought.customer), "items": [{"price": stage.price(9, "eur").id}]}
        )


def test_one_price_may_name_several_currencies(stage: Stage) -> None:
    price = stage.stripe.prices.create(
        {
            "currency": "usd",
            "unit_amount": 1500,
            "currency_options": {"jpy": {"unit_amount": 2200}},
            "recurring": {"interval": "month"},
            "product_data": {"name": "Plan"},
        }
    )
    bought = stage.subscribed(currency="jpy", line_items=[{"price": price.id, "quantity": 1}])
    assert (bought.currency, stage.invoices(bought)[0].amount_paid) == ("jpy", 2200)


def test_an_archived_price_serves_those_who_have_it(stage: Stage) -> None:
    price = stage.price()
    bought = stage.subscribed(line_items=[{"price": price.id, "quantity": 1}])
    stage.stripe.prices.update(price.id, {"active": False})
    with pytest.raises(stripe.InvalidRequestError, match="inactive"):
        stage.session(price)
    stage.advance(32 * DAY)
    assert stage.invoices(bought)[0].status == "paid"
