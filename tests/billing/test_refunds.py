"""What is given back at a parting: to the card, once, never more than was paid."""

from datetime import timedelta

import pytest
from django.urls import reverse

from billing import gateway, giving_back, operations
from billing.export import own_data
from billing.models import Invoice, MoneyAlert, Refund
from billing.operations import refunds
from communities.models import Membership, Parting
from communities.operations import remove_member
from communities.refunds import Sum
from core import clock, due
from core.permissions import Refused
from core.tenancy import community_scope
from tests.fakestripe.contract import fits_recorded

pytestmark = pytest.mark.django_db
PAID = 3000


@pytest.fixture
def part(here, payer):
    """The owner parts with the newcomer, who has just paid by card."""
    subscription = payer()

    def end(**more):
        remove_member(actor=here.owner, member=here.newcomer, reason="r", **more)
        refunds.decide_refunds()
        due.sweep("billing.Refund")
        return subscription

    return end


def made():
    return gateway.client().v1.refunds.list().data


def url_of(cast):
    return reverse("communities:part", args=[cast.community.slug, cast.newcomer.pk])


def test_the_rest_of_the_period_goes_back_to_the_card(part, here, travel):
    travel(timedelta(days=10))
    subscription = part(refund="rest")
    (at_stripe,) = made()
    row = Refund.objects.get()
    left = subscription.period_end - Parting.objects.get().due_at
    share = left / (subscription.period_end - subscription.period_start)
    assert row.amount == at_stripe.amount == int(PAID * share)
    assert 1900 < row.amount < 2100
    assert (row.state, row.stripe_id, row.currency) == ("given", at_stripe.id, "EUR")
    assert not MoneyAlert.objects.exists()


def test_an_amount_goes_back_and_both_see_it(part, here, client_of):
    part(refund="amount", refund_note="12 €", refund_sum=Sum(1200, "EUR"))
    assert made()[0].amount == 1200
    slug = here.community.slug
    for who, url in (
        (here.owner, reverse("billing:person", args=[slug, here.newcomer.pk])),
        (here.newcomer, reverse("billing:mine", args=[slug])),
    ):
        text = client_of(who).get(url).text
        assert "€12.00" in text
        assert "given back to the card" in text
    (mine,) = own_data(here.newcomer)["given_back"]
    assert (mine["amount"], mine["currency"]) == (1200, "EUR")


def test_the_page_of_somebody_parted_with_offers_no_place(part, here, client_of):
    part(refund="rest")
    url = reverse("billing:person", args=[here.community.slug, here.newcomer.pk])
    text = client_of(here.owner).get(url).text
    assert "Give a place" not in text
    assert "Record the payment" not in text


@pytest.mark.parametrize("typed", ["30.01", "€31", "40 EUR", "twenty", "0", "5 $"])
def test_too_much_or_no_amount_is_422(typed, here, payer, client_of):
    payer()
    sent = {"reason": "r", "refund": "amount", "refund_note": typed, "words": "kept words"}
    answer = client_of(here.owner).post(url_of(here), sent)
    assert answer.status_code == 422
    assert "kept words" in answer.text
    assert not Parting.objects.exists()


@pytest.mark.parametrize("typed", ["30", "€30.00", "30,00 eur", "30 €"])
def test_all_of_it_may_go_back_however_it_is_typed(typed, here, payer, client_of):
    payer()
    assert "at most €30.00" in client_of(here.owner).get(url_of(here)).text
    sent = {"reason": "r", "refund": "amount", "refund_note": typed}
    assert client_of(here.owner).post(url_of(here), sent).status_code == 302
    assert Parting.objects.get().refund_amount == PAID


def test_a_second_click_gives_nothing_twice(here, payer, client_of):
    payer()
    client = client_of(here.owner)
    sent = {"reason": "r", "refund": "amount", "refund_note": "10"}
    assert client.post(url_of(here), sent).status_code == 302
    assert client.post(url_of(here), sent).status_code != 302
    for _ in range(2):
        refunds.decide_refunds()
        due.sweep("billing.Refund")
    assert [each.amount for each in made()] == [1000]


def test_a_click_from_a_page_loaded_before_is_refused(here, payer):
    payer()
    stale = Membership.objects.get(pk=here.newcomer.pk)
    remove_member(actor=here.owner, member=here.newcomer, reason="r", refund="rest")
    with pytest.raises(Refused):
        remove_member(actor=here.owner, member=stale, reason="r", refund="rest")
    assert Parting.objects.count() == 1


def test_control_one_payment_goes_back_once_whatever_the_partings(part, here):
    """Without the look above two partings stand; the key on the payment still holds."""
    part(refund="rest")
    Parting.objects.create(
        membership=here.newcomer, refund="rest", carried_out_at=clock.now(), done_at=clock.now()
    )
    refunds.decide_refunds()
    due.sweep("billing.Refund")
    assert len(made()) == Refund.objects.count() == 1
    assert MoneyAlert.objects.get().kind == "refund"


def test_nothing_paid_by_card_stands_before_the_owner(here, far, euro):
    operations.record_hand_payment(
        actor=here.owner,
        member=here.member,
        currency="EUR",
        amount=2000,
        until=clock.now().date() + timedelta(days=30),
        form_key="k",
    )
    assert giving_back.read(here.member, "as we said") is None
    assert "by itself: what you give back" in giving_back.offers(here.member)
    remove_member(actor=here.owner, member=here.member, reason="r", refund="rest")
    assert refunds.decide_refunds() == 1
    assert refunds.decide_refunds() == 0
    assert MoneyAlert.objects.get().settled_at is None
    assert not Refund.objects.exists()


