"""Streams as pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from communities.models import Membership
from core import clock
from core.tenancy import community_scope
from feeds.models import Hashtag
from feeds.operations import follow, pin_post
from feeds.operations.posts import attach
from feeds.queries import cursor_of
from tests.conftest import Cast
from tests.factories import PostFactory
from tests.feeds.drawing import described
from tests.feeds.writing import say

Clients = Callable[[Membership | None], Client]
HTMX = {"HX-Request": "true"}


def url(cast: Cast, rest: str) -> str:
    return f"/c/{cast.community.slug}/{rest}"


def posts_on(response: Any) -> list[str]:
    return [part.split('"')[0] for part in response.content.decode().split('id="post-')[1:]]


def test_the_common_stream_shows_what_one_may_read(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        common = say(cast.owner)
        closed = say(cast.insider, place=cast.quiet)
    here = url(cast, "feed/all/")
    assert posts_on(client_of(cast.member).get(here)) == [common.code]
    assert posts_on(client_of(cast.insider).get(here)) == [closed.code, common.code]


@pytest.mark.parametrize("follows", [True, False])
def test_the_feed_opens_on_the_circle_of_who_has_one(
    cast: Cast, client_of: Clients, *, follows: bool
) -> None:
    with community_scope(cast.community):
        if follows:
            follow(actor=cast.member, person=cast.owner)
    opened = client_of(cast.member).get(url(cast, "feed/"))
    assert opened.url == url(cast, "feed/circle/" if follows else "feed/all/")


@pytest.mark.parametrize(
    "rest", ["feed/popular/", "newer/popular/", "newer/subgroup/", "newer/nobody/0000000000001/"]
)
def test_an_unknown_stream_is_absent(cast: Cast, client_of: Clients, rest: str) -> None:
    assert client_of(cast.member).get(url(cast, rest)).status_code == 404


@pytest.mark.parametrize("who", ["outsider", "newcomer", "lapsed", "visitor"])
def test_who_may_not_read_sees_nothing(cast: Cast, client_of: Clients, who: str) -> None:
    with community_scope(cast.community):
        post = say(cast.owner)
    for rest in ("feed/all/", "newer/all/", f"posts/{post.code}/"):
        answer = client_of(cast.everybody()[who]).get(url(cast, rest))
        assert answer.status_code in {302, 404}
        assert post.code not in answer.content.decode()


def test_a_subgroup_one_reads(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        inside = say(cast.insider, place=cast.north)
    page = client_of(cast.member).get(url(cast, f"subgroups/{cast.north.code}/feed/"))
    assert posts_on(page) == [inside.code]
    assert 'id="composer"' not in page.content.decode()


@pytest.mark.parametrize("name", ["quiet", "attic"])
def test_of_a_closed_or_hidden_subgroup_there_is_no_stream(
    name: str, cast: Cast, client_of: Clients
) -> None:
    client, code = client_of(cast.member), getattr(cast, name).code
    for rest in (f"subgroups/{code}/feed/", f"newer/subgroup/{code}/"):
        assert client.get(url(cast, rest)).status_code == 404


def test_a_tag_only_of_posts_one_reads(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        post = say(cast.owner, "#Море #north")
        say(cast.insider, "#secret", place=cast.quiet)
        assert Hashtag.objects.filter(key="secret").exists()
    client = client_of(cast.member)
    assert posts_on(client.get(url(cast, "tag/море/"))) == [post.code]
    assert posts_on(client.get(url(cast, "tag/МОРЕ/"))) == [post.code]
    assert f"subgroups/{cast.north.code}/feed/" in client.get(url(cast, "tag/north/")).text
    assert client.get(url(cast, "tag/secret/")).status_code == 404
    assert client.get(url(cast, "tag/never/")).status_code == 404


def test_what_came_earlier_comes_alone_to_htmx(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        start = clock.now() - timedelta(hours=1)
        posts = [
            PostFactory(author=cast.owner, published_at=start + timedelta(minutes=n))
            for n in range(21)
        ]
    client = client_of(cast.member)
    first = client.get(url(cast, "feed/all/"))
    assert posts_on(first) == [post.code for post in posts[:0:-1]]
    earlier = f"{url(cast, 'feed/all/')}?before={cursor_of(posts[1])}"
    assert earlier in first.content.decode()
    rest = client.get(earlier, headers=HTMX)
    assert posts_on(rest) == [posts[0].code]
    assert "<html" not in rest.content.decode()
    assert "pager" not in rest.content.decode()
    assert "<html" in client.get(earlier).content.decode()


@pytest.mark.parametrize(
    "cursor", ["x", "99999999999999999999999-0000000000001", "1-zzzzzzzzzzzzz"]
)
def test_a_forged_cursor_is_absent(cast: Cast, client_of: Clients, cursor: str) -> None:
    client = client_of(cast.member)
    assert client.get(url(cast, f"feed/all/?before={cursor}")).status_code == 404
    assert client.get(url(cast, f"newer/all/?after={cursor}")).status_code == 404


def test_newer_posts_come_with_the_next_cursor(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        old = PostFactory(author=cast.owner, published_at=clock.now() - timedelta(hours=1))
        new = say(cast.owner)
        say(cast.insider, place=cast.quiet)
    newer = client_of(cast.member).get(url(cast, f"newer/all/?after={cursor_of(old)}"))
    assert posts_on(newer) == [new.code, old.code]
    assert newer.headers["Cursor"] == cursor_of(new)


def test_pinned_posts_stand_first(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        old, new = say(cast.owner), say(cast.owner)
        pin_post(actor=cast.owner, post=old)
    page = client_of(cast.member).get(url(cast, "feed/all/"))
    assert posts_on(page) == [old.code, new.code]


def test_an_empty_stream_says_what_will_be_here(cast: Cast, client_of: Clients) -> None:
    assert 'class="empty"' in client_of(cast.member).get(url(cast, "feed/circle/")).text
    assert 'class="empty"' in client_of(cast.member).get(url(cast, "feed/all/")).text


def test_reading_only_has_no_composer(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.reading_only).get(url(cast, "feed/all/"))
    assert page.status_code == 200
    assert 'id="composer"' not in page.content.decode()


@pytest.mark.parametrize("rest", ["feed/", "feed/all/", "newer/all/", "circle/", "suggest/tags/"])
def test_reading_pages_take_no_post(cast: Cast, client_of: Clients, rest: str) -> None:
    assert client_of(cast.member).post(url(cast, rest)).status_code == 405


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_asks_as_much_for_one_post_as_for_twenty(
    cast: Cast, client_of: Clients, count: int, django_assert_num_queries: Any
) -> None:
    with community_scope(cast.community):
        for n in range(count):
            place = cast.quiet if n % 3 == 1 else None
            post = say(cast.insider, f"@Alder {n} #north #sea{n}", place=place)
            attach(cast.insider, post, [described()])
    client = client_of(cast.insider)
    client.get(url(cast, "feed/all/"))
    with django_assert_num_queries(11):
        client.get(url(cast, "feed/all/"))
