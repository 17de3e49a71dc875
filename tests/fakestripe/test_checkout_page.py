"""The hosted pages as a browser without script meets them."""

import re

import pytest
import stripe

from tests.fakestripe.stage import ASKS, DAY, DECLINED, GOOD, PAYS_ONCE, POOR, Stage


def test_the_page_shows_what_is_bought_and_takes_nothing_from_elsewhere(stage: Stage) -> None:
    price = stage.price(1234500, "kwd", interval_count=3)
    session = stage.session(price)
    answer = stage.http.get(str(session.url), timeout=10)
    assert answer.status_code == 200
    assert "1\N{NO-BREAK SPACE}234.500 KWD" in answer.text
    assert "Plan &lt;b&gt;" in answer.text
    assert "every 3 months" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self' http://localhost:8000" in policy
    assert not re.search(r"<script|<style|style=|\son\w+=|//(?!localhost)", answer.text)
    sheet = stage.http.get(stage.server.url + "/static/style.css", timeout=10)
    assert sheet.headers["Content-Type"].startswith("text/css")


def test_the_page_speaks_russian_when_asked(stage: Stage) -> None:
    session = stage.session(locale="ru")
    text = stage.http.get(str(session.url), timeout=10).text
    assert '<html lang="ru">' in text
    assert "Учебная страница оплаты" in text
    assert "15,00 USD" in text


def test_paying_leads_back_with_the_session(stage: Stage) -> None:
    session = stage.session()
    answer = stage.submit(str(session.url), **stage.card("4242 4242 4242 4242"))
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://localhost:8000/back/?session={session.id}"
    paid = stage.stripe.checkout.sessions.retrieve(session.id)
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)


def test_submitting_twice_pays_once(stage: Stage) -> None:
    session = stage.session()
    answers = [stage.submit(str(session.url), **stage.card(GOOD)) for _ in range(3)]
    assert {each.headers["Location"] for each in answers} == {answers[0].headers["Location"]}
    assert len(stage.stripe.charges.list().data) == 1
    assert len(stage.stripe.subscriptions.list({"status": "all"}).data) == 1


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"number": DECLINED}, "declined"),
        ({"number": POOR}, "not enough money"),
        ({"number": "4111 1111 1111 1111"}, "Only test cards"),
        ({"number": "4242 4242 4242 4241"}, "number is not right"),
        ({"expires": "01/20"}, "expired"),
        ({"expires": "soon"}, "expired"),
        ({"cvc": "1"}, "security code"),
    ],
)
def test_a_bad_card_stays_on_the_page_with_what_was_typed(
    stage: Stage, form: dict[str, str], words: str
) -> None:
    session = stage.session()
    answer = stage.submit(str(session.url), **(stage.card(GOOD) | form))
    assert answer.status_code == 422
    assert words in answer.text
    assert form.get("number", GOOD) in answer.text
    assert stage.stripe.checkout.sessions.retrieve(session.id).status == "open"
    assert stage.submit(str(session.url), **stage.card(GOOD)).status_code == 303
    assert [each.status for each in stage.stripe.subscriptions.list().data] == ["active"]


def test_no_card_number_is_kept(stage: Stage) -> None:
    session = stage.session()
    stage.submit(str(session.url), **stage.card("4111111111111111"))
    stage.submit(str(session.url), **stage.card(GOOD))
    dump = "\n".join(stage.server.fake.store._connection.iterdump())
    assert "4111111111111111" not in dump
    assert GOOD not in dump


def test_the_bank_is_asked_and_says_yes(stage: Stage) -> None:
    session = stage.session()
    answer = stage.submit(str(session.url), **stage.card(ASKS))
    bank = answer.headers["Location"]
    assert "15.00 USD" in stage.http.get(stage.server.url + bank, timeout=10).text
    (begun,) = stage.stripe.subscriptions.list({"status": "incomplete"}).data
    assert stage.stripe.checkout.sessions.retrieve(session.id).subscription is None
    back = stage.submit(bank, answer="yes").headers["Location"]
    assert back == f"http://localhost:8000/back/?session={session.id}"
    assert stage.reread(begun).status == "active"
    stage.advance(32 * DAY)
    assert [each.status for each in stage.invoices(begun)] == ["paid", "paid"]


def test_the_bank_says_no_and_another_card_pays_the_same_subscription(stage: Stage) -> None:
    session = stage.session()
    bank = stage.submit(str(session.url), **stage.card(ASKS)).headers["Location"]
    refused = stage.submit(bank, answer="no")
    assert "bank did not confirm" in refused.text
    assert stage.submit(str(session.url), **stage.card(GOOD)).status_code == 303
    (bought,) = stage.stripe.subscriptions.list({"status": "all"}).data
    assert bought.status == "active"
    assert [each.amount_paid for each in stage.invoices(bought)] == [1500]


def test_an_expired_session_takes_no_money(stage: Stage) -> None:
    session = stage.session()
    address = str(session.url)
    stage.advance(DAY + 1)
    assert stage.stripe.checkout.sessions.retrieve(session.id).status == "expired"
    assert stage.submit(address, **stage.card(GOOD)).status_code == 410
    assert stage.stripe.charges.list().data == []
    assert "checkout.session.expired" in stage.receiver.types


def test_a_session_may_have_no_way_back(stage: Stage) -> None:
    price = stage.price()
    session = stage.stripe.checkout.sessions.create(
        {
            "mode": "subscription",
            "line_items": [{"price": price.id, "quantity": 1}],
            "success_url": "http://localhost:8000/done",
        }
    )
    assert "<a " not in stage.http.get(str(session.url), timeout=10).text


