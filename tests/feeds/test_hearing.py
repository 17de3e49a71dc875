"""Who is muted or blocked is not heard: in streams, answers, notices, suggestions, live."""

from typing import Any

import pytest

from communities.models import Membership
from communities.operations import block, mute, unmute
from communities.queries.apart import forget_apart
from core.live import Viewer
from feeds.consumers import PostTopic, StreamTopic
from feeds.models import Post
from feeds.operations import follow, pin_post
from feeds.queries import Audiences, comments_under, page_of, stream_named, suggest_people
from notifications.models import Notification
from notifications.queries import notices_of
from subgroups.models import forget_places
from tests.conftest import Cast
from tests.factories import PostFactory
from tests.feeds.writing import reply, say


def stream(member: Membership, name: str = "all", pk: int | None = None) -> list[Post]:
    return page_of(stream_named(name, pk, member), member, Audiences()).posts


@pytest.mark.parametrize("keep_apart", [mute, block])
def test_their_posts_leave_every_stream_but_their_own_page(here: Cast, keep_apart: Any) -> None:
    follow(actor=here.member, person=here.insider)
    post = say(here.insider, "#north and #rain", place=None)
    tag = post.tagged.get(hashtag__key="rain").hashtag_id
    keep_apart(actor=here.member, person=here.insider)
    for name, pk in (("all", None), ("circle", None), ("subgroup", here.north.pk), ("tag", tag)):
        assert stream(here.member, name, pk) == []
        assert stream(here.reading_only, name, pk) == ([] if name == "circle" else [post])
    assert stream(here.member, "person", here.insider.pk) == [post]


def test_taken_back_they_are_heard_as_before(here: Cast) -> None:
    post = say(here.insider)
    mute(actor=here.member, person=here.insider)
    unmute(actor=here.member, person=here.insider)
    assert stream(here.member) == [post]


def test_words_without_an_author_are_never_left_out(here: Cast) -> None:
    post = PostFactory(author=None)
    mute(actor=here.member, person=here.insider)
    assert stream(here.member) == [post]
    mute(actor=here.curator, person=here.insider)
    assert stream(here.curator) == [post]


def test_answers_of_theirs_are_not_there_and_leave_no_stub(here: Cast) -> None:
    post = say(here.curator)
    reply(here.insider, post)
    mine = reply(here.member, post)
    mute(actor=here.member, person=here.insider)
    assert list(comments_under(post, here.member)) == [mine]
    assert comments_under(post, here.owner).count() == 2


def test_what_is_pinned_stands_all_the_same(here: Cast) -> None:
    post = say(here.insider)
    pin_post(actor=here.owner, post=post)
    mute(actor=here.member, person=here.insider)
    assert page_of(stream_named("all", None, here.member), here.member, Audiences()).pinned == [
        post
    ]


def test_a_curator_hears_everybody_where_they_lead(here: Cast) -> None:
    common = say(here.insider, "#north")
    quiet, attic = say(here.insider, place=here.quiet), say(here.insider, place=here.attic)
    mute(actor=here.curator, person=here.insider)
    mute(actor=here.member, person=here.insider)
    assert stream(here.curator) == [quiet]
    assert stream(here.curator, "subgroup", here.north.pk) == [common]
    answer = reply(here.insider, quiet)
    assert list(comments_under(quiet, here.curator)) == [answer]
    assert attic in stream(here.owner)


def test_no_notice_of_theirs_is_shown_while_muted(here: Cast) -> None:
    post = say(here.member)
    reply(here.insider, post)
    say(here.insider, "@Wren, look")
    assert len(notices_of(here.member.user_id, here.member)) == 2
    mute(actor=here.member, person=here.insider)
    assert notices_of(here.member.user_id, here.member) == []
    unmute(actor=here.member, person=here.insider)
    assert len(notices_of(here.member.user_id, here.member)) == 2


def test_whom_one_blocked_cannot_tell_one_anything(here: Cast) -> None:
    post = say(here.member)
    block(actor=here.member, person=here.insider)
    forget_apart(here.insider)
    say(here.insider, "@Wren @Alder")
    reply(here.insider, post, "@Wren again")
    told = Notification.objects.values_list("user", flat=True)
    assert set(told) == {here.curator.user_id}


def test_a_circle_holds_nobody_who_blocked_its_keeper_and_says_nothing(here: Cast) -> None:
    block(actor=here.member, person=here.insider)
    follow(actor=here.insider, person=here.member)
    post = say(here.member)
    assert stream(here.insider, "circle") == []
    assert stream(here.insider) == [post]
    key = f"circle.{here.community.pk}"
    assert live(StreamTopic(), key, post.pk, here.insider, here.member) == {here.member.pk}


def test_suggestions_are_without_the_muted_and_tell_the_blocked_nothing(here: Cast) -> None:
    block(actor=here.member, person=here.insider)
    forget_apart(here.insider)

    def offered(member: Membership) -> set[str]:
        return {p.alias for p in suggest_people(member=member, prefix="", place=None)}

    assert "Мышь" not in offered(here.member)
    assert "Wren" in offered(here.insider)


def live(topic: Any, key: str, pk: int, *people: Membership) -> set[int]:
    """Ids of those of `people` to whom a new row comes."""
    viewers = [Viewer(who.pk, "en", "UTC") for who in people]
    return {viewer.membership_id for viewer in topic.frames(key, "new", [pk], viewers)}


def test_nothing_of_theirs_comes_in_live(here: Cast) -> None:
    for actor in (here.member, here.curator):
        mute(actor=actor, person=here.insider)
    all_of_it, people = f"all.{here.community.pk}", (here.member, here.curator, here.owner)
    assert live(StreamTopic(), all_of_it, say(here.insider).pk, *people) == {here.owner.pk}
    quiet = say(here.insider, place=here.quiet)
    assert live(StreamTopic(), all_of_it, quiet.pk, *people) == {here.curator.pk, here.owner.pk}
    mine = say(here.member)
    answer = reply(here.insider, mine)
    assert live(PostTopic(), str(mine.pk), answer.pk, *people) == {here.owner.pk}
    theirs = f"person.{here.insider.pk}"
    assert here.member.pk in live(StreamTopic(), theirs, say(here.insider).pk, *people)


def test_a_muted_persons_change_still_reaches_a_page_that_shows_it(here: Cast) -> None:
    post = say(here.insider)
    mute(actor=here.member, person=here.insider)
    viewer = Viewer(here.member.pk, "en", "UTC")
    frames = StreamTopic().frames(f"all.{here.community.pk}", "changed", [post.pk], [viewer])
    assert [frame.action for frame in frames[viewer]] == ["replace"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_stream_asks_as_often_for_one_muted_as_for_three(
    here: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for person in (here.insider, here.curator, here.owner)[:count]:
        say(person)
        mute(actor=here.member, person=person)
    kept = say(here.specialist)
    forget_apart(here.member)
    forget_places(here.member)
    with django_assert_num_queries(7):
        assert stream(here.member) == [kept]
