"""What comes in live: frames for those who may see, nothing for others."""

from typing import Any

import pytest

from communities.models import Membership
from core.live import Frame, Viewer
from feeds.consumers import PostTopic, StreamTopic
from feeds.models import Post
from feeds.operations import follow, hide_comment, hide_post, take_out
from tests.conftest import Cast
from tests.feeds.writing import reply, say

STREAM, POST = StreamTopic(), PostTopic()
Frames = dict[str, list[tuple[str, str]]]


def viewer(member: Membership, language: str = "en") -> Viewer:
    return Viewer(member.pk, language, "UTC")


def seen(here: Cast, frames: dict[Viewer, list[Frame]]) -> Frames:
    """Role name -> (action, target) of what they are sent."""
    names = {who.pk: name for name, who in here.everybody().items() if who}
    return {
        names[v.membership_id]: [(frame.action, frame.target) for frame in sent]
        for v, sent in frames.items()
    }


def streamed(here: Cast, key: str, kind: str, post: Post) -> Frames:
    people = (here.owner, here.specialist, here.curator, here.member, here.insider)
    return seen(here, STREAM.frames(key, kind, [post.pk], [viewer(m) for m in people]))


def common(here: Cast) -> str:
    return f"all.{here.community.pk}"


def test_a_new_post_comes_to_those_who_may_read_it(here: Cast) -> None:
    post = say(here.insider, place=here.quiet)
    added = [("add", f"post-{post.code}")]
    expected = {"owner": added, "curator": added, "insider": added}
    assert streamed(here, common(here), "new", post) == expected
    assert streamed(here, f"subgroup.{here.quiet.pk}", "new", post) == expected


def test_in_a_circle_only_whose_it_is(here: Cast) -> None:
    follow(actor=here.member, person=here.insider)
    frames = streamed(here, f"circle.{here.community.pk}", "new", say(here.insider))
    assert set(frames) == {"member", "insider"}


def test_a_hidden_post_leaves_other_pages_and_says_why_to_its_author(here: Cast) -> None:
    post = say(here.member)
    hide_post(actor=here.owner, post=post, reason="Names a person")
    frames = streamed(here, common(here), "changed", post)
    gone, kept = [("remove", f"post-{post.code}")], [("replace", f"post-{post.code}")]
    assert frames == {
        "owner": kept,
        "specialist": kept,
        "member": kept,
        "curator": gone,
        "insider": gone,
    }


def test_of_a_closed_subgroup_strangers_hear_nothing_not_even_an_end(here: Cast) -> None:
    post = say(here.insider, place=here.quiet)
    hide_post(actor=here.owner, post=post, reason="x")
    assert not {"member", "specialist"} & set(streamed(here, common(here), "changed", post))


def test_taken_out_of_a_subgroup_it_leaves_its_stream_alone(here: Cast) -> None:
    post = say(here.member, "#north")
    north = f"subgroup.{here.north.pk}"
    assert streamed(here, north, "new", post)["insider"] == [("add", f"post-{post.code}")]
    take_out(actor=here.curator, placement=post.placements.get())
    assert streamed(here, north, "changed", post)["insider"] == [("remove", f"post-{post.code}")]
    assert streamed(here, common(here), "changed", post)["insider"][0][0] == "replace"


def test_a_post_that_is_gone_sends_nothing(here: Cast) -> None:
    post = say(here.member)
    Post.objects.all().delete()
    assert streamed(here, common(here), "changed", post) == {}


def answered(here: Cast, kind: str, comment: Any) -> Frames:
    people = (here.owner, here.curator, here.member, here.insider)
    viewers = [viewer(m) for m in people]
    return seen(here, POST.frames(str(comment.post_id), kind, [comment.pk], viewers))


def test_an_answer_comes_with_the_new_number(here: Cast) -> None:
    post = say(here.insider, place=here.quiet)
    comment = reply(here.curator, post)
    sent = [("add", f"comment-{comment.code}"), ("badge", f"count-{post.code}")]
    expected = {"owner": sent, "curator": sent, "insider": sent}
    assert answered(here, "new", comment) == expected


def test_a_hidden_answer_leaves_other_pages(here: Cast) -> None:
    comment = reply(here.insider, say(here.member))
    hide_comment(actor=here.owner, comment=comment, reason="Too harsh")
    frames = {name: sent[0][0] for name, sent in answered(here, "changed", comment).items()}
    assert frames == {
        "owner": "replace",
        "insider": "replace",
        "member": "remove",
        "curator": "remove",
    }


def test_an_answer_that_is_gone_sends_nothing(here: Cast) -> None:
    comment = reply(here.insider, say(here.member))
    comment.delete()
    assert POST.frames("1", "new", [1], [viewer(here.member)]) == {}


def test_a_change_of_the_post_reaches_its_own_page(here: Cast) -> None:
    post = say(here.member)
    frames = POST.frames(str(post.pk), "post_changed", [post.pk], [viewer(here.insider)])
    assert seen(here, frames) == {"insider": [("replace", f"post-{post.code}")]}


def test_each_reads_it_in_their_own_language(here: Cast) -> None:
    post = say(here.member, "Good evening")
    viewers = [viewer(here.insider, "ru"), viewer(here.curator, "en")]
    frames = STREAM.frames(common(here), "new", [post.pk], viewers)
    russian, english = (frames[v][0].html for v in viewers)
    assert "Прочтут 6: всё сообщество" in russian
    assert "Read by 6 people" in english
    assert "Good evening" in russian


def test_rendering_is_shared_by_those_alike(here: Cast, django_assert_max_num_queries: Any) -> None:
    post = say(here.member, "@Alder #north")
    people = [here.owner, here.curator, here.member, here.insider, here.specialist]
    with django_assert_max_num_queries(8):
        STREAM.frames(common(here), "new", [post.pk], [viewer(m) for m in people])


@pytest.mark.parametrize(
    "key", ["", "all", "all.x", "all.1", "circle.1", "best.1", "all.٣", "tag."]
)
def test_a_key_that_is_none_is_refused(here: Cast, key: str) -> None:
    assert not STREAM.may_join(here.member, key)
    assert not POST.may_join(here.member, key)


def test_who_may_listen_where(here: Cast) -> None:
    closed = say(here.insider, place=here.quiet)
    for member, able in ((here.insider, True), (here.owner, True), (here.member, False)):
        assert STREAM.may_join(member, f"subgroup.{here.quiet.pk}") == able
        assert POST.may_join(member, str(closed.pk)) == able
        assert STREAM.may_join(member, common(here))
        assert STREAM.may_join(member, f"person.{here.owner.pk}")