def test_money_by_hand_after_a_card_is_the_last_payment(here, payer, travel):
    payer()
    travel(timedelta(days=1))
    operations.record_hand_payment(
        actor=here.owner,
        member=here.newcomer,
        currency="EUR",
        amount=2000,
        until=clock.now().date() + timedelta(days=30),
        form_key="k",
    )
    assert giving_back.last_payment(here.newcomer) is None


def test_nothing_is_left_after_the_period(here, payer, later):
    subscription = payer()
    operations.cancel_at_period_end(actor=here.newcomer, subscription=subscription)
    later(days=32)
    remove_member(actor=here.owner, member=here.newcomer, reason="r", refund="rest")
    assert refunds.decide_refunds() == 1
    assert not Refund.objects.exists()
    assert not MoneyAlert.objects.visible_to(here.owner)


def test_another_currency_or_more_than_was_paid_is_not_asked_for(part, here):
    part(refund="amount", refund_note="x", refund_sum=Sum(PAID + 1, "EUR"))
    assert not Refund.objects.exists()
    assert MoneyAlert.objects.get().kind == "refund"
    parting = Parting(refund="amount", refund_amount=100, refund_currency="RUB")
    assert giving_back.due_back(parting, Invoice.objects.get()) is None


def test_stripe_out_of_reach_is_tried_again(part, here, far, travel, settings):
    settings.FAKE_STRIPE_URL = "http://127.0.0.1:9"
    part(refund="rest")
    assert (Refund.objects.get().state, Refund.objects.get().done_at) == ("asked", None)
    assert Refund.objects.get().last_error
    settings.FAKE_STRIPE_URL = far.url
    travel(timedelta(minutes=5))
    due.sweep("billing.Refund")
    assert len(made()) == 1
    assert Refund.objects.get().state == "given"


def test_an_answer_lost_on_its_way_gives_nothing_twice(part, here, far, travel):
    for _ in range(1 + gateway.RETRIES):
        far.control("/fake/switches", fail={"method": "POST", "path": "/v1/refunds"})
    part(refund="rest")
    assert Refund.objects.get().last_error
    travel(timedelta(minutes=5))
    due.sweep("billing.Refund")
    assert len(made()) == 1
    assert Refund.objects.get().state == "given"


@pytest.mark.parametrize("forgotten", [False, True])
def test_killed_after_stripe_accepted(part, far, travel, monkeypatch, forgotten):
    """Also where the key is no longer known there: the refund itself is found."""
    real = gateway.create_refund

    def killed(refund, payment):
        real(refund, payment)
        raise KeyError

    with monkeypatch.context() as patch:
        patch.setattr(gateway, "create_refund", killed)
        part(refund="rest")
    assert Refund.objects.get().state == "asked"
    if forgotten:
        Refund.objects.update(idempotency_key="another")
    travel(timedelta(minutes=5))
    due.sweep("billing.Refund")
    assert len(made()) == 1
    assert Refund.objects.get().stripe_id == made()[0].id


def test_control_without_key_and_look_two_refunds_are_made(part, here):
    part(refund="amount", refund_note="10", refund_sum=Sum(1000, "EUR"))
    payment = gateway.payment_of(Invoice.objects.get().stripe_id)
    gateway.client().v1.refunds.create({"payment_intent": payment, "amount": 1000})
    assert len(made()) == 2


def test_what_stripe_refuses_stands_before_the_owner(here, payer, client_of):
    payer()
    payment = gateway.payment_of(Invoice.objects.get().stripe_id)
    gateway.client().v1.refunds.create({"payment_intent": payment})
    remove_member(actor=here.owner, member=here.newcomer, reason="r", refund="rest")
    refunds.decide_refunds()
    due.sweep("billing.Refund")
    assert Refund.objects.get().state == "refused"
    text = client_of(here.owner).get(reverse("billing:people", args=[here.community.slug])).text
    assert "refused to send it back" in text
    mine = client_of(here.newcomer).get(reverse("billing:mine", args=[here.community.slug])).text
    assert "back to the card" not in mine


def test_while_the_bank_thinks_it_is_on_its_way(here, payer, client_of, monkeypatch, travel):
    payer()
    status = ["pending"]
    real = gateway.create_refund

    def slow(refund, payment):
        answer = real(refund, payment)
        answer.status = status[0]
        return answer

    monkeypatch.setattr(gateway, "create_refund", slow)
    remove_member(actor=here.owner, member=here.newcomer, reason="r", refund="rest")
    refunds.decide_refunds()
    due.sweep("billing.Refund")
    mine = reverse("billing:mine", args=[here.community.slug])
    assert "on its way back" in client_of(here.newcomer).get(mine).text
    status[0] = "failed"
    travel(timedelta(days=1, minutes=1))
    due.sweep("billing.Refund")
    assert Refund.objects.get().state == "refused"
    assert MoneyAlert.objects.get(kind="refund").settled_at is None


def test_what_is_sent_fits_the_generated_types(part, here, far):
    part(refund="rest")
    asked = [
        each for each in far.control("/fake/requests", "GET") if each["path"].startswith("/v1/")
    ]
    assert "/v1/refunds" in {each["path"] for each in asked}
    assert [complaint for each in asked for complaint in fits_recorded(each)] == []


def test_others_never_read_what_goes_back(part, here, client_of):
    part(refund="rest")
    with community_scope(here.community):
        assert not Refund.objects.visible_to(here.specialist)
        assert Refund.objects.visible_to(here.owner).count() == 1
        assert Refund.objects.visible_to(here.newcomer).count() == 1
