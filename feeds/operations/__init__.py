"""What people do in the serious talk."""

from feeds.operations.circle import follow, unfollow
from feeds.operations.comments import create_comment
from feeds.operations.order import (
    hide_comment,
    hide_post,
    pin_post,
    restore_comment,
    restore_post,
    take_out,
    unpin_post,
)
from feeds.operations.posts import SentDifferently, create_post

__all__ = [
    "SentDifferently",
    "create_comment",
    "create_post",
    "follow",
    "hide_comment",
    "hide_post",
    "pin_post",
    "restore_comment",
    "restore_post",
    "take_out",
    "unfollow",
    "unpin_post",
]
