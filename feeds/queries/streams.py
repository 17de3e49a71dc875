"""Streams by time, read a page at a time from a cursor (published_at, id)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from communities.models import Membership
from communities.queries import apart_of
from core import ids
from feeds.models import Comment, Follow, Placement, Post, PostHashtag
from feeds.queries.audience import Audiences
from feeds.queries.dress import dress_comments, dress_posts, with_people
from feeds.queries.hearing import heard

PAGE = 20
PINNED = 3
# Commit order is not time order, so catching up asks again from a little before its cursor.
OVERLAP = timedelta(seconds=30)
START = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Stream:
    """`name` and `pk` address it; `key` is its live key; `narrow` picks of the visible posts.

    Posts that meet `pinned` and are pinned stand above the stream and not in it.
    """

    name: str
    pk: int | None
    key: str
    narrow: Callable[[Any], Any]
    pinned: Q | None = None

    def posts(self, member: Membership) -> Any:
        """Those `member` may see and hears; on a person's own page one asked for their words."""
        posts = self.narrow(Post.objects.visible_to(member))
        if self.name != "person":
            posts = heard(
                posts, member, home="subgroup", here=self.pk if self.name == "subgroup" else None
            )
        return posts if self.pinned is None else posts.exclude(self.pinned)


class Page(NamedTuple):
    """`posts` dressed, newest first; `earlier` is the cursor of the next page or empty."""

    pinned: list[Post]
    posts: list[Post]
    earlier: str
    newest: str


def stream_named(name: str, pk: int | None, member: Membership) -> Stream:
    """The stream called `name`: all, circle, subgroup, person or tag. Raises `KeyError`."""
    narrow: dict[str, Callable[[Any], Any]] = {
        "all": lambda posts: posts,
        "circle": lambda posts: posts.filter(Q(author__in=near(member)) | Q(author=member)),
        "subgroup": lambda posts: posts.filter(
            Q(subgroup=pk) | Q(pk__in=Placement.objects.filter(subgroup=pk).values("post"))
        ),
        "person": lambda posts: posts.filter(author=pk),
        "tag": lambda posts: posts.filter(
            pk__in=PostHashtag.objects.filter(hashtag=pk).values("post")
        ),
    }
    key = f"{name}.{pk or member.community_id}"
    pinned = Q(pinned_at__isnull=False, subgroup=pk) if name in {"all", "subgroup"} else None
    return Stream(name, pk, key, narrow[name], pinned)


def near(member: Membership) -> Any:
    """Ids of the people in the member's circle, but who blocked them."""
    circle = Follow.objects.visible_to(member)
    away = apart_of(member).blocked_by
    return (circle.exclude(followee__in=away) if away else circle).values("followee")


def page_of(
    stream: Stream, member: Membership, audiences: Audiences, *, before: str = "", after: str = ""
) -> Page:
    """Up to `PAGE` posts before a cursor, or those after one (30 s overlap; drop what you have).

    Pinned ones come with the first page alone. Raises `ValueError` for a cursor that is none.
    """
    posts = with_people(stream.posts(member)).newest_first()
    if before:
        at, pk = read_cursor(before)
        # The bound in front lets the index be entered where the page begins.
        posts = posts.filter(published_at__lte=at)
        posts = posts.filter(Q(published_at__lt=at) | Q(pk__lt=pk))
    if after:
        posts = posts.filter(published_at__gt=read_cursor(after)[0] - OVERLAP)
    found = list(posts[: PAGE + 1])
    above = [] if before or after else pinned_in(stream, member)
    dress_posts([*above, *found[:PAGE]], audiences)
    earlier = cursor_of(found[PAGE - 1]) if len(found) > PAGE else ""
    return Page(above, found[:PAGE], earlier, cursor_of(found[0]) if found else "")


def pinned_in(stream: Stream, member: Membership) -> list[Post]:
    """Up to `PINNED` posts that stand above the stream, last pinned first."""
    if stream.pinned is None:
        return []
    posts = with_people(Post.objects.visible_to(member)).filter(stream.pinned)
    return list(posts.order_by("-pinned_at")[:PINNED])


def comments_under(post: Post, member: Membership) -> Any:
    """The answers under `post` in order of time, to be dressed."""
    comments = (
        Comment.objects.visible_to(member).filter(post=post).select_related("author__picture")
    )
    return heard(comments, member, here=post.subgroup_id).order_by("published_at", "id")


def comments_after(post: Post, member: Membership, after: str) -> list[Comment]:
    """Those after a cursor, dressed, with the overlap and errors of `page_of`."""
    since = read_cursor(after)[0] - OVERLAP if after else START
    return dress_comments(comments_under(post, member).filter(published_at__gt=since))


def cursor_of(row: Post | Comment) -> str:
    """(published_at, id) as text: microseconds and the id's letters."""
    return f"{(row.published_at - START) // timedelta(microseconds=1)}-{ids.encode(row.pk)}"


def read_cursor(text: str) -> tuple[datetime, int]:
    """What `cursor_of` wrote. Raises `ValueError` for anything else."""
    microseconds, _, code = text.partition("-")
    try:
        return START + timedelta(microseconds=int(microseconds)), ids.decode(code)
    except OverflowError as error:
        raise ValueError("not a cursor") from error
