"""Who may write, pin, hide. Visibility itself is `visible_to` on the models."""

from typing import Any

from communities.models import Membership
from core.permissions import Permission, reads, writes
from feeds.models import Comment, Placement, Post
from subgroups import permissions as subgroups
from subgroups.models import Subgroup


def writes_in(actor: Membership, subgroup: Subgroup | None) -> bool:
    """Everybody in the common space; in a subgroup its people, and staff who read it.

    In an archived subgroup nobody writes any more.
    """
    if subgroup is None or subgroup.archived_at:
        return subgroup is None
    if actor.is_staff:
        return subgroups.may_read(actor, subgroup)
    return subgroups.is_in(actor, subgroup)


def reads_home(actor: Membership, post: Post) -> bool:
    return post.subgroup is None or subgroups.may_read(actor, post.subgroup)


def comments_on(actor: Membership, post: Post) -> bool:
    archived = post.subgroup is not None and post.subgroup.archived_at
    shown = post.hidden_at is None or keeps(actor, post)
    return reads_home(actor, post) and shown and not archived


def keeps(actor: Membership, post: Post) -> bool:
    """Whether order at the post's home is the actor's to keep."""
    return actor.is_staff if post.subgroup is None else subgroups.leads(actor, post.subgroup)


def keeps_comment(actor: Membership, comment: Comment) -> bool:
    return keeps(actor, comment.post)


def keeps_placement(actor: Membership, placement: Placement) -> bool:
    return subgroups.leads(actor, placement.subgroup)


def another(actor: Membership, person: Membership) -> bool:
    return actor.pk != person.pk


def anybody(actor: Membership, obj: Any) -> bool:
    return True


class P(Permission):
    """The table for the serious talk."""

    WRITE_POST = writes(writes_in)
    READ_POST = reads(reads_home)
    COMMENT = writes(comments_on)
    PIN = writes(keeps)
    HIDE = writes(keeps)
    HIDE_COMMENT = writes(keeps_comment)
    TAKE_OUT = writes(keeps_placement)
    FOLLOW = reads(another)
