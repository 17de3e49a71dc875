"""Writing, reading and answering a post in the browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from communities.models import Membership
from core import clock
from core.tenancy import community_scope
from feeds.models import Comment, Post
from feeds.operations import hide_comment, hide_post
from feeds.queries import cursor_of
from notifications.models import Notification
from tests.conftest import Cast
from tests.feeds.writing import reply, say

Clients = Callable[[Membership | None], Client]
HTMX = {"HX-Request": "true"}


def url(cast: Cast, rest: str) -> str:
    return f"/c/{cast.community.slug}/{rest}"


def typed(body: str = "Good evening", **fields: str) -> dict[str, str]:
    return {"body": body, "submission": str(uuid4()), "place": "common", **fields}


def send(client: Client, cast: Cast, **fields: str) -> Any:
    return client.post(url(cast, "posts/"), typed(**fields), headers=HTMX)


def offered(page: str) -> list[str]:
    """The places of the form in their order."""
    return re.findall(r'name="place"\s+value="(\w+)"', page)


def test_a_post_comes_back_with_an_empty_form(cast: Cast, client_of: Clients) -> None:
    answer = send(client_of(cast.member), cast, body="Good *evening*")
    with community_scope(cast.community):
        post = Post.objects.get()
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == "written"
    assert f'id="post-{post.code}"' in answer.text
    assert "<em>evening</em>" in answer.text
    assert "></textarea>" in answer.text
    assert str(post.submission) not in answer.text


def test_without_script_one_goes_on_to_the_stream(
    cast: Cast, client_of: Clients, travel: Any
) -> None:
    travel((clock.now().replace(hour=12) - clock.now()) % timedelta(days=1))
    answer = client_of(cast.member).post(url(cast, "posts/"), typed())
    with community_scope(cast.community):
        assert answer.url == url(cast, f"feed/all/#post-{Post.objects.get().code}")
    place = cast.north.code
    answer = client_of(cast.insider).post(url(cast, "posts/"), typed(place=place))
    assert answer.url.startswith(url(cast, f"subgroups/{place}/feed/#post-"))


def test_on_the_page_of_a_subgroup_the_form_stays_its_form(cast: Cast, client_of: Clients) -> None:
    answer = send(client_of(cast.insider), cast, place=cast.quiet.code, here="True")
    assert 'type="radio"' not in answer.text
    assert offered(answer.text) == [cast.quiet.code]


def test_in_a_mixed_stream_nothing_is_chosen_beforehand(cast: Cast, client_of: Clients) -> None:
    page = client_of(cast.insider).get(url(cast, "feed/all/")).text
    assert offered(page) == [cast.attic.code, cast.quiet.code, cast.north.code, "common"]
    assert " checked" not in page


REFUSED = {
    "no text": typed(body="  "),
    "too long": typed(body="я" * 20_001),
    "no place": typed(place=""),
    "unknown place": typed(place="0000000000001"),
    "no submission": typed(submission=""),
}


@pytest.mark.parametrize("why", REFUSED)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wrong_form_keeps_what_was_typed(
    cast: Cast, client_of: Clients, why: str, headers: dict[str, str]
) -> None:
    client = client_of(cast.insider)
    answer = client.post(url(cast, "posts/"), REFUSED[why], headers=headers)
    assert answer.status_code == 422
    assert REFUSED[why]["body"] in answer.text
    assert "error-summary" in answer.text
    assert ("<html" in answer.text) == (not headers)
    with community_scope(cast.community):
        assert not Post.objects.exists()


def test_a_place_one_does_not_read_cannot_be_told_from_none(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.member)
    hidden, none = (send(client, cast, place=place) for place in (cast.attic.code, "0000000000001"))
    assert hidden.status_code == none.status_code == 422
    assert cast.attic.code not in hidden.text
    assert "Attic" not in hidden.text


def test_sending_twice_makes_one_post(cast: Cast, client_of: Clients) -> None:
    client, same = client_of(cast.member), str(uuid4())
    first = send(client, cast, submission=same)
    again = send(client, cast, submission=same)
    assert first.status_code == again.status_code == 200
    with community_scope(cast.community):
        assert Post.objects.count() == 1


def test_a_text_changed_after_sending_is_offered_as_new(cast: Cast, client_of: Clients) -> None:
    client, same = client_of(cast.member), str(uuid4())
    send(client, cast, submission=same)
    changed = send(client, cast, submission=same, body="Good night")
    assert changed.status_code == 422
    assert "Good night" in changed.text
    assert same not in changed.text


def test_the_tag_of_a_closed_subgroup_asks_first(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.insider)
    asked = send(client, cast, body="A word #Quiet")
    assert asked.status_code == 422
    assert "A word #Quiet" in asked.text
    assert offered(asked.text) == [cast.quiet.code, "common"]
    send(client, cast, body="A word #Quiet", place=cast.quiet.code, asked="quiet")
    send(client, cast, body="A word #Quiet", asked="quiet")
    with community_scope(cast.community):
        homes = list(Post.objects.order_by("id").values_list("subgroup", flat=True))
    assert homes == [cast.quiet.pk, None]


def test_to_others_that_tag_is_an_ordinary_word(cast: Cast, client_of: Clients) -> None:
    assert send(client_of(cast.member), cast, body="A word #quiet").status_code == 200


def test_reading_only_gets_the_reason_and_the_text_back(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.reading_only)
    answer = client.post(url(cast, "posts/"), typed(body="Do not lose me"))
    assert answer.status_code == 403
    assert "Do not lose me" in answer.text


def test_text_held_over_a_lost_session_is_back_in_the_form(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.member)
    client.get(url(cast, "feed/all/"))
    del client.cookies["session"]
    lost = client.post(url(cast, "posts/"), typed(body="Do not lose me"))
    assert lost.status_code == 302
    client.force_login(cast.member.user)
    assert "Do not lose me</textarea>" in client.get(url(cast, "feed/all/")).text


def test_a_post_has_its_page_with_answers(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        post = say(cast.member, "@Alder, look")
        comment = reply(cast.insider, post, "I hear you, @Wren")
    page = client_of(cast.curator).get(url(cast, f"posts/{post.code}/")).text
    assert f'id="comment-{comment.code}"' in page
    assert f'href="{url(cast, f"people/{cast.member.code}/")}">@Wren</a>' in page
    with community_scope(cast.community):
        assert Notification.objects.get(user=cast.curator.user).read_at


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_asks_as_much_for_one_answer_as_for_twenty(
    cast: Cast, client_of: Clients, count: int, django_assert_num_queries: Any
) -> None:
    with community_scope(cast.community):
        post = say(cast.insider, "@Alder #north")
        for _ in range(count):
            reply(cast.curator, post, "I hear you, @Wren")
    client = client_of(cast.reading_only)
    client.get(url(cast, f"posts/{post.code}/"))
    with django_assert_num_queries(11):
        client.get(url(cast, f"posts/{post.code}/"))


def test_an_answer_comes_back_with_an_empty_form(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        post = say(cast.member)
    address, client = url(cast, f"posts/{post.code}/comments/"), client_of(cast.curator)
    answer = client.post(address, typed("I hear you"), headers=HTMX)
    with community_scope(cast.community):
        comment = Comment.objects.get()
    assert f'id="comment-{comment.code}"' in answer.text
    assert answer.headers["HX-Trigger"] == "written"
    plain = client.post(address, typed("And again"))
    assert plain.url.startswith(url(cast, f"posts/{post.code}/#comment-"))


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wrong_answer_keeps_what_was_typed(
    cast: Cast, client_of: Clients, headers: dict[str, str]
) -> None:
    with community_scope(cast.community):
        post = say(cast.member)
    address = url(cast, f"posts/{post.code}/comments/")
    answer = client_of(cast.curator).post(address, typed("я" * 20_001), headers=headers)
    assert answer.status_code == 422
    assert "я" * 20_001 in answer.text


def test_an_answer_changed_after_sending_is_offered_as_new(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        post = say(cast.member)
    client, same = client_of(cast.curator), str(uuid4())
    address = url(cast, f"posts/{post.code}/comments/")
    client.post(address, typed("Yes", submission=same), headers=HTMX)
    again = client.post(address, typed("Or no", submission=same), headers=HTMX)
    assert again.status_code == 422
    assert "Or no" in again.text


def test_newer_answers(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        post = say(cast.member)
        first, second = reply(cast.curator, post), reply(cast.insider, post)
    client, address = client_of(cast.member), url(cast, f"posts/{post.code}/comments/newer/")
    newer = client.get(f"{address}?after={cursor_of(first)}")
    assert f'id="comment-{second.code}"' in newer.text
    assert newer.headers["Cursor"] == cursor_of(second)
    assert client.get(f"{address}?after=x").status_code == 404


def test_a_post_elsewhere_does_not_exist(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        closed = say(cast.insider, place=cast.quiet)
        comment = reply(cast.insider, closed)
    with community_scope(cast.elsewhere):
        foreign = say(cast.outsider)
    client = client_of(cast.member)
    for rest in (
        f"posts/{closed.code}/",
        f"posts/{foreign.code}/",
        f"posts/{closed.code}/menu/",
        f"posts/{closed.code}/comments/newer/",
        f"comments/{comment.code}/menu/",
    ):
        assert client.get(url(cast, rest)).status_code == 404
    for code in (closed.code, foreign.code):
        answer = client.post(url(cast, f"posts/{code}/comments/"), typed())
        assert answer.status_code == 404


def test_what_is_hidden_is_gone_but_for_its_author(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        post = say(cast.member, "Something harsh")
        hide_post(actor=cast.owner, post=post, reason="Names a person")
    address = url(cast, f"posts/{post.code}/")
    assert client_of(cast.insider).get(address).status_code == 404
    own = client_of(cast.member).get(address).text
    assert "Names a person" in own
    assert 'id="answer"' not in own


def test_a_hidden_answer_is_gone_but_for_its_author(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        post = say(cast.member)
        comment = reply(cast.insider, post, "Something harsh")
        hide_comment(actor=cast.owner, comment=comment, reason="Too harsh")
    address = url(cast, f"posts/{post.code}/")
    assert comment.code not in client_of(cast.member).get(address).text
    assert "Too harsh" in client_of(cast.insider).get(address).text


def test_wrong_methods(cast: Cast, client_of: Clients) -> None:
    with community_scope(cast.community):
        post = say(cast.member)
    client = client_of(cast.member)
    for rest in ("posts/", f"posts/{post.code}/comments/", f"posts/{post.code}/pin/"):
        assert client.get(url(cast, rest)).status_code == 405
    for rest in (f"posts/{post.code}/", f"posts/{post.code}/menu/"):
        assert client.post(url(cast, rest)).status_code == 405
