"""What waits, on the desk: one click to each matter."""

from datetime import timedelta

import pytest
from django.urls import reverse

from billing.models import HandPayment, PlaceRequest
from communities.desk import FEW, blocks_of
from core import clock
from core.tenancy import community_scope
from subgroups.operations import admit
from tests.factories import MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return reverse("communities:desk", args=[cast.community.slug])


def owing(cast, alias):
    member = MembershipFactory(community=cast.community, alias=alias)
    HandPayment.objects.create(
        membership=member,
        currency="EUR",
        amount=1900,
        period_start=clock.now() - timedelta(days=33),
        period_end=clock.now() - timedelta(days=3),
        confirmed_by=cast.owner,
        time_zone="UTC",
    )
    return member


def titles(member):
    return {str(block.title): block for block in blocks_of(member)}


def test_behind_with_payment_is_one_click_from_the_desk(url, cast, client_of):
    with community_scope(cast.community):
        member = owing(cast, "Heron")
    text = client_of(cast.owner).get(url).text
    assert "Behind with payment" in text
    assert reverse("billing:person", args=[cast.community.slug, member.pk]) in text


def test_money_is_the_owner_s_alone(here):
    owing(here, "Heron")
    PlaceRequest.objects.create(membership=here.newcomer)
    assert {"Behind with payment", "Asking for a place"} <= set(titles(here.owner))
    for who in (here.specialist, here.curator):
        assert not {"Behind with payment", "Asking for a place"} & set(titles(who))


def test_who_is_in_no_subgroup_stands_there_until_placed(here):
    for place in (here.member, here.reading_only, here.lapsed):
        admit(actor=here.owner, subgroup=here.north, member=place)
    assert "Without a subgroup" not in titles(here.specialist)
    new = MembershipFactory(community=here.community, alias="Heron")
    (entry,) = titles(here.specialist)["Without a subgroup"].found.entries
    assert entry.text == new.alias
    assert "Without a subgroup" not in titles(here.curator)


def test_a_block_shows_a_few_and_says_how_many_more(here, url, client_of):
    for number in range(FEW + 2):
        owing(here, f"Heron{number}")
    block = titles(here.owner)["Behind with payment"]
    assert (block.found.number, len(block.found.entries), block.more) == (FEW + 2, FEW, 2)
    assert "2 more" in client_of(here.owner).get(url).text


def test_an_empty_desk_says_so_kindly(url, cast, client_of):
    assert "Nobody waits for you" in client_of(cast.curator).get(url).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_for_one_and_three_of_each(
    count, url, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for number in range(count):
            member = owing(cast, f"Heron{number}")
            PostFactory(author=member, published_at=clock.now() - timedelta(days=2))
    client = client_of(cast.owner)
    with django_assert_num_queries(21):
        client.get(url)
