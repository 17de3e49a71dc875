"""When somebody will read what was just published."""

from datetime import datetime, tzinfo
from typing import NamedTuple

from core import clock
from feeds.models import Post
from subgroups.hours import is_night, next_reading
from subgroups.models import Subgroup


class WhenRead(NamedTuple):
    """`at` is when the curators of `subgroup` read next; without it, it is simply night."""

    subgroup: Subgroup | None = None
    at: datetime | None = None


def when_read(post: Post, zone: tzinfo) -> WhenRead | None:
    """For everybody who writes outside the curators' hours or at night in `zone`; `None` else.

    Looks at the clock alone, never at the words.
    """
    now = clock.now()
    hours = post.subgroup.hours if post.subgroup else None
    if hours is None:
        return WhenRead() if is_night(now, zone) else None
    at = next_reading(hours, now, zone)
    return WhenRead(post.subgroup, at) if at else None
