"""What becomes of the words of somebody who left: nameless, or deleted, everywhere."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from communities.models import Leaving
from communities.operations import leave
from core import clock, due, live
from feeds.models import Comment, Follow, Mention, Placement, Post, PostPicture
from feeds.operations import create_comment, create_post
from feeds.operations import leaving as subject
from files.models import Attachment
from files.pictures import Described, Picture
from notifications.models import Notification
from tests.factories import CommentFactory, PostFactory

PICTURE = Described(Picture(b"RIFF", 4, 3), "a river")


def settle() -> None:
    while due.sweep("communities.Leaving"):
        pass


def say(actor: Any, body: str, subgroup: Any = None, pictures: Any = ()) -> Post:
    return create_post(
        actor=actor, subgroup=subgroup, body=body, submission=uuid4(), pictures=pictures
    )


def answer(actor: Any, post: Post, body: str) -> Comment:
    return create_comment(actor=actor, post=post, body=body, submission=uuid4())


def page(client: Any, name: str, *args: Any) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.text


def test_nameless_words_stay_and_the_alias_is_nowhere(here, client_of):
    mine = say(here.member, "My own words #north")
    theirs = say(here.insider, "@Wren said so")
    reply = answer(here.member, theirs, "A reply of mine")
    slug, reader = here.community.slug, client_of(here.insider)
    assert "Wren" in page(reader, "feeds:post", slug, theirs.pk)
    leave(actor=here.member, words="former")
    settle()
    for name, *args in (
        ("feeds:stream", "all"),
        ("feeds:post", mine.pk),
        ("feeds:post", theirs.pk),
        ("feeds:subgroup", here.north.pk),
    ):
        text = page(reader, name, slug, *args)
        assert "Wren" not in text
        assert "former member" in text
    assert "My own words" in page(reader, "feeds:stream", slug, "all")
    assert Comment.objects.get(pk=reply.pk).author is None
    assert reader.get(reverse("feeds:person", args=[slug, here.member.pk])).status_code == 404
    assert Placement.objects.filter(post=mine).exists()


def test_under_the_alias_nothing_changes(here, client_of):
    mine = say(here.member, "My own words")
    leave(actor=here.member)
    settle()
    assert Post.objects.get(pk=mine.pk).author == here.member
    assert "Wren" in page(client_of(here.insider), "feeds:stream", here.community.slug, "all")


def test_deleted_words_are_gone_with_all_that_hung_on_them(here):
    mine = say(here.member, "Gone #north @Мышь", pictures=[PICTURE])
    theirs = say(here.insider, "Stays")
    reply = answer(here.member, theirs, "Gone @Iris")
    file = Attachment.objects.get().full_path
    assert file.is_file()
    Follow.objects.create(follower=here.member, followee=here.insider)
    Follow.objects.create(follower=here.insider, followee=here.member)
    leave(actor=here.member, words="deleted")
    settle()
    assert list(Post.objects.all()) == [theirs]
    for rows in (Comment, Placement, PostPicture, Attachment, Mention, Follow):
        assert not rows.objects.exists()
    assert not Notification.objects.filter(target__in=[mine.pk, reply.pk]).exists()
    assert not file.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert Post.objects.get().comment_count == 0


def test_answers_of_others_stay_under_an_empty_post(here, client_of):
    mine = say(here.member, "Words that go #north", pictures=[PICTURE])
    answer(here.insider, mine, "Words that stay")
    answer(here.member, mine, "A reply that goes")
    leave(actor=here.member, words="deleted")
    settle()
    text = page(client_of(here.insider), "feeds:post", here.community.slug, mine.pk)
    assert "Words that stay" in text
    assert "deleted by who wrote it" in text
    assert "that go" not in text
    assert "Wren" not in text
    empty = Post.objects.get()
    assert (empty.source, empty.html, empty.author, empty.comment_count) == ("", "", None, 1)
    assert not Placement.objects.exists()
    assert not Attachment.objects.exists()


def test_a_goodbye_is_read_by_the_community_and_follows_the_choice(here, client_of):
    leave(actor=here.member, words="former", goodbye="Be well, all of you")
    settle()
    text = page(client_of(here.insider), "feeds:stream", here.community.slug, "all")
    assert "Be well, all of you" in text
    assert "Wren" not in text


def test_a_second_click_says_no_second_goodbye(here):
    again = type(here.member).objects.get(pk=here.member.pk)
    leave(actor=here.member, goodbye="Be well")
    leave(actor=again, goodbye="Be well")
    assert Post.objects.count() == 1


@pytest.mark.parametrize("words", ["former", "deleted"])
def test_it_goes_in_batches_and_goes_on_where_it_stopped(here, monkeypatch, words):
    monkeypatch.setattr(subject, "BATCH", 2)
    posts = [PostFactory(author=here.member) for _ in range(5)]
    for post in posts:
        CommentFactory(post=post, author=here.member)
    Post.objects.update(comment_count=1)
    other = PostFactory(author=here.insider)
    leave(actor=here.member, words=words)
    due.sweep("communities.Leaving")
    assert Leaving.objects.get().done_at is None
    settle()
    assert Leaving.objects.get().done_at
    assert not Post.objects.filter(author=here.member).exists()
    assert not Comment.objects.filter(author=here.member).exists()
    assert Post.objects.get(pk=other.pk).author == here.insider


def test_what_is_written_after_coming_back_stays(here, travel):
    leave(actor=here.member, words="deleted")
    travel(clock.now() - here.member.left_at)
    new = PostFactory(author=here.member)
    settle()
    assert list(Post.objects.all()) == [new]


def sent(topic: str, key: Any, kind: str, ids: list[int], *who: Any) -> dict[int, str]:
    viewers = {live.Viewer(member.pk, "en", "UTC") for member in who}
    frames = live.topics[topic].frames(str(key), kind, ids, viewers)
    return {viewer.membership_id: str(found) for viewer, found in frames.items()}


def test_open_pages_let_go_of_a_deleted_post(here, nudges, committed):
    quiet = PostFactory(author=here.insider, subgroup=here.quiet)
    code = quiet.code
    with committed():
        leave(actor=here.insider, words="deleted")
        settle()
    hints = [n.content for n in nudges if n.kind == "hint" and n.content.get("kind") == "gone"]
    hint = next(h for h in hints if h["key"] == f"subgroup.{here.quiet.pk}")
    ids = [int(pk) for pk in hint["ids"]]
    told = sent("feeds.stream", hint["key"], "gone", ids, here.curator, here.member)
    assert list(told) == [here.curator.pk]
    assert f"post-{code}" in told[here.curator.pk]


def test_open_pages_let_go_of_a_deleted_answer(here, nudges, committed):
    post = PostFactory(author=here.insider)
    comment = answer(here.member, post, "Gone")
    with committed():
        leave(actor=here.member, words="deleted")
        settle()
    assert any(n.content.get("kind") == "gone" for n in nudges if n.kind == "hint")
    told = sent("feeds.post", post.pk, "gone", [comment.pk], here.insider)
    assert f"comment-{comment.code}" in told[here.insider.pk]
    told = sent("feeds.post", post.pk, "post_gone", [post.pk], here.insider)
    assert f"post-{post.code}" in told[here.insider.pk]
    assert sent("feeds.post", 1, "gone", [comment.pk], here.insider) == {}
