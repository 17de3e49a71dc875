"""A person's page, «Мой круг», and what is offered while one types."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from core.tenancy import community_scope
from feeds.operations import follow
from tests.conftest import Cast
from tests.feeds.writing import say

Clients = Callable[[Membership | None], Client]
HTMX = {"HX-Request": "true"}


def url(cast: Cast, rest: str) -> str:
    return f"/c/{cast.community.slug}/{rest}"


def test_a_person_shows_what_one_may_read(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        common, closed = say(cast.insider), say(cast.insider, place=cast.quiet)
    page = client_of(cast.member).get(url(cast, f"people/{cast.insider.code}/")).text
    assert f'id="post-{common.code}"' in page
    assert closed.code not in page
    assert "/follow/" in page


def test_ones_own_page_offers_no_following(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.member).get(url(cast, f"people/{cast.member.code}/")).text
    assert "/follow/" not in page


@pytest.mark.parametrize("who", ["newcomer", "outsider"])
def test_who_has_not_come_in_has_no_page(cast: Cast, client_of: Clients, who: str) -> None:
    code, client = getattr(cast, who).code, client_of(cast.member)
    assert client.get(url(cast, f"people/{code}/")).status_code == 404
    assert client.post(url(cast, f"people/{code}/follow/")).status_code == 404
    assert client.post(url(cast, f"people/{code}/unfollow/")).status_code == 404


def test_following_from_the_page_and_back(cast: Cast, client_of: Clients) -> None:
    client, there = client_of(cast.member), url(cast, f"people/{cast.insider.code}/")
    assert "/unfollow/" in client.post(f"{there}follow/", headers=HTMX).text
    assert cast.insider.alias in client.get(url(cast, "circle/")).text
    assert cast.member.alias not in client_of(cast.insider).get(url(cast, "circle/")).text
    assert client.post(f"{there}unfollow/").url == there
    assert 'class="empty"' in client.get(url(cast, "circle/")).text
    assert client.get(f"{there}follow/").status_code == 405


def test_nobody_follows_themselves(cast: Cast, client_of: Clients) -> None:
    own = url(cast, f"people/{cast.member.code}/follow/")
    assert client_of(cast.member).post(own).status_code == 404


def test_people_are_offered_nearest_first(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        follow(actor=cast.member, person=cast.insider)
    client = client_of(cast.member)
    offered = client.get(url(cast, "suggest/people/?q=")).text
    assert offered.index("@Мышь") < offered.index("@Alder")
    assert "@Alder" in client.get(url(cast, "suggest/people/?q=al")).text
    assert "@Lark" not in offered


def test_nobody_is_offered_for_a_place_one_does_not_read(cast: Cast, client_of: Clients) -> None:
    place = f"suggest/people/?q=&place={cast.quiet.code}"
    assert client_of(cast.member).get(url(cast, place)).status_code == 404
    assert "@Wren" not in client_of(cast.insider).get(url(cast, place)).text


def test_tags_are_offered(cast: Cast, client_of: Clients) -> None:
    assert "#north" in client_of(cast.member).get(url(cast, "suggest/tags/?q=no")).text
    assert client_of(cast.member).get(url(cast, "suggest/tags/?q=qu")).text.strip() == ""
