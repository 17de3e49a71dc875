"""The member's own pages: what works, who is refused, what stays open without access."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from billing import gateway, operations
from billing.models import Checkout, Invoice, Patience, PlaceRequest, Subscription
from core import clock
from core.permissions import Refused
from tests.billing.conftest import FAILS_LATER

DAY = timedelta(days=1)
PLACES = ["mine", "pay", "ask", "return", "stop_renewal", "resume_renewal", "change_card"]


def at(cast: Any, name: str, *ids: int) -> str:
    return reverse(f"billing:{name}", args=[cast.community.slug, *ids])


@pytest.mark.parametrize("name", PLACES)
def test_strangers_find_nothing(cast, client_of, name):
    method = "post" if name in ("pay", "ask", "resume_renewal") else "get"
    assert getattr(client_of(cast.outsider), method)(at(cast, name)).status_code == 404
    answer = getattr(client_of(None), method)(at(cast, name))
    assert answer.status_code == 302
    assert "/accounts/" in answer["Location"]


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("mine", "post"),
        ("pay", "get"),
        ("ask", "get"),
        ("return", "post"),
        ("stop_renewal", "put"),
        ("resume_renewal", "get"),
        ("change_card", "post"),
    ],
)
def test_the_wrong_method_is_refused(cast, client_of, name, method):
    assert getattr(client_of(cast.member), method)(at(cast, name)).status_code == 405


@pytest.mark.parametrize(
    "who", ["owner", "specialist", "member", "reading_only", "lapsed", "newcomer", "left"]
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_everybody_reaches_their_own_page(here, plan, client_of, who, language):
    member = getattr(here, who)
    member.user.language = language
    member.user.language_chosen = True
    member.user.save()
    assert client_of(member).get(at(here, "mine")).status_code == 200


def test_the_closed_door_shows_what_stays_open(here, client_of):
    page = client_of(here.lapsed).get(at(here, "mine")).content.decode()
    slug = here.community.slug
    assert reverse("export") in page
    for link in ("communities:line_to_owner", "communities:leave"):
        assert reverse(link, args=[slug]) in page
    assert reverse("help_now") in page


def test_offers_are_shown_to_who_may_buy(here, far, plan, client_of):
    page = client_of(here.newcomer).get(at(here, "mine")).content.decode()
    assert "€30.00" in page
    assert page.count(at(here, "pay")) == 3
    assert at(here, "pay") not in client_of(here.owner).get(at(here, "mine")).content.decode()


def test_without_a_gateway_no_card_is_offered(here, plan, settings, client_of):
    settings.STRIPE_SECRET_KEY = ""
    assert at(here, "pay") not in client_of(here.newcomer).get(at(here, "mine")).content.decode()


def test_pay_goes_to_the_hosted_page(here, far, euro, client_of):
    answer = client_of(here.newcomer).post(at(here, "pay"), {"price": euro.pk})
    assert answer.status_code == 302
    assert answer["Location"].startswith(far.url)


@pytest.mark.parametrize("price", ["", "x", "1"])
def test_a_price_that_is_not_offered_is_said(here, far, euro, client_of, price):
    answer = client_of(here.newcomer).post(at(here, "pay"), {"price": price})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_a_newcomer_shows_themselves_to_the_owner_by_asking(here, plan, client_of):
    owner, people = client_of(here.owner), at(here, "people")
    person = at(here, "person", here.newcomer.pk)
    assert here.newcomer.alias not in owner.get(people).content.decode()
    assert owner.get(person).status_code == 404
    for _ in range(2):
        assert client_of(here.newcomer).post(at(here, "ask")).status_code == 302
    assert "Who waits for you" in owner.get(people).content.decode()
    assert owner.get(person).status_code == 200
    asked = client_of(here.newcomer).get(at(here, "mine")).content.decode()
    assert "asking for a place" in asked
    operations.give_place(actor=here.owner, member=here.newcomer, until=None)
    assert "Who waits for you" not in owner.get(people).content.decode()


def test_asking_to_pay_by_transfer_names_the_price(here, plan, client_of):
    price = operations.add_price(
        actor=here.owner, plan=plan, price=operations.NewPrice("KZT", 900_000, way="hand")
    )
    client = client_of(here.newcomer)
    assert at(here, "ask") in client.get(at(here, "mine")).content.decode()
    client.post(at(here, "ask"), {"price": price.pk})
    assert PlaceRequest.objects.get().price == price
    assert "KZT" in client_of(here.owner).get(at(here, "people")).content.decode()
    assert "KZT" in client.get(at(here, "mine")).content.decode()


def test_a_card_price_cannot_be_asked_for(here, euro, client_of):
    answer = client_of(here.newcomer).post(at(here, "ask"), {"price": euro.pk})
    assert answer.status_code == 422
    with pytest.raises(Refused):
        operations.ask_for_place(member=here.newcomer, price=euro)
    with pytest.raises(Refused):
        operations.ask_for_place(member=here.left)


def test_a_second_payment_is_answered_kindly(here, payer, euro, client_of):
    payer()
    answer = client_of(here.newcomer).post(at(here, "pay"), {"price": euro.pk}, follow=True)
    assert "Nothing was charged twice" in answer.content.decode()


def test_stripe_away_is_said_and_charges_nothing(here, euro, settings, client_of):
    settings.STRIPE_SECRET_KEY, settings.FAKE_STRIPE_URL = "sk_test_fake", "http://127.0.0.1:9"
    answer = client_of(here.newcomer).post(at(here, "pay"), {"price": euro.pk})
    assert answer.status_code == 503
    assert Checkout.objects.get().state == "open"


def test_coming_back_before_and_after_the_money(here, far, euro, client_of):
    url = operations.start_checkout(member=here.newcomer, price=euro)
    back = at(here, "return") + f"?session={Checkout.objects.get().stripe_id}"
    client = client_of(here.newcomer)
    waiting = client.get(back)
    assert waiting.status_code == 200
    assert "hx-get" in waiting.content.decode()
    again = client.get(back, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in again
    assert "hx-get" in again
    far.pay(url)
    done = client.get(back, headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == reverse("communities:door", args=[here.community.slug])
    assert client.get(back).status_code == 302


def test_coming_back_with_a_made_up_session_opens_nothing(here, far, client_of):
    client_of(here.newcomer).get(at(here, "return") + "?session=cs_made_up")
    here.newcomer.refresh_from_db()
    assert not here.newcomer.may_read


def test_renewal_is_switched_off_in_two_clicks_and_on_in_one(here, payer, client_of):
    payer()
    client = client_of(here.newcomer)
    assert "stays open until" in client.get(at(here, "stop_renewal")).content.decode()
    assert client.post(at(here, "stop_renewal")).status_code == 302
    assert Subscription.objects.get().cancel_at_period_end
    assert at(here, "resume_renewal") in client.get(at(here, "mine")).content.decode()
    assert client.post(at(here, "resume_renewal")).status_code == 302
    assert not Subscription.objects.get().cancel_at_period_end


@pytest.mark.parametrize("name", ["stop_renewal", "resume_renewal", "change_card"])
def test_without_a_subscription_there_is_nothing_to_change(here, far, client_of, name):
    method = "get" if name == "change_card" else "post"
    assert getattr(client_of(here.member), method)(at(here, name)).status_code == 404


@pytest.mark.parametrize("name", ["stop_renewal", "resume_renewal", "change_card"])
def test_stripe_away_while_changing(here, payer, settings, client_of, name):
    payer()
    settings.FAKE_STRIPE_URL = "http://127.0.0.1:9"
    method = "get" if name == "change_card" else "post"
    assert getattr(client_of(here.newcomer), method)(at(here, name)).status_code == 503


def test_the_card_is_changed_at_the_gateway(here, payer, far, client_of):
    payer()
    answer = client_of(here.newcomer).get(at(here, "change_card"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(far.url)


def test_a_failed_payment_shows_where_to_pay_it(here, payer, later, client_of):
    payer(number=FAILS_LATER)
    later(days=32)
    page = client_of(here.newcomer).get(at(here, "mine")).content.decode()
    assert Invoice.objects.get(status="open").url in page
    assert at(here, "pay") not in page


def test_a_lost_webhook_does_not_close_the_door(here, payer, far, travel, client_of):
    """The renewal was paid; we have not heard of it when the old access ends."""
    payer()
    far.control("/fake/clock/advance", seconds=50 * 86400)
    travel(50 * DAY)
    here.newcomer.refresh_from_db()
    assert not here.newcomer.may_read
    client_of(here.newcomer).get(at(here, "mine"))
    here.newcomer.refresh_from_db()
    assert here.newcomer.may_write


def test_stripe_away_gives_a_day_once(here, payer, travel, settings, client_of):
    payer()
    travel(50 * DAY)
    settings.FAKE_STRIPE_URL = "http://127.0.0.1:9"
    client = client_of(here.newcomer)
    client.get(at(here, "mine"))
    here.newcomer.refresh_from_db()
    assert timedelta(hours=23) < here.newcomer.read_until - clock.now() <= DAY
    travel(DAY + timedelta(minutes=1))
    client.get(at(here, "mine"))
    here.newcomer.refresh_from_db()
    assert not here.newcomer.may_read
    assert Patience.objects.count() == 1


def test_stripe_away_gives_a_stranger_to_it_nothing(here, settings, client_of):
    settings.STRIPE_SECRET_KEY, settings.FAKE_STRIPE_URL = "sk_test_fake", "http://127.0.0.1:9"
    client_of(here.lapsed).get(at(here, "mine"))
    here.lapsed.refresh_from_db()
    assert not here.lapsed.may_read


def test_a_refused_newcomer_whose_money_came_is_let_in(here, far, euro, client_of):
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    client_of(here.newcomer).get(at(here, "mine"))
    here.newcomer.refresh_from_db()
    assert here.newcomer.may_write


def test_a_key_stripe_refuses_is_no_reason_for_patience(
    here, payer, travel, monkeypatch, client_of
):
    payer()
    travel(50 * DAY)
    monkeypatch.setattr(
        gateway, "retrieve_subscription", lambda *_: (_ for _ in ()).throw(refused())
    )
    client_of(here.newcomer).get(at(here, "mine"))
    assert not Patience.objects.exists()


def refused() -> gateway.StripeError:
    return gateway.StripeError("no such key")


def add_invoice(subscription: Subscription, number: int) -> None:
    Invoice.objects.create(
        subscription=subscription,
        stripe_id=f"in_{number}",
        status="paid",
        currency="EUR",
        amount_due=3000,
        amount_paid=3000,
        url="https://pay.example/in",
        created_at=clock.now(),
    )


def test_receipts_cost_the_same_for_one_and_for_three(here, payer, client_of):
    subscription = payer()
    client, counts = client_of(here.newcomer), []
    client.get(at(here, "mine"))
    for wanted in (1, 3):
        for number in range(Invoice.objects.count(), wanted):
            add_invoice(subscription, number)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(at(here, "mine")).content.decode()
        assert page.count("Receipt") == wanted
        counts.append(len(asked))
    assert counts[0] == counts[1]
