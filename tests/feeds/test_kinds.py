"""What people are told of, as long as they may see it."""

import pytest
from django.template.loader import render_to_string

from communities.models import Membership
from core.kinds import kinds, reader
from feeds.operations import hide_comment, hide_post
from subgroups.operations import move_out
from tests.conftest import Cast
from tests.feeds.writing import reply, say


def visible(kind: str, member: Membership, target: int) -> bool:
    return kinds[kind].visible(member, [target]).exists()


def test_a_mention_is_withdrawn_with_the_post(here: Cast) -> None:
    post = say(here.member, "@Alder")
    assert visible("post_mention", here.curator, post.pk)
    hide_post(actor=here.owner, post=post, reason="x")
    assert not visible("post_mention", here.curator, post.pk)


@pytest.mark.parametrize("kind", ["comment_mention", "comment_on_post"])
def test_an_answer_is_withdrawn_with_itself(here: Cast, kind: str) -> None:
    comment = reply(here.insider, say(here.member), "@Alder")
    assert visible(kind, here.curator, comment.pk)
    hide_comment(actor=here.owner, comment=comment, reason="x")
    assert not visible(kind, here.curator, comment.pk)


def test_who_left_the_subgroup_is_told_of_nothing_in_it(here: Cast) -> None:
    post = say(here.curator, "@Мышь", place=here.quiet)
    assert visible("post_mention", here.insider, post.pk)
    move_out(actor=here.curator, subgroup=here.quiet, member=here.insider)
    assert not visible("post_mention", here.insider, post.pk)


@pytest.mark.parametrize("who", ["lapsed", "newcomer", "outsider", "left"])
def test_who_may_not_read_is_nobody_here(here: Cast, who: str) -> None:
    assert reader(getattr(here, who).user_id) is None
    assert reader(here.member.user_id) == here.member


@pytest.mark.parametrize("kind", ["post_mention", "comment_mention", "comment_on_post"])
def test_a_notice_leads_to_its_place_and_tells_no_text(here: Cast, kind: str, rf: object) -> None:
    post = say(here.member, "Something only for here")
    target = post if kind == "post_mention" else reply(here.insider, post, "And this too")
    request = rf.get("/")  # type: ignore[attr-defined]
    request.community = here.community
    html = render_to_string(kinds[kind].template, {"target": target, "request": request})
    assert f"/c/{here.community.slug}/posts/{post.code}/" in html
    assert target.author.alias in html
    assert "Something" not in html
    assert "too" not in html
