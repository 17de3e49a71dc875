"""The quiet right column: who is new, what waits."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Membership, Mute
from core import clock
from core.tenancy import community_scope
from feeds.operations import hide_post
from feeds.queries import newcomers, not_answered_yet
from subgroups.models import places_of
from tests.conftest import Cast
from tests.factories import MembershipFactory
from tests.feeds.writing import reply, say

pytestmark = pytest.mark.django_db
Clients = Callable[[Membership | None], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def settled(cast: Cast) -> Cast:
    """Everybody came long ago but the insider."""
    with community_scope(cast.community):
        long_ago = clock.now() - timedelta(days=15)
        others = Membership.objects.exclude(pk=cast.insider.pk).exclude(joined_at=None)
        others.update(joined_at=long_ago)
    return cast


def url(cast: Cast) -> str:
    return reverse("feeds:beside", args=[cast.community.slug])


def aliases(people: list[Membership]) -> list[str]:
    return [person.alias for person in people]


def test_who_came_lately_and_is_here(settled: Cast) -> None:
    with community_scope(settled.community):
        assert aliases(newcomers(settled.member)) == ["Мышь"]
        assert newcomers(settled.insider) == []
        MembershipFactory(community=settled.community, alias="Gull", newcomer=True)
        MembershipFactory(community=settled.community, alias="Swan", state="left")
        MembershipFactory(community=settled.community, alias="Tern")
        assert aliases(newcomers(settled.member)) == ["Tern", "Мышь"]


def test_whom_one_does_not_hear_is_not_shown(settled: Cast) -> None:
    with community_scope(settled.community):
        Mute.objects.create(by=settled.member, person=settled.insider)
        assert newcomers(settled.member) == []


def test_a_newcomer_s_words_wait_until_somebody_answers(here: Cast) -> None:
    people = [here.insider]
    first = say(here.insider, "I am new")
    closed = say(here.insider, "Inside", place=here.quiet)
    gone = say(here.insider, "Hidden")
    hide_post(actor=here.owner, post=gone, reason="x")
    assert not_answered_yet(here.member, people) == [first]
    assert not_answered_yet(here.curator, people) == [first, closed]
    reply(here.member, first)
    assert not_answered_yet(here.member, people) == []
    assert not_answered_yet(here.member, []) == []


def test_the_column_alone_to_htmx_and_a_page_without_script(
    settled: Cast, client_of: Clients
) -> None:
    with community_scope(settled.community):
        say(settled.insider, "Hello @Wren")
    client = client_of(settled.member)
    for headers in (HTMX, {}):
        text = client.get(url(settled), headers=headers).text
        assert "Not answered yet · Мышь" in text
        assert "1 new response" in " ".join(text.split())
        assert ("<html" in text) is (not headers)


def test_where_nothing_is_nothing_is_said(settled: Cast, client_of: Clients) -> None:
    assert client_of(settled.insider).get(url(settled), headers=HTMX).text.strip() == ""


def test_every_page_of_who_reads_asks_for_it_and_nobody_else_s(
    cast: Cast, client_of: Clients
) -> None:
    me = reverse("communities:me", args=[cast.community.slug])
    assert f'hx-get="{url(cast)}"' in client_of(cast.member).get(me).text
    assert url(cast) not in client_of(cast.lapsed).get(me).text


def test_a_stranger_and_another_method(cast: Cast, client_of: Clients) -> None:
    assert client_of(cast.outsider).get(url(cast)).status_code == 404
    assert client_of(cast.member).post(url(cast)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_two_questions_for_one_and_three(
    here: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        say(MembershipFactory(community=here.community))
    here.member.__dict__["is_apart"] = False
    places_of(here.member)
    with django_assert_num_queries(2):
        assert not_answered_yet(here.member, newcomers(here.member))
