"""The banner: seen by its bearer alone, and only when the end is near."""

from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from billing import operations
from billing.templatetags.billing import banner_of
from communities.models import UNLIMITED
from core import clock
from tests.billing.conftest import FAILS_LATER

DAY = timedelta(days=1)


def test_a_payer_sees_nothing(here, payer):
    payer()
    assert banner_of(here.newcomer) == ""


def test_through_the_life_of_a_failed_renewal(here, payer, later):
    payer(number=FAILS_LATER)
    member = here.newcomer
    later(days=32)
    member.refresh_from_db()
    assert banner_of(member) == "failed"
    later(seconds=int((member.full_until - clock.now()).total_seconds()) + 1)
    assert banner_of(member) == "reading"
    later(seconds=int((member.read_until - clock.now()).total_seconds()) + 1)
    assert banner_of(member) == ""


def test_a_place_that_ends_soon(here):
    member = here.newcomer
    operations.give_place(actor=here.owner, member=member, until=(clock.now() + 20 * DAY).date())
    assert banner_of(member) == ""
    member.full_until = member.read_until = clock.now() + 2 * DAY
    assert banner_of(member) == "ending"


def test_a_payment_by_hand_that_ran_out(here, travel):
    member = here.newcomer
    operations.record_hand_payment(
        actor=here.owner,
        member=member,
        amount=100,
        currency="EUR",
        until=(clock.now() + 3 * DAY).date(),
        form_key="1",
    )
    assert banner_of(member) == ""
    travel(5 * DAY)
    assert banner_of(member) == "failed"


def test_far_from_the_end_it_asks_nothing(here, django_assert_num_queries):
    here.member.full_until = clock.now() + 30 * DAY
    here.member.read_until = clock.now() + 37 * DAY
    here.owner.full_until = UNLIMITED
    with django_assert_num_queries(0):
        assert banner_of(here.member) == banner_of(here.owner) == ""


@pytest.mark.parametrize("who", ["reading_only", "member", None])
def test_rendered(here, who):
    request = RequestFactory().get("/")
    request.member = getattr(here, who) if who else None
    request.community = here.community
    page = Template("{% load billing %}{% billing_banner %}").render(Context({"request": request}))
    assert ("Now you can read" in page) is (who == "reading_only")
