"""The owner's desk of money: what works, who is refused, what a wrong form gets."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing import operations
from billing.models import Grant, HandPayment, MoneyAlert, Plan, Price, Subscription
from communities.models import UNLIMITED, AuditEntry
from core import clock
from tests.factories import MembershipFactory

NOBODY = ["specialist", "curator", "member", "reading_only", "outsider"]


def at(cast: Any, name: str, *ids: int) -> str:
    return reverse(f"billing:{name}", args=[cast.community.slug, *ids])


def day(ahead: int) -> str:
    return (clock.now() + timedelta(days=ahead)).date().isoformat()


@pytest.fixture
def desk(here, plan):
    """Every address of the desk with the ids it needs, by name."""
    grant = operations.give_place(actor=here.owner, member=here.lapsed, until=None)
    payment = operations.record_hand_payment(
        actor=here.owner,
        member=here.curator,
        amount=1000,
        currency="EUR",
        until=(clock.now() + timedelta(days=40)).date(),
        form_key="k",
    )
    price = plan.prices.first()
    return {
        "plans": ("get", at(here, "plans")),
        "add_price": ("post", at(here, "add_price", plan.pk)),
        "archive_plan": ("post", at(here, "archive_plan", plan.pk)),
        "archive_price": ("post", at(here, "archive_price", price.pk)),
        "change_grace": ("post", at(here, "change_grace")),
        "people": ("get", at(here, "people")),
        "person": ("get", at(here, "person", here.member.pk)),
        "give_place": ("post", at(here, "give_place", here.member.pk)),
        "record_payment": ("post", at(here, "record_payment", here.member.pk)),
        "revoke_place": ("post", at(here, "revoke_place", grant.pk)),
        "take_back_payment": ("post", at(here, "take_back_payment", payment.pk)),
    }


@pytest.mark.parametrize("who", NOBODY)
def test_to_others_the_desk_does_not_exist(here, desk, client_of, who):
    client = client_of(getattr(here, who))
    for name, (method, url) in desk.items():
        assert getattr(client, method)(url).status_code == 404, name
    assert Grant.objects.standing().count() == HandPayment.objects.standing().count() == 1


def test_the_wrong_method_is_refused(here, desk, client_of):
    client = client_of(here.owner)
    for name, (method, url) in desk.items():
        other = client.put if method == "get" else client.get
        assert other(url).status_code == 405, name


def test_ids_of_another_community_are_absent(here, desk, client_of):
    other = MembershipFactory(community=here.elsewhere, owner=True)
    client = client_of(other)
    for name, (method, url) in desk.items():
        crossed = url.replace(here.community.slug, here.elsewhere.slug)
        if name not in ("plans", "people", "change_grace"):
            assert getattr(client, method)(crossed).status_code == 404, name


def typed_plan(**prices: str) -> dict[str, str]:
    rows = {
        "form-TOTAL_FORMS": "3",
        "form-INITIAL_FORMS": "0",
        "name": "Evening",
        "description": "",
    }
    for number in range(3):
        rows |= {
            f"form-{number}-currency": "AED",
            f"form-{number}-amount": "",
            f"form-{number}-interval": "month",
            f"form-{number}-way": "card",
        }
    return rows | prices


def test_a_plan_with_two_currencies_in_one_form(here, client_of):
    sent = typed_plan(
        **{
            "form-0-currency": "EUR",
            "form-0-amount": "30",
            "form-1-currency": "RUB",
            "form-1-amount": "2 500",
        }
    )
    assert client_of(here.owner).post(at(here, "plans"), sent).status_code == 302
    plan = Plan.objects.get()
    found = {(price.currency, price.amount) for price in plan.prices.all()}
    assert found == {("EUR", 3000), ("RUB", 250_000)}
    assert AuditEntry.objects.get().action == "open_plan"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"form-0-currency": "EUR", "form-0-amount": "much"},
        {"form-0-currency": "JPY", "form-0-amount": "1.5"},
        {"name": "", "form-0-currency": "EUR", "form-0-amount": "30"},
        {
            "form-0-currency": "EUR",
            "form-0-amount": "30",
            "form-1-currency": "EUR",
            "form-1-amount": "40",
        },
    ],
)
def test_a_wrong_plan_keeps_what_was_typed(here, client_of, wrong):
    answer = client_of(here.owner).post(at(here, "plans"), typed_plan(**wrong))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "error-summary" in page
    for value in wrong.values():
        assert value in page
    assert not Plan.objects.exists()


def test_a_currency_is_added_in_two_clicks(here, plan, client_of):
    sent = {"currency": "JPY", "amount": "3000", "interval": "month", "way": "card"}
    prefixed = {f"{plan.code}-{name}": value for name, value in sent.items()}
    url = at(here, "add_price", plan.pk)
    client = client_of(here.owner)
    assert client.post(url, prefixed).status_code == 302
    assert plan.prices.get(currency="JPY").amount == 3000
    again = client.post(url, prefixed)
    assert again.status_code == 422
    assert "already has such a price" in again.content.decode()
    assert client.post(url, {}).status_code == 422


def test_archiving_offers_no_more_and_keeps_payers(here, payer, plan, euro, client_of):
    payer()
    client = client_of(here.owner)
    client.post(at(here, "archive_price", euro.pk))
    assert not Price.objects.live().filter(pk=euro.pk).exists()
    client.post(at(here, "archive_plan", plan.pk))
    assert not Plan.objects.live().exists()
    assert Subscription.objects.live().exists()
    here.newcomer.refresh_from_db()
    assert here.newcomer.may_write


def test_grace_is_changed_for_everybody_at_once(here, payer, client_of):
    payer()
    before = here.newcomer.read_until
    sent = {"full_days": "1", "reading_days": "0"}
    assert client_of(here.owner).post(at(here, "change_grace"), sent).status_code == 302
    here.newcomer.refresh_from_db()
    assert here.newcomer.read_until < before


@pytest.mark.parametrize("days", ["", "-1", "61", "x"])
def test_wrong_days_are_said(here, client_of, days):
    sent = {"full_days": days, "reading_days": "7"}
    assert client_of(here.owner).post(at(here, "change_grace"), sent).status_code == 422


def test_a_place_is_given_and_taken_back(here, client_of):
    client = client_of(here.owner)
    url = at(here, "give_place", here.lapsed.pk)
    assert client.post(url, {"place-until": "", "place-reason": "hardship"}).status_code == 302
    here.lapsed.refresh_from_db()
    assert here.lapsed.full_until == UNLIMITED
    seen = client_of(here.lapsed).get(at(here, "mine")).content.decode()
    assert "hardship" not in seen
    grant = Grant.objects.get()
    assert client.post(at(here, "revoke_place", grant.pk)).status_code == 302
    here.lapsed.refresh_from_db()
    assert not here.lapsed.may_read
    assert client.post(at(here, "revoke_place", grant.pk)).status_code == 404


@pytest.mark.parametrize("until", ["2001-01-01", "tomorrow", "9999-01-01"])
def test_a_wrong_day_is_said(here, client_of, until):
    url = at(here, "give_place", here.member.pk)
    answer = client_of(here.owner).post(url, {"place-until": until, "place-reason": "keep me"})
    assert answer.status_code == 422
    assert "keep me" in answer.content.decode()


def test_a_payment_by_hand_is_recorded_once_and_taken_back(here, client_of):
    client = client_of(here.owner)
    url = at(here, "record_payment", here.lapsed.pk)
    sent = {
        "payment-amount": "1 200",
        "payment-currency": "RUB",
        "payment-until": day(30),
        "payment-form_key": "one",
    }
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    payment = HandPayment.objects.get()
    assert (payment.amount, payment.confirmed_by) == (120_000, here.owner)
    here.lapsed.refresh_from_db()
    assert here.lapsed.may_write
    client.post(at(here, "take_back_payment", payment.pk))
    here.lapsed.refresh_from_db()
    assert not here.lapsed.may_read
    assert HandPayment.objects.count() == 1


def test_a_wrong_payment_is_said(here, client_of):
    url = at(here, "record_payment", here.member.pk)
    assert client_of(here.owner).post(url, {"payment-amount": "x"}).status_code == 422


def test_who_left_has_no_page_here(here, client_of):
    client = client_of(here.owner)
    assert client.get(at(here, "person", here.left.pk)).status_code == 404
    assert client.get(at(here, "person", here.owner.pk)).status_code == 404


def test_who_is_behind_stands_first(here, payer, later, client_of):
    from tests.billing.conftest import FAILS_LATER

    payer(number=FAILS_LATER)
    later(days=32)
    page = client_of(here.owner).get(at(here, "people")).content.decode()
    assert page.index(here.newcomer.alias) < page.index("Everybody")
    assert "unpaid since" in page
    assert "€30.00" in page


def test_who_paid_by_hand_and_stopped_is_behind(here, travel):
    from billing.queries import behind

    operations.record_hand_payment(
        actor=here.owner,
        member=here.lapsed,
        amount=1000,
        currency="EUR",
        until=(clock.now() + timedelta(days=3)).date(),
        form_key="k",
    )
    assert behind() == []
    travel(timedelta(days=5))
    assert [each.member for each in behind()] == [here.lapsed]


def test_an_alert_is_settled(here, payer, client_of):
    alert = MoneyAlert.objects.create(kind="double", membership=here.newcomer, subscription=payer())
    client = client_of(here.owner)
    assert "Paid a second time" in client.get(at(here, "people")).content.decode()
    url = at(here, "settle_alert", alert.pk)
    assert client_of(here.specialist).post(url).status_code == 404
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert "Paid a second time" not in client.get(at(here, "people")).content.decode()
    assert client.post(url).status_code == 404


def queries_of(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_people_cost_the_same_for_one_and_for_three(here, client_of):
    client, url = client_of(here.owner), at(here, "people")
    queries_of(client, url)
    operations.give_place(actor=here.owner, member=here.member, until=None)
    one = queries_of(client, url)
    for who in (here.curator, here.insider):
        operations.give_place(actor=here.owner, member=who, until=None)
    assert queries_of(client, url) == one


def test_plans_cost_the_same_for_one_and_for_three(here, plan, client_of):
    client, url = client_of(here.owner), at(here, "plans")
    queries_of(client, url)
    one = queries_of(client, url)
    for name in ("Second", "Third"):
        operations.open_plan(actor=here.owner, name=name, prices=[operations.NewPrice("EUR", 100)])
    assert queries_of(client, url) == one


def test_more_people_than_a_page(here, client_of, monkeypatch):
    monkeypatch.setattr("billing.queries.PAGE", 2)
    client, url, seen = client_of(here.owner), at(here, "people"), ""
    first = client.get(url).content.decode()
    assert "Show more" in first
    while "?after=" in first:
        link = first.split("?after=")[1].split('"')[0]
        first = client.get(f"{url}?after={link}").content.decode()
        seen += first
    assert here.member.alias in seen
