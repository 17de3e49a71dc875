"""Answering a post."""

from uuid import uuid4

import pytest

from core.permissions import ReadingOnly, Refused
from feeds.models import Comment
from feeds.operations import SentDifferently, create_comment, hide_post
from feeds.permissions import P
from notifications.models import Notification
from tests.conftest import Cast
from tests.feeds.writing import reply, say

MAY_ANSWER = {
    None: {"owner", "specialist", "curator", "member", "insider"},
    "north": {"owner", "specialist", "curator", "member", "insider"},
    "quiet": {"owner", "curator", "insider"},
    "attic": {"owner", "insider"},
}


@pytest.mark.parametrize("place", MAY_ANSWER)
def test_who_may_answer_where(here: Cast, place: str | None) -> None:
    post = say(here.insider, place=getattr(here, place) if place else None)
    people = {name: who for name, who in here.everybody().items() if who}
    del people["outsider"]
    assert {n for n, who in people.items() if P.COMMENT.allows(who, post)} == MAY_ANSWER[place]


def told() -> set[tuple[int, str]]:
    return set(Notification.objects.values_list("user", "kind"))


def test_the_author_of_the_post_is_told(here: Cast) -> None:
    reply(here.curator, say(here.member))
    assert told() == {(here.member.user_id, "comment_on_post")}


def test_one_is_not_told_of_ones_own_answer(here: Cast) -> None:
    reply(here.member, say(here.member))
    assert not Notification.objects.exists()


def test_an_author_who_is_mentioned_is_told_once(here: Cast) -> None:
    reply(here.curator, say(here.member), "I hear you, @Wren")
    assert told() == {(here.member.user_id, "comment_mention")}


def test_who_cannot_read_stays_text(here: Cast) -> None:
    comment = reply(here.curator, say(here.insider, place=here.quiet), "As @Wren says")
    assert "@Wren" in comment.html
    assert here.member.user_id not in {user for user, _ in told()}


def test_answers_are_counted(here: Cast) -> None:
    post = say(here.member)
    reply(here.curator, post)
    reply(here.insider, post)
    post.refresh_from_db()
    assert post.comment_count == 2


def test_sending_twice_makes_one_answer(here: Cast) -> None:
    post, submission = say(here.member), uuid4()
    for _ in range(2):
        create_comment(actor=here.curator, post=post, body="Yes", submission=submission)
    post.refresh_from_db()
    assert Comment.objects.count() == post.comment_count == 1


def test_a_changed_text_is_not_lost_silently(here: Cast) -> None:
    post, submission = say(here.member), uuid4()
    create_comment(actor=here.curator, post=post, body="Yes", submission=submission)
    with pytest.raises(SentDifferently):
        create_comment(actor=here.curator, post=post, body="No", submission=submission)


def test_a_stranger_and_a_reader_are_refused(here: Cast) -> None:
    post = say(here.insider, place=here.quiet)
    with pytest.raises(Refused):
        reply(here.member, post)
    with pytest.raises(ReadingOnly):
        reply(here.reading_only, say(here.member))


def test_a_hidden_post_is_answered_by_who_keeps_order_alone(here: Cast) -> None:
    post = say(here.member)
    hide_post(actor=here.owner, post=post, reason="Names a person")
    post.refresh_from_db()
    reply(here.owner, post)
    with pytest.raises(Refused):
        reply(here.member, post)