def test_a_one_time_payment(stage: Stage) -> None:
    price = stage.stripe.prices.create(
        {"currency": "eur", "unit_amount": 900, "product_data": {"name": "Ten days"}}
    )
    session = stage.session(price, mode="payment", payment_intent_data={"metadata": {"pass": "3"}})
    assert stage.pay(session) == "complete"
    paid = stage.stripe.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (paid.amount_total, paid.payment_intent.status) == (900, "succeeded")
    assert paid.payment_intent.metadata["pass"] == "3"


def test_an_address_never_used_is_a_404_page(stage: Stage) -> None:
    for path in ("/checkout/cs_test_no", "/portal/bps_no", "/invoice/in_no", "/elsewhere"):
        assert stage.http.get(stage.server.url + path, timeout=10).status_code == 404


def test_the_portal_changes_the_card_and_ends_the_subscription(stage: Stage) -> None:
    bought = stage.subscribed(PAYS_ONCE)
    asked = {"customer": str(bought.customer), "return_url": "http://localhost:8000/billing/"}
    portal = stage.stripe.billing_portal.sessions.create(asked)
    page = stage.http.get(portal.url, timeout=10).text
    assert "0341" in page
    assert "http://localhost:8000/billing/" in page
    assert stage.submit(portal.url + "/card", **stage.card(DECLINED)).status_code == 422
    assert stage.submit(portal.url + "/card", **stage.card(GOOD)).status_code == 303
    assert "4242" in stage.http.get(portal.url, timeout=10).text
    stage.submit(f"{portal.url}/{bought.id}/cancel")
    assert stage.reread(bought).cancel_at_period_end is True
    stage.submit(f"{portal.url}/{bought.id}/keep")
    assert stage.reread(bought).cancel_at_period_end is False


def test_the_portal_of_one_customer_does_not_reach_another(stage: Stage) -> None:
    mine, other = stage.subscribed(), stage.subscribed()
    portal = stage.stripe.billing_portal.sessions.create({"customer": str(mine.customer)})
    assert stage.submit(f"{portal.url}/{other.id}/cancel").status_code == 404
    assert stage.reread(other).cancel_at_period_end is False


def test_an_open_invoice_is_paid_on_its_page_and_the_card_is_kept(stage: Stage) -> None:
    bought = stage.subscribed(PAYS_ONCE)
    stage.advance(32 * DAY)
    invoice = stage.invoices(bought)[0]
    assert invoice.status == "open"
    address = str(invoice.hosted_invoice_url)
    assert stage.submit(address, **stage.card(DECLINED)).status_code == 422
    assert stage.submit(address, **stage.card(GOOD)).status_code == 200
    assert stage.submit(address, **stage.card(GOOD)).status_code == 200
    assert stage.reread(bought).status == "active"
    stage.advance(31 * DAY)
    assert [each.amount_paid for each in stage.invoices(bought)] == [1500, 1500, 1500]


def test_a_trial_with_a_card_that_asks_saves_it_after_the_bank(stage: Stage) -> None:
    session = stage.session(subscription_data={"trial_period_days": 5})
    bank = stage.submit(str(session.url), **stage.card(ASKS)).headers["Location"]
    assert stage.stripe.subscriptions.list({"status": "all"}).data == []
    stage.submit(bank, answer="yes")
    (begun,) = stage.stripe.subscriptions.list().data
    assert begun.status == "trialing"
    stage.advance(6 * DAY)
    assert stage.reread(begun).status == "active"


def test_a_card_is_saved_without_a_payment(stage: Stage) -> None:
    customer = stage.stripe.customers.create()
    session = stage.stripe.checkout.sessions.create(
        {
            "mode": "setup",
            "currency": "usd",
            "customer": customer.id,
            "success_url": "https://example.org/done",
        }
    )
    assert stage.submit(str(session.url), **stage.card(DECLINED)).status_code == 422
    assert stage.submit(str(session.url), **stage.card(GOOD)).status_code == 303
    saved = stage.stripe.checkout.sessions.retrieve(session.id, {"expand": ["setup_intent"]})
    methods = stage.stripe.customers.payment_methods.list(customer.id).data
    assert [each.id for each in methods] == [saved.setup_intent.payment_method]
    assert stage.stripe.charges.list().data == []


def test_only_web_addresses_are_led_to(stage: Stage) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="Not a valid URL"):
        stage.session(cancel_url="javascript:alert(1)")


def test_a_complete_session_is_never_charged_again_by_any_way(stage: Stage) -> None:
    session = stage.session()
    assert [stage.pay(session), stage.pay(session)] == ["complete", "complete"]
    assert len(stage.stripe.charges.list().data) == 1


def test_a_bank_that_answers_too_late_moves_no_money(stage: Stage) -> None:
    session = stage.session()
    bank = stage.submit(str(session.url), **stage.card(ASKS)).headers["Location"]
    stage.stripe.checkout.sessions.expire(session.id)
    assert stage.submit(bank, answer="yes").status_code == 410
    assert stage.stripe.charges.list().data == []
    (begun,) = stage.stripe.subscriptions.list({"status": "all"}).data
    assert begun.status == "incomplete_expired"


def test_two_sessions_of_one_person_make_two_subscriptions(stage: Stage) -> None:
    """As at Stripe: to keep it at one is the seller's work."""
    customer = stage.stripe.customers.create().id
    first, second = stage.session(customer=customer), stage.session(customer=customer)
    assert stage.pay(first, ASKS) == "requires_action"
    assert stage.pay(second) == "complete"
    assert stage.submit(f"/checkout/{first.id}/bank", answer="yes").status_code == 303
    live = stage.stripe.subscriptions.list({"customer": customer, "status": "active"}).data
    assert len(live) == 2
