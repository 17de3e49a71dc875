"""Keeping order: pin, hide with a reason, restore, take out of a subgroup; each is audited.

Doing what is already done changes nothing and leaves no second trace.
"""

from typing import Any

from django.db import transaction
from django.db.models import F

from communities.models import Membership
from communities.operations import record
from core import clock, live
from core.permissions import require
from feeds.models import Comment, Placement, Post
from feeds.operations.posts import announce
from feeds.permissions import P


def pin_post(*, actor: Membership, post: Post) -> None:
    """Let `post` stand above the stream of its home."""
    require(actor, P.PIN, post)
    waiting = Post.objects.filter(pk=post.pk, pinned_at=None)
    change_post(actor, post, "pin_post", waiting, pinned_at=clock.now())


def unpin_post(*, actor: Membership, post: Post) -> None:
    require(actor, P.PIN, post)
    waiting = Post.objects.filter(pk=post.pk, pinned_at__isnull=False)
    change_post(actor, post, "unpin_post", waiting, pinned_at=None)


def hide_post(*, actor: Membership, post: Post, reason: str) -> None:
    """Hide from all but its author and those who may restore it; the author sees `reason`."""
    require(actor, P.HIDE, post)
    waiting = Post.objects.filter(pk=post.pk, hidden_at=None)
    changes = {"hidden_at": clock.now(), "hidden_reason": reason}
    change_post(actor, post, "hide_post", waiting, reason, **changes)


def restore_post(*, actor: Membership, post: Post) -> None:
    require(actor, P.HIDE, post)
    waiting = Post.objects.filter(pk=post.pk, hidden_at__isnull=False)
    change_post(actor, post, "restore_post", waiting, hidden_at=None, hidden_reason="")


def change_post(
    actor: Membership, post: Post, action: str, waiting: Any, reason: str = "", **changes: Any
) -> None:
    with transaction.atomic():
        if not waiting.update(version=F("version") + 1, **changes):
            return
        record(actor=actor, action=action, target=post, concerns=post.author, reason=reason)
        announce(post, "changed")


def hide_comment(*, actor: Membership, comment: Comment, reason: str) -> None:
    """Hide from all but its author and those who may restore it; the author sees `reason`."""
    require(actor, P.HIDE_COMMENT, comment)
    changes = {"hidden_at": clock.now(), "hidden_reason": reason}
    change_comment(actor, comment, "hide_comment", reason, -1, **changes)


def restore_comment(*, actor: Membership, comment: Comment) -> None:
    require(actor, P.HIDE_COMMENT, comment)
    change_comment(actor, comment, "restore_comment", "", 1, hidden_at=None, hidden_reason="")


def change_comment(
    actor: Membership, comment: Comment, action: str, reason: str, count: int, **changes: Any
) -> None:
    """`count` is what the change adds to the post's visible answers; a repeat adds nothing."""
    with transaction.atomic():
        waiting = Comment.objects.filter(pk=comment.pk, hidden_at__isnull=count < 0)
        if not waiting.update(version=F("version") + 1, **changes):
            return
        Post.objects.filter(pk=comment.post_id).update(comment_count=F("comment_count") + count)
        record(actor=actor, action=action, target=comment, concerns=comment.author, reason=reason)
        live.hint("feeds.post", comment.post_id, "changed", [comment.pk])


def take_out(*, actor: Membership, placement: Placement) -> None:
    """Take a common post out of a subgroup; the post itself stays where it is."""
    require(actor, P.TAKE_OUT, placement)
    post = placement.post
    with transaction.atomic():
        announce(post, "changed")
        if placement.delete()[0]:
            Post.objects.filter(pk=post.pk).update(version=F("version") + 1)
            record(actor=actor, action="take_out", target=post, concerns=post.author)
