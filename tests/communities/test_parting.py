"""Parting: on a day, in own words, with what is given back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from billing.models import MoneyAlert
from billing.operations import refunds
from communities.models import Letter, Membership, Parting
from communities.operations import (
    AlreadyParting,
    begin_joining,
    leave,
    remove_member,
    take_back_parting,
)
from communities.operations.parting import carry_out
from communities.queries import own_parting
from core import clock, due
from core.permissions import Refused
from core.tenancy import community_scope
from tests.factories import InvitationFactory

pytestmark = pytest.mark.django_db


def in_days(number):
    return clock.now().date() + timedelta(days=number)


@pytest.fixture
def url(cast):
    return reverse("communities:part", args=[cast.community.slug, cast.member.pk])


@pytest.fixture
def page(cast):
    return reverse("communities:parting", args=[cast.community.slug])


def test_until_the_day_they_write_then_it_ends_by_the_clock(here, travel):
    remove_member(actor=here.owner, member=here.member, reason="x", day=in_days(5))
    here.member.refresh_from_db()
    assert here.member.may_write
    travel(timedelta(days=6))
    assert not here.member.may_read
    assert here.member.state == Membership.State.ACTIVE
    due.sweep()
    here.member.refresh_from_db()
    assert here.member.state == Membership.State.REMOVED
    assert here.member.parts_at is None


def test_the_morning_of_the_day_is_the_person_s_own(here):
    here.member.user.time_zone = "Asia/Novosibirsk"
    parting = remove_member(actor=here.owner, member=here.member, reason="x", day=in_days(5))
    assert parting.due_at.astimezone(here.member.user.zone).hour == 10


def test_it_can_be_taken_back_until_then(here, travel):
    parting = remove_member(actor=here.owner, member=here.member, reason="x", day=in_days(5))
    take_back_parting(actor=here.specialist, parting=parting)
    travel(timedelta(days=6))
    due.sweep()
    here.member.refresh_from_db()
    assert here.member.may_write
    with pytest.raises(Refused):
        take_back_parting(actor=here.owner, parting=parting)


def test_taking_back_and_carrying_out_at_once_leave_one_of_both(here):
    parting = remove_member(actor=here.owner, member=here.member, reason="x", day=in_days(5))
    stale = Parting.objects.get(pk=parting.pk)
    take_back_parting(actor=here.owner, parting=parting)
    carry_out(stale)
    here.member.refresh_from_db()
    assert here.member.state == Membership.State.ACTIVE


def test_without_the_guard_a_stale_row_would_part(here, monkeypatch):
    """The control of the test above."""
    parting = remove_member(actor=here.owner, member=here.member, reason="x", day=in_days(5))
    stale = Parting.objects.get(pk=parting.pk)
    take_back_parting(actor=here.owner, parting=parting)
    monkeypatch.setattr(type(Parting.objects.all()), "ahead", lambda rows: rows)
    carry_out(stale)
    here.member.refresh_from_db()
    assert here.member.state == Membership.State.REMOVED


def test_a_second_parting_is_refused_while_one_is_ahead(here):
    remove_member(actor=here.owner, member=here.member, reason="x", day=in_days(5))
    with pytest.raises(AlreadyParting):
        remove_member(actor=here.specialist, member=here.member, reason="y", day=in_days(2))


def test_who_left_before_the_day_comes_back_no_sooner_than_who_stayed(here, travel):
    remove_member(actor=here.owner, member=here.member, reason="x", day=in_days(5))
    here.member.refresh_from_db()
    leave(actor=here.member)
    due.sweep()
    here.member.refresh_from_db()
    assert here.member.state == Membership.State.LEFT
    travel(timedelta(days=6))
    due.sweep()
    link = InvitationFactory()
    with pytest.raises(Refused):
        begin_joining(user=here.member.user, alias="Wren", documents=[], invitation=link)


def test_leaving_and_coming_back_takes_no_parting_back(here, travel):
    remove_member(actor=here.owner, member=here.member, reason="x", day=in_days(5))
    here.member.refresh_from_db()
    leave(actor=here.member)
    link = InvitationFactory()
    place = begin_joining(user=here.member.user, alias="Wren", documents=[], invitation=link)
    assert place.parts_at is not None
    assert own_parting(place) is not None
    travel(timedelta(days=6))
    due.sweep()
    place.refresh_from_db()
    assert place.state == Membership.State.REMOVED


def test_the_person_alone_reads_the_words_also_without_access(cast, url, page, client_of):
    typed = {"reason": "r", "words": "Thank you for the year", "turn_to": "Doctor Fern"}
    client_of(cast.owner).post(url, typed)
    answer = client_of(cast.member).get(page)
    assert "Thank you for the year" in answer.text
    assert "Doctor Fern" in answer.text
    mine = client_of(cast.member).get(reverse("billing:mine", args=[cast.community.slug]))
    assert page in mine.text
    for other in (cast.insider, cast.curator, cast.owner):
        assert client_of(other).get(page).status_code == 404


def test_the_letter_says_only_that_something_changed(cast, url, client_of, travel):
    typed = {"reason": "because", "words": "Thank you for the year"}
    client_of(cast.owner).post(url, typed)
    noon = (12 - clock.now().hour) % 24
    travel(timedelta(hours=noon))
    due.sweep(Letter._meta.label)
    (letter,) = mail.outbox
    assert letter.to == [cast.member.user.email]
    assert "Thank you" not in letter.body + letter.subject
    assert "because" not in letter.body


def test_at_night_the_letter_waits(cast, url, client_of, travel):
    client_of(cast.owner).post(url, {"reason": "because"})
    travel(timedelta(hours=(23 - clock.now().hour) % 24))
    due.sweep(Letter._meta.label)
    assert not mail.outbox


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": ""},
        {"reason": "r", "day": "1999-01-01"},
        {"reason": "r", "day": str(clock.now().date() + timedelta(days=32))},
        {"reason": "r", "refund": "amount"},
        {"reason": "r", "refund": "everything"},
    ],
)
def test_bad_input_keeps_what_was_typed(typed, cast, url, client_of):
    answer = client_of(cast.owner).post(url, {"words": "kept words", **typed})
    assert answer.status_code == 422
    assert "kept words" in answer.text
    cast.member.refresh_from_db()
    assert cast.member.may_write


def test_a_second_parting_says_so_on_the_page(cast, url, client_of):
    client_of(cast.owner).post(url, {"reason": "r", "day": str(in_days(5))})
    answer = client_of(cast.owner).post(url, {"reason": "again", "day": str(in_days(5))})
    assert answer.status_code == 422
    assert "announced already" in answer.text


def test_a_refund_is_the_owner_s_decision(cast, url, client_of):
    assert 'name="refund"' in client_of(cast.owner).get(url).text
    assert 'name="refund"' not in client_of(cast.specialist).get(url).text
    with community_scope(cast.community), pytest.raises(Refused):
        remove_member(actor=cast.specialist, member=cast.member, reason="x", refund="rest")


def test_a_decided_refund_stands_before_the_owner_once(cast, url, client_of):
    typed = {"reason": "r", "refund": "amount", "refund_note": "20 €"}
    client_of(cast.owner).post(url, typed)
    assert refunds.decide_refunds() == 1
    assert refunds.decide_refunds() == 0
    people = reverse("billing:people", args=[cast.community.slug])
    text = client_of(cast.owner).get(people).text
    assert "20 €" in text
    assert "given back at the payment service" in text
    with community_scope(cast.community):
        assert MoneyAlert.objects.get().kind == "refund"


def test_no_refund_no_alert(here):
    remove_member(actor=here.owner, member=here.member, reason="r")
    remove_member(actor=here.owner, member=here.insider, reason="r", day=in_days(5), refund="rest")
    assert refunds.decide_refunds() == 0


def test_taking_back_from_the_page(cast, client_of):
    with community_scope(cast.community):
        parting = remove_member(actor=cast.owner, member=cast.member, reason="x", day=in_days(5))
    url = reverse("communities:parting_take_back", args=[cast.community.slug, parting.pk])
    assert client_of(cast.member).post(url).status_code == 404
    assert client_of(cast.outsider).post(url).status_code == 404
    assert client_of(cast.owner).get(url).status_code == 405
    assert client_of(cast.owner).post(url).status_code == 302
    assert client_of(cast.owner).post(url).status_code == 404
