"""Writing a post."""

from typing import Any
from uuid import uuid4

import pytest

from core.permissions import ReadingOnly, Refused
from feeds.models import Mention, Placement, Post, PostHashtag
from feeds.operations import SentDifferently, create_post
from feeds.permissions import P
from notifications.models import Notification
from tests.conftest import Cast
from tests.feeds.writing import say

MAY_WRITE = {
    None: {"owner", "specialist", "curator", "member", "insider"},
    "north": {"owner", "specialist", "curator", "insider"},
    "quiet": {"owner", "curator", "insider"},
    "attic": {"owner", "insider"},
}


@pytest.mark.parametrize("place", MAY_WRITE)
def test_who_may_post_where(here: Cast, place: str | None) -> None:
    subgroup = getattr(here, place) if place else None
    people = {name: who for name, who in here.everybody().items() if who}
    del people["outsider"]
    able = {name for name, who in people.items() if P.WRITE_POST.allows(who, subgroup)}
    assert able == MAY_WRITE[place]


def test_a_stranger_to_the_subgroup_is_refused(here: Cast) -> None:
    with pytest.raises(Refused):
        say(here.member, place=here.quiet)
    assert not Post.objects.exists()


def test_who_may_only_read_is_told_so(here: Cast) -> None:
    with pytest.raises(ReadingOnly):
        say(here.reading_only)


def test_a_mentioned_person_is_told(here: Cast) -> None:
    post = say(here.member, "Thank you, @Alder")
    assert [mention.person for mention in post.mentions.all()] == [here.curator]
    told = Notification.objects.get()
    assert (told.user_id, told.kind, told.target) == (here.curator.user_id, "post_mention", post.pk)


def test_nobody_is_told_of_mentioning_themselves(here: Cast) -> None:
    say(here.member, "I, @Wren, was here")
    assert not Notification.objects.exists()


def test_who_cannot_read_stays_text(here: Cast) -> None:
    post = say(here.insider, "@Wren would like it here, @Alder", place=here.quiet)
    assert [mention.person for mention in post.mentions.all()] == [here.curator]
    assert "@Wren" in post.html
    assert not Notification.objects.filter(user=here.member.user).exists()


def test_newcomers_and_strangers_stay_text(here: Cast) -> None:
    say(here.member, "@Lark @Rook @Swift @Nobody")
    assert not Mention.objects.exists()


def test_the_tag_of_an_open_subgroup_makes_a_common_post_stand_there(here: Cast) -> None:
    post = say(here.member, "The sea was quiet #north #Sea")
    assert [placement.subgroup for placement in post.placements.all()] == [here.north]
    assert {tag.hashtag.key for tag in post.tagged.all()} == {"north", "sea"}


@pytest.mark.parametrize("tag", ["quiet", "attic"])
def test_the_tag_of_a_closed_subgroup_is_an_ordinary_word(here: Cast, tag: str) -> None:
    say(here.insider, f"A word #{tag}")
    assert PostHashtag.objects.count() == 1
    assert not Placement.objects.exists()


def test_a_post_of_a_subgroup_stands_nowhere_else(here: Cast) -> None:
    say(here.insider, "Between us #north", place=here.quiet)
    assert not Placement.objects.exists()


def test_a_tag_is_one_in_any_case(here: Cast) -> None:
    say(here.member, "#Ёлка #елка")
    say(here.member, "#ЕЛКА")
    assert {row.hashtag.name for row in PostHashtag.objects.all()} == {"Ёлка"}
    assert PostHashtag.objects.count() == 2


def test_sending_twice_makes_one_post(here: Cast) -> None:
    submission = uuid4()
    first, second = (
        create_post(actor=here.member, subgroup=None, body="Once @Alder", submission=submission)
        for _ in range(2)
    )
    assert first == second
    assert Post.objects.count() == Mention.objects.count() == Notification.objects.count() == 1


def test_a_text_changed_after_it_was_sent_is_not_lost_silently(here: Cast) -> None:
    submission = uuid4()
    create_post(actor=here.member, subgroup=None, body="Once", submission=submission)
    with pytest.raises(SentDifferently):
        create_post(actor=here.member, subgroup=None, body="Once more", submission=submission)
    assert Post.objects.get().source == "Once"


def test_every_stream_of_the_post_is_hinted(here: Cast, nudges: list[Any], committed: Any) -> None:
    with committed():
        post = say(here.member, "A word #north #sea")
    tags = {row.hashtag.name: row.hashtag_id for row in post.tagged.all()}
    c, author = here.community.pk, here.member.pk
    keys = [f"all.{c}", f"circle.{c}", f"person.{author}", f"subgroup.{here.north.pk}"]
    keys += [f"tag.{tags['north']}", f"tag.{tags['sea']}"]
    expected = {f"feeds.stream.{key}" for key in keys} | {f"feeds.post.{post.pk}"}
    assert {sent.name for sent in nudges if sent.kind == "hint"} == expected


def test_a_hint_carries_ids_alone(here: Cast, nudges: list[Any], committed: Any) -> None:
    with committed():
        say(here.member, "Something only for here")
    assert "Something" not in repr(nudges)
