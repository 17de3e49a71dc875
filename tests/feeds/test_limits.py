"""Past a limit nothing is published and nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communities.models import Membership
from core.limits import LimitReached
from core.tenancy import community_scope
from feeds.models import Comment, Mention, Post
from feeds.operations import create_post
from files.models import Attachment
from tests.conftest import Cast
from tests.feeds.drawing import described
from tests.feeds.writing import reply, say

Clients = Callable[[Membership | None], Client]


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    settings.LIMITS = {"posts": 2, "comments": 2, "mentions": 3, "invitations": 2}


def test_one_post_too_many_is_not_there(here: Cast) -> None:
    say(here.member)
    say(here.member)
    with pytest.raises(LimitReached):
        create_post(
            actor=here.member,
            subgroup=None,
            body="And one more",
            submission=uuid4(),
            pictures=[described()],
        )
    assert Post.objects.count() == 2
    assert not Attachment.objects.exists()


def test_the_limit_is_one_persons_own(here: Cast) -> None:
    say(here.member)
    say(here.member)
    say(here.insider)


def test_an_hour_later_one_goes_on(here: Cast, travel: Callable[[timedelta], None]) -> None:
    say(here.member)
    say(here.member)
    travel(timedelta(minutes=61))
    say(here.member)


def test_sending_the_last_one_twice_is_no_new_one(here: Cast) -> None:
    say(here.member)
    same = uuid4()
    sent = [
        create_post(actor=here.member, subgroup=None, body="Last", submission=same)
        for _ in range(2)
    ]
    assert sent[0] == sent[1]


def test_one_answer_too_many_is_not_there(here: Cast) -> None:
    post = say(here.insider)
    reply(here.member, post)
    reply(here.member, post)
    with pytest.raises(LimitReached):
        reply(here.member, post)
    post.refresh_from_db()
    assert Comment.objects.count() == post.comment_count == 2


def test_mentions_count_in_posts_and_answers_together(here: Cast) -> None:
    post = say(here.member, "@Alder, @Iris")
    reply(here.member, post, "@Sorrel")
    with pytest.raises(LimitReached):
        reply(here.member, post, "@Iris")
    with pytest.raises(LimitReached):
        say(here.member, "@Iris")
    reply(here.member, post, "And nobody by name")
    assert Mention.objects.count() == 3


def test_a_post_costs_one_query_more(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with CaptureQueriesContext(connection) as held:
        say(here.member)
    monkeypatch.setattr("feeds.operations.posts.hold_posts", lambda *_: None)
    with CaptureQueriesContext(connection) as free:
        say(here.insider)
    assert len(held) == len(free) + 1


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_page_says_until_when_and_keeps_the_post(
    cast: Cast, client_of: Clients, headers: dict[str, str]
) -> None:
    with community_scope(cast.community):
        say(cast.member)
        say(cast.member)
    typed = {"body": "Something long", "submission": str(uuid4()), "place": "common"}
    url = f"/c/{cast.community.slug}/posts/"
    answer = client_of(cast.member).post(url, typed, headers=headers)
    assert answer.status_code == 422
    assert "Something long" in answer.text
    assert "You can go on at" in answer.text


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_page_says_until_when_and_keeps_the_answer(
    cast: Cast, client_of: Clients, headers: dict[str, str]
) -> None:
    with community_scope(cast.community):
        post = say(cast.insider)
        reply(cast.member, post)
        reply(cast.member, post)
    typed = {"body": "Something long", "submission": str(uuid4())}
    url = f"/c/{cast.community.slug}/posts/{post.code}/comments/"
    answer = client_of(cast.member).post(url, typed, headers=headers)
    assert answer.status_code == 422
    assert "Something long" in answer.text
    assert "You can go on at" in answer.text
