"""Menus, and what keeps order, in the browser."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.models import Membership
from core.tenancy import community_scope
from feeds.models import Comment, Placement, Post
from feeds.operations import hide_comment, hide_post, pin_post
from tests.conftest import Cast
from tests.feeds.writing import reply, say

Clients = Callable[[Membership | None], Client]
HTMX = {"HX-Request": "true"}


def url(cast: Cast, rest: str) -> str:
    return f"/c/{cast.community.slug}/{rest}"


@pytest.fixture
def post(cast: Cast) -> Post:
    with community_scope(cast.community):
        return say(cast.member, "A word #north")


@pytest.fixture
def comment(cast: Cast, post: Post) -> Comment:
    with community_scope(cast.community):
        return reply(cast.insider, post)


def fresh(cast: Cast, row: Post | Comment) -> Post | Comment:
    with community_scope(cast.community):
        return type(row).objects.get(pk=row.pk)


def test_the_menu_offers_what_one_may_do(cast: Cast, client_of: Clients, post: Post) -> None:
    address = url(cast, f"posts/{post.code}/menu/")
    member = client_of(cast.insider).get(address, headers=HTMX).text
    assert "<html" not in member
    assert "/hide/" not in member
    assert "/pin/" not in member
    curator = client_of(cast.curator).get(address, headers=HTMX).text
    assert "/take-out/" in curator
    assert "/hide/" not in curator
    owner = client_of(cast.owner).get(address).text
    assert "<html" in owner
    assert all(word in owner for word in ("/hide/", "/pin/", "/take-out/"))


def test_the_menu_of_what_was_pinned_and_hidden(cast: Cast, client_of: Clients, post: Post) -> None:
    with community_scope(cast.community):
        pin_post(actor=cast.owner, post=post)
        hide_post(actor=cast.owner, post=post, reason="x")
    menu = client_of(cast.owner).get(url(cast, f"posts/{post.code}/menu/"), headers=HTMX).text
    assert "/unpin/" in menu
    assert "/restore/" in menu


def test_the_menu_of_an_answer(cast: Cast, client_of: Clients, comment: Comment) -> None:
    address = url(cast, f"comments/{comment.code}/menu/")
    assert "/hide/" not in client_of(cast.member).get(address, headers=HTMX).text
    assert "/hide/" in client_of(cast.owner).get(address, headers=HTMX).text
    assert "<html" in client_of(cast.owner).get(address).text
    with community_scope(cast.community):
        hide_comment(actor=cast.owner, comment=comment, reason="x")
    assert "/restore/" in client_of(cast.owner).get(address, headers=HTMX).text


def test_pin_and_unpin(cast: Cast, client_of: Clients, post: Post) -> None:
    client = client_of(cast.owner)
    pinned = client.post(url(cast, f"posts/{post.code}/pin/"), headers=HTMX)
    assert "post--pinned" in pinned.text
    plain = client.post(url(cast, f"posts/{post.code}/unpin/"))
    assert plain.url == url(cast, f"posts/{post.code}/")
    assert fresh(cast, post).pinned_at is None


def test_hiding_asks_for_a_reason(cast: Cast, client_of: Clients, post: Post) -> None:
    client, address = client_of(cast.owner), url(cast, f"posts/{post.code}/hide/")
    assert client.get(address).status_code == 200
    without = client.post(address, {"reason": " "})
    assert without.status_code == 422
    long = client.post(address, {"reason": "я" * 501})
    assert long.status_code == 422
    assert "я" * 501 in long.text
    done = client.post(address, {"reason": "Names a person"})
    assert done.url == url(cast, f"posts/{post.code}/")
    assert fresh(cast, post).hidden_reason == "Names a person"
    back = client.post(url(cast, f"posts/{post.code}/restore/"), headers=HTMX)
    assert "Names a person" not in back.text
    assert fresh(cast, post).hidden_at is None


def test_hiding_an_answer(cast: Cast, client_of: Clients, comment: Comment) -> None:
    client, address = client_of(cast.owner), url(cast, f"comments/{comment.code}/hide/")
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    there = url(cast, f"posts/{comment.post.code}/#comment-{comment.code}")
    assert client.post(address, {"reason": "Too harsh"}).url == there
    assert fresh(cast, comment).hidden_reason == "Too harsh"
    restore = url(cast, f"comments/{comment.code}/restore/")
    assert f'id="comment-{comment.code}"' in client.post(restore, headers=HTMX).text
    assert client.post(restore).url == there
    assert fresh(cast, comment).hidden_at is None


def test_taking_out(cast: Cast, client_of: Clients, post: Post) -> None:
    with community_scope(cast.community):
        placement = post.placements.get()
    address = url(cast, f"placements/{placement.code}/take-out/")
    assert client_of(cast.member).post(address).status_code == 404
    answer = client_of(cast.curator).post(address, headers=HTMX)
    assert f'id="post-{post.code}"' in answer.text
    assert cast.north.code not in answer.text
    with community_scope(cast.community):
        assert not Placement.objects.exists()


@pytest.mark.parametrize("who", ["member", "insider", "curator", "outsider", "reading_only"])
@pytest.mark.parametrize("action", ["pin", "unpin", "hide", "restore"])
def test_the_wrong_role_finds_nothing(
    cast: Cast, client_of: Clients, post: Post, who: str, action: str
) -> None:
    client = client_of(getattr(cast, who))
    answer = client.post(url(cast, f"posts/{post.code}/{action}/"), {"reason": "x"})
    assert answer.status_code == 404
    if action == "hide":
        assert client.get(url(cast, f"posts/{post.code}/hide/")).status_code == 404


@pytest.mark.parametrize("who", ["member", "curator", "outsider"])
@pytest.mark.parametrize("action", ["hide", "restore"])
def test_the_wrong_role_finds_no_answer(
    cast: Cast, client_of: Clients, comment: Comment, who: str, action: str
) -> None:
    client = client_of(getattr(cast, who))
    answer = client.post(url(cast, f"comments/{comment.code}/{action}/"), {"reason": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize("action", ["pin", "unpin", "restore"])
def test_actions_take_no_get(cast: Cast, client_of: Clients, post: Post, action: str) -> None:
    client = client_of(cast.owner)
    assert client.get(url(cast, f"posts/{post.code}/{action}/")).status_code == 405
    assert client.put(url(cast, f"posts/{post.code}/hide/")).status_code == 405
