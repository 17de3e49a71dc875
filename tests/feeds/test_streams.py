"""Streams by time, a page at a time."""

from datetime import timedelta

import pytest

from core import clock
from feeds.models import Hashtag, Post
from feeds.operations import follow, pin_post
from feeds.queries import (
    Audiences,
    Stream,
    comments_after,
    comments_under,
    cursor_of,
    page_of,
    stream_named,
)
from feeds.queries.streams import PAGE, read_cursor
from tests.conftest import Cast
from tests.factories import PostFactory
from tests.feeds.writing import reply, say


def posts_of(here: Cast, name: str, pk: int | None = None) -> list[Post]:
    stream = stream_named(name, pk, here.member)
    return page_of(stream, here.member, Audiences()).posts


def test_each_stream_has_its_posts(here: Cast) -> None:
    follow(actor=here.member, person=here.curator)
    own = say(here.member)
    near = say(here.curator, "A word #north #sea")
    far = say(here.insider)
    inside = say(here.insider, place=here.north)
    say(here.insider, place=here.quiet)
    sea = Hashtag.objects.get(key="sea")
    assert posts_of(here, "all") == [inside, far, near, own]
    assert posts_of(here, "circle") == [near, own]
    assert posts_of(here, "subgroup", here.north.pk) == [inside, near]
    assert posts_of(here, "person", here.insider.pk) == [inside, far]
    assert posts_of(here, "tag", sea.pk) == [near]


def written(here: Cast, count: int) -> list[Post]:
    """Posts a minute apart, newest first; every second one at the same instant as the next."""
    start = clock.now() - timedelta(days=1)
    posts = [
        PostFactory(author=here.owner, published_at=start + timedelta(minutes=n // 2))
        for n in range(count)
    ]
    return sorted(posts, key=lambda post: (post.published_at, post.pk), reverse=True)


def test_pages_follow_each_other_without_gap_or_repeat(here: Cast) -> None:
    posts = written(here, 2 * PAGE + 3)
    stream, found, before = stream_named("all", None, here.member), [], ""
    for _ in range(3):
        page = page_of(stream, here.member, Audiences(), before=before)
        found += page.posts
        before = page.earlier
    assert found == posts
    assert before == ""


def test_what_is_newer_comes_with_an_overlap(here: Cast) -> None:
    old, near, new = written(here, 5)[::-2]
    page = page_of(
        stream_named("all", None, here.member), here.member, Audiences(), after=cursor_of(near)
    )
    assert new in page.posts
    assert near in page.posts
    assert old not in page.posts


def test_pinned_posts_stand_above_the_stream_of_their_home_alone(here: Cast) -> None:
    first, second = say(here.member), say(here.member, "#north")
    pin_post(actor=here.owner, post=first)
    stream = stream_named("all", None, here.member)
    page = page_of(stream, here.member, Audiences())
    assert (page.pinned, page.posts) == ([first], [second])
    assert page_of(stream, here.member, Audiences(), before=page.newest).pinned == []
    person = page_of(stream_named("person", here.member.pk, here.member), here.member, Audiences())
    assert (person.pinned, person.posts) == ([], [second, first])


@pytest.mark.parametrize("cursor", ["", "x", "1", "1-x", f"{10**30}-0000000000001", "-1-0"])
def test_a_forged_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any message
        read_cursor(cursor)


def test_a_cursor_is_exact(here: Cast) -> None:
    post = say(here.member)
    assert read_cursor(cursor_of(post)) == (post.published_at, post.pk)


def test_answers_stand_in_order_of_time(here: Cast) -> None:
    post = say(here.member)
    answers = [reply(here.curator, post, f"@Wren {n}") for n in range(3)]
    assert list(comments_under(post, here.member)) == answers
    found = comments_after(post, here.member, cursor_of(answers[2]))
    assert found == answers
    assert found[0].aliases == {here.member.pk: "Wren"}


def test_an_unknown_stream_is_a_key_error(here: Cast) -> None:
    with pytest.raises(KeyError):
        stream_named("popular", None, here.member)


def test_a_stream_narrows_what_is_visible(here: Cast) -> None:
    say(here.insider, place=here.quiet)
    quiet = stream_named("subgroup", here.quiet.pk, here.member)
    assert isinstance(quiet, Stream)
    assert not quiet.posts(here.member).exists()
