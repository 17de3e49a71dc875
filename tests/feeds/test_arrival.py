"""The first page inside: comes once, finds a subgroup, takes a word of introduction."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities import desk
from communities.models import Membership
from communities.operations import come_in, leave
from core.permissions import ReadingOnly, Refused
from core.tenancy import community_scope
from feeds.export import own_data
from subgroups.models import Search
from subgroups.operations import admit, ask_for_any, ask_no_more
from subgroups.queries import is_seeking, searches
from tests.conftest import Cast
from tests.factories import MembershipFactory, SubgroupFactory

Clients = Callable[[Membership | None], Client]


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(name, args=[cast.community.slug, *args])


def arrived(cast: Cast) -> Membership:
    """A newcomer whose payment has just come."""
    with community_scope(cast.community):
        come_in(member=cast.newcomer)
        rights = {"full_until": cast.member.full_until, "read_until": cast.member.read_until}
        Membership.objects.filter(pk=cast.newcomer.pk).update(**rights)
    return cast.newcomer


def test_it_comes_once_by_itself_and_is_found_again(cast: Cast, client_of: Clients) -> None:
    client = client_of(arrived(cast))
    feed, welcome = at(cast, "feeds:stream", "all"), at(cast, "feeds:welcome")
    assert client.get(feed).url == welcome
    page = client.get(welcome).text
    assert "North" in page
    assert "Quiet" in page
    assert "Attic" not in page
    assert client.get(feed).status_code == 200
    assert welcome in client.get(at(cast, "communities:me")).text


def test_it_never_comes_to_who_is_here_already_or_comes_back(here: Cast) -> None:
    assert not Membership.objects.filter(welcome_due=True).exists()
    leave(actor=here.member)
    come_in(member=here.member)
    assert not here.member.welcome_due


def test_the_introduction_is_a_post_like_any_other(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.member)
    page = client.get(at(cast, "feeds:welcome")).text
    assert at(cast, "feeds:post_create") in page
    assert "the whole community" in page
    reading = client_of(cast.reading_only).get(at(cast, "feeds:welcome")).text
    assert at(cast, "feeds:post_create") not in reading


def test_asking_for_any_is_one_wish_and_can_be_taken_back(here: Cast) -> None:
    ask_for_any(actor=here.member)
    ask_for_any(actor=here.member)
    assert [search.member for search in searches(here.owner)] == [here.member]
    assert own_data(here.member)["asked_for_any_subgroup"]
    ask_no_more(actor=here.member)
    assert not Search.objects.exists()


def test_the_wish_ends_with_the_first_place(here: Cast) -> None:
    ask_for_any(actor=here.member)
    assert is_seeking(here.member)
    admit(actor=here.owner, subgroup=here.north, member=here.member)
    assert not is_seeking(here.member)
    assert not searches(here.owner)


def test_staff_and_curators_see_it_others_do_not(here: Cast) -> None:
    ask_for_any(actor=here.member)
    for keeper in (here.owner, here.specialist, here.curator):
        titles = [str(block.title) for block in desk.blocks_of(keeper)]
        assert "Asked to be found a subgroup" in titles
    other = MembershipFactory(community=here.community)
    assert not Search.objects.visible_to(other).exists()
    assert Search.objects.visible_to(here.member).exists()


def test_who_may_ask(here: Cast) -> None:
    with pytest.raises(Refused):
        ask_for_any(actor=here.specialist)
    with pytest.raises(ReadingOnly):
        ask_for_any(actor=here.reading_only)


def test_the_page_takes_the_wish_and_gives_it_back(cast: Cast, client_of: Clients) -> None:
    client, welcome = client_of(cast.member), at(cast, "feeds:welcome")
    assert client.post(at(cast, "subgroups:seek")).url == welcome
    assert at(cast, "subgroups:seek_no_more") in client.get(welcome).text
    client.post(at(cast, "subgroups:seek_no_more"))
    assert at(cast, "subgroups:seek_no_more") not in client.get(welcome).text
    assert client.get(at(cast, "subgroups:seek")).status_code == 405
    assert client.post(welcome).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_often_for_one_subgroup_as_for_three(
    cast: Cast, client_of: Clients, count: int, django_assert_num_queries: Any
) -> None:
    with community_scope(cast.community):
        for _ in range(count):
            SubgroupFactory()
    client = client_of(cast.member)
    client.get(at(cast, "feeds:welcome"))
    with django_assert_num_queries(10):
        client.get(at(cast, "feeds:welcome"))
