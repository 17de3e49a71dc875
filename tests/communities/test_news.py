"""`/`: my communities, each with what is new there for me alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community, Membership
from communities.news import MOST
from communities.operations import block, mute, note_look
from communities.queries import news_for
from core import clock
from core.tenancy import community_scope
from feeds.operations import hide_post
from feeds.queries import new_posts
from tests.conftest import Cast
from tests.factories import MembershipFactory, PostFactory
from tests.feeds.writing import reply, say

Clients = Callable[[Membership | None], Client]


def fresh(member: Membership) -> Membership:
    return Membership.objects.get(pk=member.pk)


def look(here: Cast) -> Membership:
    """The member has looked just now."""
    Membership.objects.filter(pk=here.member.pk).update(seen_at=clock.now())
    return fresh(here.member)


def test_what_others_wrote_since_is_new_and_own_words_are_not(here: Cast) -> None:
    say(here.insider)
    member = look(here)
    assert new_posts(member) == 0
    say(member)
    say(here.insider)
    PostFactory(author=None)
    assert new_posts(member) == 2


def test_only_what_one_may_read_and_hears_counts(here: Cast) -> None:
    member = look(here)
    say(here.insider, place=here.quiet)
    say(here.insider, place=here.attic)
    hide_post(actor=here.owner, post=say(here.insider), reason="heat")
    for keep_apart, person in ((mute, here.specialist), (block, here.curator)):
        keep_apart(actor=member, person=person)
        say(person)
    assert new_posts(fresh(member)) == 0
    assert new_posts(here.owner) == 4


def test_who_never_looked_begins_with_the_day_they_came(here: Cast, travel: Any) -> None:
    say(here.insider)
    travel(timedelta(days=1))
    newer = MembershipFactory(community=here.community)
    assert new_posts(newer) == 0
    say(here.insider)
    assert new_posts(newer) == 1
    assert new_posts(here.newcomer) == 0


def test_nobody_counts_on_and_on(here: Cast) -> None:
    member = look(here)
    for _ in range(MOST + 5):
        PostFactory(author=here.insider)
    assert new_posts(member) == MOST + 1


def test_a_look_is_written_once_a_minute(
    here: Cast, travel: Any, django_assert_num_queries: Any
) -> None:
    note_look(actor=here.member)
    first = fresh(here.member).seen_at
    with django_assert_num_queries(0):
        note_look(actor=here.member)
    travel(timedelta(minutes=2))
    note_look(actor=here.member)
    assert fresh(here.member).seen_at > first


def test_an_older_look_never_wins(here: Cast, travel: Any) -> None:
    """Two tabs: the second was loaded before the first wrote."""
    stale = fresh(here.member)
    later = clock.now() + timedelta(minutes=5)
    Membership.objects.filter(pk=stale.pk).update(seen_at=later)
    note_look(actor=stale)
    assert fresh(stale).seen_at == later


def news(client: Client, community: Community) -> str:
    return client.get(reverse("communities:news", args=[community.slug])).text


def test_opening_the_feed_makes_it_old(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        say(cast.insider)
        reply(cast.insider, say(cast.member))
    client = client_of(cast.member)
    assert "1 new post" in news(client, cast.community)
    assert "1 response" in news(client, cast.community)
    client.get(reverse("feeds:stream", args=[cast.community.slug, "all"]))
    assert "new post" not in news(client, cast.community)
    assert "1 response" in news(client, cast.community)


def test_each_community_has_its_own_mark(cast: Cast, client_of: Clients) -> None:
    MembershipFactory(community=cast.elsewhere, user=cast.member.user)
    with community_scope(cast.elsewhere):
        for _ in range(MOST + 1):
            PostFactory(author=cast.outsider)
    client = client_of(cast.member)
    page = client.get(reverse("home")).text
    for community, said in (
        (cast.community, "Nothing new."),
        (cast.elsewhere, "more than 20 new posts"),
    ):
        assert reverse("communities:news", args=[community.slug]) in page
        assert said in news(client, community)


def test_lost_access_is_said_gently_with_the_way_back(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.lapsed).get(reverse("home")).text
    assert "Closed for now" in page
    assert reverse("billing:mine", args=[cast.community.slug]) in page
    assert reverse("communities:news", args=[cast.community.slug]) not in page


@pytest.mark.parametrize("count", [1, 3])
def test_asks_as_often_for_one_as_for_three(
    here: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        reply(here.insider, say(here.member))
        say(here.insider)
    member = fresh(here.member)
    with django_assert_num_queries(5):
        assert news_for(member)[:2] == (count, count)


def test_it_is_only_read(cast: Cast, client_of: Clients) -> None:
    url = reverse("communities:news", args=[cast.community.slug])
    assert client_of(cast.member).post(url).status_code == 405
