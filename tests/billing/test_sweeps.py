"""What time brings: closed sockets, letters, the end of charging; and places."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from billing import operations
from billing.models import AccessLetter, Cancellation, Checkout, Grant
from billing.operations import sweeps
from communities.models import UNLIMITED, Membership
from communities.operations import begin_joining, change_screening, leave
from core import clock, due
from tests.billing.conftest import FAILS_LATER
from tests.factories import InvitationFactory

DAY = timedelta(days=1)


def letters() -> None:
    sweeps.end_access()
    sweeps.announce_ending_places()
    due.sweep("billing.AccessLetter")


def place(cast: Any, days: int, who: Any = None) -> Grant:
    until = (clock.now() + days * DAY).date()
    return operations.give_place(actor=cast.owner, member=who or cast.newcomer, until=until)


def test_a_place_ends_at_ten_on_a_working_morning_where_its_bearer_lives(here):
    here.newcomer.user.time_zone = "Asia/Tokyo"
    here.newcomer.user.save()
    end = place(here, 20).until.astimezone(ZoneInfo("Asia/Tokyo"))
    assert (end.hour, end.minute) == (10, 0)
    assert end.weekday() < 5


def test_a_new_place_replaces_the_old(here):
    place(here, 20)
    place(here, 40)
    assert Grant.objects.standing().count() == 1
    assert Grant.objects.count() == 2


def test_a_place_lets_a_newcomer_in(here):
    place(here, 20)
    here.newcomer.refresh_from_db()
    assert here.newcomer.state == "active"
    assert here.newcomer.full_until == here.newcomer.read_until == Grant.objects.get().until


def test_losing_access_checks_the_sockets(here, committed, nudges):
    with committed():
        grant = place(here, 20)
    assert not [each for each in nudges if each.kind == "hint"]
    with committed():
        operations.revoke_place(actor=here.owner, grant=grant)
    hints = [each.content for each in nudges if each.kind == "hint"]
    assert {"type": "recheck", "subject": "membership", "id": str(here.newcomer.pk)} in hints


def test_access_that_ends_closes_the_sockets_once(here, committed, nudges, travel):
    place(here, 20)
    travel(30 * DAY)
    with committed():
        sweeps.end_access()
    mine = {"type": "recheck", "subject": "membership", "id": str(here.newcomer.pk)}
    assert [each.content for each in nudges if each.kind == "hint"].count(mine) == 1
    nudges.clear()
    with committed():
        assert sweeps.end_access() == 0
    assert nudges == []


def test_a_place_ending_is_told_before_and_after(here, travel):
    end = place(here, 20).until
    letters()
    assert mine(here) == []
    travel(end - clock.now() - 2 * DAY)
    letters()
    letters()
    assert len(mine(here)) == 1
    travel(3 * DAY)
    letters()
    assert len(mine(here)) == 2
    assert "way back is open" in mine(here)[1].body


def test_who_pays_besides_is_not_told_of_the_place(here, payer, travel):
    payer()
    place(here, 2)
    letters()
    assert not AccessLetter.objects.filter(kind="place_ending").exists()


def mine(cast: Any) -> list[Any]:
    return [each for each in mail.outbox if cast.newcomer.user.email in each.to]


@pytest.mark.parametrize(
    ("language", "subject"),
    [("en", "Your action is needed by"), ("ru", "Нужно ваше действие до")],
)
def test_the_letters_of_a_failed_renewal(here, payer, later, language, subject):
    here.newcomer.user.language = language
    here.newcomer.user.save()
    payer(number=FAILS_LATER)
    later(days=32)
    member = here.newcomer
    letters()
    letters()
    assert len(mine(here)) == 1
    first = mine(here)[0]
    assert first.subject.startswith(subject)
    assert here.community.name not in first.subject + first.body
    member.refresh_from_db()
    for wanted in (2, 3):
        end = member.full_until if wanted == 2 else member.read_until
        later(seconds=int((end - clock.now()).total_seconds()) + 1)
        letters()
        letters()
        assert len(mine(here)) == wanted
    assert len({each.extra_headers["Message-ID"] for each in mine(here)}) == 3


def test_a_letter_sent_again_keeps_its_message_id(here, payer, later):
    payer(number=FAILS_LATER)
    later(days=32)
    letters()
    AccessLetter.objects.update(done_at=None, claimed_until=due.EPOCH)
    due.sweep("billing.AccessLetter")
    first, second = (each.extra_headers["Message-ID"] for each in mine(here))
    assert first == second


def test_no_letter_that_is_no_longer_true(here, payer, later, far):
    payer(number=FAILS_LATER)
    later(days=32)
    assert AccessLetter.objects.filter(kind="payment_failed", done_at=None).exists()
    leave(actor=here.newcomer)
    letters()
    assert mine(here) == []


def test_a_letter_to_somebody_whose_account_is_gone_is_not_sent(here, travel):
    place(here, 2)
    address = here.newcomer.user.email
    here.newcomer.user = None
    here.newcomer.save()
    letters()
    assert not [each for each in mail.outbox if address in each.to]
    assert AccessLetter.objects.get(membership=here.newcomer).done_at is not None


def test_leavers_stop_being_charged_and_their_pages_close(here, far, payer, euro, tell):
    payer()
    operations.start_checkout(member=here.lapsed, price=euro)
    leave(actor=here.newcomer)
    leave(actor=here.lapsed)
    assert sweeps.stop_charging() == 1
    assert sweeps.stop_charging() == 0
    assert Cancellation.objects.get().reason == "left"
    assert sweeps.close_checkouts() == 1
    assert not Checkout.objects.filter(state="open").exists()
    due.sweep("billing.Cancellation")
    assert far.live() == []


def test_a_page_nobody_was_shown_is_just_closed(here, euro):
    Checkout.objects.create(membership=here.left, price=euro, language="en")
    assert sweeps.close_checkouts() == 1


def test_stripe_away_keeps_the_page_for_the_next_sweep(here, far, euro, settings):
    operations.start_checkout(member=here.lapsed, price=euro)
    leave(actor=here.lapsed)
    settings.FAKE_STRIPE_URL = "http://127.0.0.1:9"
    assert sweeps.close_checkouts() == 0
    assert Checkout.objects.get().state == "open"


def test_an_end_without_an_end_is_never_swept(here):
    operations.give_place(actor=here.owner, member=here.newcomer, until=None)
    letters()
    assert not AccessLetter.objects.filter(membership=here.newcomer).exists()
    here.newcomer.refresh_from_db()
    assert here.newcomer.read_until == UNLIMITED


def test_payments_by_hand_follow_each_other(here):
    first = (clock.now() + 30 * DAY).date()
    given = {"actor": here.owner, "member": here.newcomer, "amount": 100, "currency": "EUR"}
    one = operations.record_hand_payment(**given, until=first, form_key="1")
    two = operations.record_hand_payment(**given, until=first + 30 * DAY, form_key="2")
    assert two.period_start == one.period_end


def test_an_amount_a_currency_cannot_have_is_not_recorded(here):
    with pytest.raises(ValueError, match=r"\w"):
        operations.record_hand_payment(
            actor=here.owner,
            member=here.newcomer,
            amount=0,
            currency="EUR",
            until=(clock.now() + 30 * DAY).date(),
            form_key="1",
        )


def test_who_left_and_asks_to_come_in_pays_nothing_before_a_yes(here, far, payer, tell):
    payer()
    leave(actor=here.newcomer)
    change_screening(actor=here.owner, asks=True, questions=["Why?"])
    again = begin_joining(
        user=here.newcomer.user,
        alias="Lark",
        documents=[],
        invitation=InvitationFactory(),
        answers=[("Why?", "Rest")],
    )
    assert again.state == "applying"
    assert sweeps.stop_charging() == 1
    due.sweep("billing.Cancellation")
    assert far.live() == []


def test_a_page_paid_late_by_who_asks_to_come_in_is_ended(here, far, euro, tell):
    url = operations.start_checkout(member=here.lapsed, price=euro)
    leave(actor=here.lapsed)
    Membership.objects.filter(pk=here.lapsed.pk).update(state="applying")
    far.pay(url)
    tell()
    assert Cancellation.objects.get().reason == "left"
