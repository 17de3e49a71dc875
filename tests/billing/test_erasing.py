"""Erasing an account ends the money first, and leaves receipts without a name."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.erasing import PAUSE
from accounts.models import User
from billing import gateway
from billing.models import HandPayment, Invoice
from billing.operations import sweeps
from communities.operations import delete_account, leave
from core import clock, due
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def sweep(travel: Any) -> None:
    sweeps.stop_charging()
    sweeps.close_checkouts()
    due.sweep()
    travel(PAUSE)


def test_the_subscription_ends_before_the_person_goes(
    here: Cast, payer: Any, far: Any, travel: Any
) -> None:
    payer()
    user = here.newcomer.user
    delete_account(user=user, words={})
    due.sweep("accounts.AccountErasure")
    assert User.objects.filter(pk=user.pk).exists()
    sweep(travel)
    sweep(travel)
    assert far.live() == []
    assert not User.objects.filter(pk=user.pk).exists()
    assert [invoice.url for invoice in Invoice.objects.all()] == [""]


def test_stripe_unreachable_is_asked_again_until_it_is_done(
    here: Cast, payer: Any, far: Any, travel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    payer()
    user = here.newcomer.user

    def unreachable(*args: Any) -> None:
        raise gateway.Unreachable[0]("away")

    delete_account(user=user, words={})
    with monkeypatch.context() as patch:
        patch.setattr(gateway, "cancel_now", unreachable)
        for _ in range(3):
            sweep(travel)
    assert len(far.live()) == 1
    assert User.objects.filter(pk=user.pk).exists()
    for _ in range(8):
        sweep(travel)
    assert far.live() == []
    assert not User.objects.filter(pk=user.pk).exists()


def test_killed_between_leaving_and_the_end_of_billing(here: Cast, payer: Any, far: Any) -> None:
    """Left is written first: the sweep finds who left and still pays, whatever was lost."""
    payer()
    leave(actor=here.newcomer, words="deleted")
    assert len(far.live()) == 1
    sweeps.stop_charging()
    due.sweep("billing.Cancellation")
    assert far.live() == []
    sweeps.stop_charging()
    due.sweep("billing.Cancellation")
    assert far.live() == []


def test_a_note_that_may_name_somebody_goes(here: Cast, travel: Any) -> None:
    now = clock.now()
    HandPayment.objects.create(
        membership=here.member,
        currency="EUR",
        amount=1900,
        period_start=now,
        period_end=now,
        confirmed_by=here.owner,
        time_zone="UTC",
        note="from Anna B.",
    )
    delete_account(user=here.member.user, words={})
    sweep(travel)
    kept = HandPayment.objects.get()
    assert (kept.note, kept.amount) == ("", 1900)


def test_the_page_of_who_left_says_that_payment_is_being_ended(
    here: Cast, payer: Any, client_of: Any
) -> None:
    payer()
    leave(actor=here.newcomer)
    mine = reverse("billing:mine", args=[here.community.slug])
    assert "is being ended" in client_of(here.newcomer).get(mine).text
    sweeps.stop_charging()
    due.sweep("billing.Cancellation")
    page = client_of(here.newcomer).get(mine).text
    assert "is being ended" not in page
    assert "Nothing more will be charged" in page
