"""A community closes on a day: told, taken back until then, read for 30 days, erased."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import fresh
from billing.models import Grant
from billing.permissions import P as B
from communities.models import Closing, Community, CommunityErasure, Invitation, Letter, Membership
from communities.operations import (
    AlreadyClosing,
    announce_closing,
    invite,
    take_back_closing,
)
from core import clock, due
from core.permissions import Refused
from core.tenancy import community_scope

pytestmark = pytest.mark.django_db
SWEEP = "communities.Closing"


def in_days(number):
    return clock.now().date() + timedelta(days=number)


def now_of(member):
    return Membership.objects.select_related("community", "user").get(pk=member.pk)


def given(here, member):
    """Access that really hangs on something."""
    Grant.objects.create(membership=member, given_by=here.owner)
    return member


def test_everybody_is_told_and_nobody_comes_in(here):
    invite(actor=here.owner)
    announce_closing(actor=here.owner, day=in_days(10))
    told = set(Letter.objects.values_list("membership", flat=True))
    assert {here.member.pk, here.lapsed.pk, here.newcomer.pk} <= told
    assert here.owner.pk not in told
    assert here.left.pk not in told
    assert not Invitation.objects.usable().exists()
    with pytest.raises(Refused):
        invite(actor=now_of(here.owner))
    assert not B.ASK_FOR_PLACE.allows(now_of(here.newcomer), None)


def test_until_the_day_they_write_then_they_read_then_all_is_erased(here, travel):
    member = given(here, here.member)
    announce_closing(actor=here.owner, day=in_days(10))
    due.sweep(SWEEP)
    assert now_of(member).may_write
    assert now_of(here.owner).may_write
    travel(timedelta(days=11))
    assert not now_of(member).may_write
    assert not now_of(here.owner).may_write
    due.sweep(SWEEP)
    assert now_of(member).may_read
    assert not now_of(member).may_write
    assert now_of(here.owner).may_read
    assert not now_of(here.lapsed).may_read
    travel(timedelta(days=30))
    assert not now_of(member).may_read
    due.sweep("communities.CommunityErasure")
    assert not Community.objects.filter(pk=here.community.pk).exists()


def test_until_the_day_it_can_be_taken_back(here):
    member = given(here, here.member)
    announce_closing(actor=here.owner, day=in_days(10))
    due.sweep(SWEEP)
    take_back_closing(actor=now_of(here.owner))
    due.sweep(SWEEP)
    assert not CommunityErasure.objects.exists()
    assert now_of(member).community.closes_at is None
    assert now_of(member).full_until.year == 9999
    assert Letter.objects.filter(kind="stays", membership=member).exists()
    announce_closing(actor=now_of(here.owner), day=in_days(20))


def test_on_the_day_it_is_too_late(here, travel):
    announce_closing(actor=here.owner, day=in_days(10))
    travel(timedelta(days=11))
    with pytest.raises(Refused):
        take_back_closing(actor=here.owner)
    assert CommunityErasure.objects.exists()


def test_one_closing_at_a_time(here):
    announce_closing(actor=here.owner, day=in_days(10))
    with pytest.raises(AlreadyClosing):
        announce_closing(actor=here.owner, day=in_days(20))
    assert Closing.objects.count() == 1


def test_the_owner_alone_and_not_a_deputy(here):
    for who in (here.specialist, here.member):
        with pytest.raises(Refused):
            announce_closing(actor=who, day=in_days(10))
    with pytest.raises(Refused):
        take_back_closing(actor=here.owner)


def test_pages(cast, client_of, monkeypatch):
    monkeypatch.setattr(fresh, "is_fresh", lambda _session: True)
    slug = cast.community.slug
    page, close, back = (
        reverse(f"communities:{name}", args=[slug])
        for name in ("closing", "close", "closing_take_back")
    )
    owner, member = client_of(cast.owner), client_of(cast.member)
    assert member.get(page).status_code == 404
    for day in ("", "soon", str(in_days(2)), str(in_days(400))):
        answer = owner.post(close, {"day": day})
        assert answer.status_code == 422
        assert day in answer.text
    assert owner.post(close, {"day": str(in_days(10))}).url == page
    assert owner.post(close, {"day": str(in_days(10))}).status_code == 422
    for role in ("member", "lapsed", "left"):
        assert client_of(cast.everybody()[role]).get(page).status_code == 200
    people = reverse("communities:people", args=[slug])
    assert "This community closes on" in member.get(people).text
    assert member.post(back).status_code == 404
    assert member.get(close).status_code == 404
    assert client_of(cast.outsider).get(page).status_code == 404
    assert owner.get(back).status_code == 405
    assert owner.post(back).status_code == 302
    assert owner.post(back).status_code == 404
    assert member.get(page).status_code == 404


def test_the_day_is_confirmed_afresh(cast, client_of, monkeypatch):
    monkeypatch.setattr(fresh, "is_fresh", lambda _session: False)
    close = reverse("communities:close", args=[cast.community.slug])
    answer = client_of(cast.owner).post(close, {"day": str(in_days(10))})
    assert answer.url.startswith("/accounts/fresh/")
    with community_scope(cast.community):
        assert not Closing.objects.exists()
