"""Pin, hide, restore, take out; each leaves one trace."""

from collections.abc import Callable
from typing import Any

import pytest

from communities.models import AuditEntry
from core.permissions import Permission, Refused
from feeds import operations
from feeds.models import Placement, Post
from feeds.permissions import P
from tests.conftest import Cast
from tests.feeds.writing import reply, say

KEEPS = {
    None: {"owner", "specialist"},
    "north": {"owner", "specialist", "curator"},
    "quiet": {"owner", "curator"},
    "attic": {"owner"},
}


def able(here: Cast, permission: Permission, obj: Any) -> set[str]:
    people = {name: who for name, who in here.everybody().items() if who and name != "outsider"}
    return {name for name, who in people.items() if permission.allows(who, obj)}


@pytest.mark.parametrize("place", KEEPS)
def test_who_keeps_order_where(here: Cast, place: str | None) -> None:
    post = say(here.insider, place=getattr(here, place) if place else None)
    comment = reply(here.owner, post)
    assert able(here, P.PIN, post) == KEEPS[place]
    assert able(here, P.HIDE, post) == KEEPS[place]
    assert able(here, P.HIDE_COMMENT, comment) == KEEPS[place]


def test_a_curator_takes_out_of_the_own_subgroup_alone(here: Cast) -> None:
    post = say(here.member, "A word #north")
    assert able(here, P.TAKE_OUT, post.placements.get()) == KEEPS["north"]


def traces() -> list[tuple[str, int | None, str]]:
    rows = AuditEntry.objects.order_by("id")
    return list(rows.values_list("action", "concerns", "reason"))


def test_hiding_and_restoring_a_post(here: Cast) -> None:
    post = say(here.member)
    operations.hide_post(actor=here.specialist, post=post, reason="Names a person")
    post.refresh_from_db()
    assert (post.hidden_reason, post.version) == ("Names a person", 2)
    operations.restore_post(actor=here.specialist, post=post)
    post.refresh_from_db()
    assert (post.hidden_at, post.hidden_reason, post.version) == (None, "", 3)
    author = here.member.pk
    assert traces() == [("hide_post", author, "Names a person"), ("restore_post", author, "")]


def test_pinning_and_unpinning(here: Cast) -> None:
    post = say(here.member)
    operations.pin_post(actor=here.owner, post=post)
    post.refresh_from_db()
    assert post.pinned_at
    operations.unpin_post(actor=here.owner, post=post)
    post.refresh_from_db()
    assert post.pinned_at is None
    assert [action for action, _, _ in traces()] == ["pin_post", "unpin_post"]


Act = Callable[[Any, Post], None]


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, post: operations.hide_post(actor=actor, post=post, reason="x"),
        lambda actor, post: operations.pin_post(actor=actor, post=post),
    ],
)
def test_doing_it_twice_leaves_one_trace(here: Cast, act: Act) -> None:
    post = say(here.member)
    act(here.owner, post)
    act(here.owner, post)
    post.refresh_from_db()
    assert (len(traces()), post.version) == (1, 2)


@pytest.mark.parametrize(
    "act",
    [
        lambda actor, post: operations.hide_post(actor=actor, post=post, reason="x"),
        lambda actor, post: operations.restore_post(actor=actor, post=post),
        lambda actor, post: operations.pin_post(actor=actor, post=post),
        lambda actor, post: operations.unpin_post(actor=actor, post=post),
    ],
)
def test_a_member_is_refused(here: Cast, act: Act) -> None:
    post = say(here.insider)
    with pytest.raises(Refused):
        act(here.member, post)
    assert traces() == []


def test_hidden_answers_are_not_counted(here: Cast) -> None:
    post = say(here.member)
    comment = reply(here.insider, post)
    for _ in range(2):
        operations.hide_comment(actor=here.owner, comment=comment, reason="Too harsh")
    post.refresh_from_db()
    assert post.comment_count == 0
    for _ in range(2):
        operations.restore_comment(actor=here.owner, comment=comment)
    post.refresh_from_db()
    assert post.comment_count == 1
    author = here.insider.pk
    assert traces() == [("hide_comment", author, "Too harsh"), ("restore_comment", author, "")]


def test_taking_out_leaves_the_post_where_it_is(here: Cast) -> None:
    post = say(here.member, "A word #north")
    operations.take_out(actor=here.curator, placement=post.placements.get())
    assert not Placement.objects.exists()
    assert Post.objects.visible_to(here.member).filter(pk=post.pk).exists()
    assert traces() == [("take_out", here.member.pk, "")]
