"""The talk's topics on the one socket: streams, and the page of one post."""

from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from communities.models import Membership
from core import ids, live
from core.live import Frame, Viewer
from feeds.models import Comment, Follow, Hashtag, Post
from feeds.queries import (
    Audiences,
    deaf_at,
    deaf_to_post,
    dress_comments,
    dress_posts,
    out_of_circle,
    readers_of_comment,
    readers_of_post,
    with_people,
)
from subgroups.models import Subgroup
from subgroups.queries import readers_of


class Rendered:
    """The page's own partial, once for each (language, zone) among the viewers."""

    def __init__(self, template: str, context: dict[str, Any]) -> None:
        self.template, self.context = template, context
        self.made: dict[tuple[str, str], str] = {}

    def to(self, viewer: Viewer) -> str:
        key = (viewer.language, viewer.zone)
        if key not in self.made:
            with translation.override(viewer.language), timezone.override(ZoneInfo(viewer.zone)):
                self.made[key] = render_to_string(self.template, self.context)
        return self.made[key]


def members(viewers: Collection[Viewer]) -> set[int]:
    return {viewer.membership_id for viewer in viewers}


def number(key: str) -> int | None:
    """The id in a key, or `None` for anything else."""
    return int(key) if key.isascii() and key.isdecimal() and len(key) < 20 else None


class StreamTopic:
    """Posts as they come into a stream. Keys: all.<community>, circle.<community>,
    subgroup.<id>, person.<id>, tag.<id>."""

    name = "feeds.stream"

    def may_join(self, member: Membership, key: str) -> bool:
        kind, _, digits = key.partition(".")
        pk = number(digits)
        if pk is None:
            return False
        if kind in {"all", "circle"}:
            return pk == member.community_id
        if kind == "subgroup":
            return Subgroup.objects.readable_by(member).filter(pk=pk).exists()
        rows: Any = {"person": Membership.objects, "tag": Hashtag.objects}.get(kind)
        return rows is not None and rows.visible_to(member).filter(pk=pk).exists()

    def frames(
        self, key: str, kind: str, post_ids: list[int], viewers: Collection[Viewer]
    ) -> dict[Viewer, list[Frame]]:
        """A new post to those who see it; a changed one too, and its end to who saw it before."""
        if kind == "gone":
            return ended(f"post-{ids.encode(post_ids[0])}", post_ids[1:], viewers)
        post = with_people(Post.objects.filter(pk=post_ids[0])).first()
        if post is None:
            return {}
        home = readers_of(post.subgroup, members(viewers))
        able = readers_of_post(post, home) & self.listening(key, post, home)
        told = able - self.deaf(key, post, able) if kind == "new" else home
        action = "add" if kind == "new" else "replace"
        target, rendered = f"post-{ids.encode(post.pk)}", shown(post)
        return {
            viewer: [Frame(action, target, rendered.to(viewer))]
            if viewer.membership_id in able
            else [Frame("remove", target)]
            for viewer in viewers
            if viewer.membership_id in told
        }

    def deaf(self, key: str, post: Post, able: set[int]) -> set[int]:
        """Of those `able` to see it, those who do not hear its author in this stream."""
        if key.startswith("person."):
            return set()
        away = out_of_circle(post, able) if key.startswith("circle.") else set()
        return away | deaf_to_post(post, able)

    def listening(self, key: str, post: Post, home: set[int]) -> set[int]:
        """Of those at `home` with the post, those in whose stream under `key` it stands."""
        kind, _, pk = key.partition(".")
        if kind == "circle":
            near = Follow.objects.filter(followee=post.author_id, follower__in=home)
            own = {post.author_id} if post.author_id else set()
            return own | set(near.values_list("follower", flat=True))
        if kind == "subgroup" and post.subgroup_id != int(pk):
            return home if post.placements.filter(subgroup=int(pk)).exists() else set()
        return home


def ended(
    target: str, subgroup_ids: list[int], viewers: Collection[Viewer]
) -> dict[Viewer, list[Frame]]:
    """The end of a deleted post, to those who read where it stood: nobody else learns of it."""
    subgroup = Subgroup.objects.filter(pk__in=subgroup_ids).first()
    able = readers_of(subgroup, members(viewers))
    return {v: [Frame("remove", target)] for v in viewers if v.membership_id in able}


def shown(post: Post) -> Rendered:
    dress_posts([post], Audiences())
    return Rendered("feeds/_post.html", {"post": post, "community": post.community})


class PostTopic:
    """One post and the answers under it. Key: the post's id."""

    name = "feeds.post"

    def may_join(self, member: Membership, key: str) -> bool:
        pk = number(key)
        return pk is not None and Post.objects.visible_to(member).filter(pk=pk).exists()

    def frames(
        self, key: str, kind: str, row_ids: list[int], viewers: Collection[Viewer]
    ) -> dict[Viewer, list[Frame]]:
        """Of the post itself (`post_…`) as in streams; else of one answer, with their number."""
        if kind.startswith("post_"):
            change = "gone" if kind == "post_gone" else "changed"
            return StreamTopic().frames(f"post.{key}", change, row_ids, viewers)
        if kind == "gone":
            return comment_gone(int(key), row_ids[0], viewers)
        comment = joined().filter(pk=row_ids[0]).first()
        if comment is None:
            return {}
        home = readers_of_post(comment.post, members(viewers))
        able = readers_of_comment(comment, home)
        deaf = deaf_at(comment.post, comment.author_id, able) if kind == "new" else set()
        told = able - deaf if kind == "new" else home
        frames = comment_frames(comment, "add" if kind == "new" else "replace")
        return {
            v: frames(v, able=v.membership_id in able) for v in viewers if v.membership_id in told
        }


def comment_gone(
    post_pk: int, comment_pk: int, viewers: Collection[Viewer]
) -> dict[Viewer, list[Frame]]:
    """The end of a deleted answer, and how many there are now."""
    post = Post.objects.select_related("subgroup").filter(pk=post_pk).first()
    if post is None:
        return {}
    able = readers_of_post(post, members(viewers))
    counted = Rendered("feeds/_comment_count.html", numbered(post))
    target, count = f"comment-{ids.encode(comment_pk)}", f"count-{post.code}"
    return {
        v: [Frame("remove", target), Frame("badge", count, counted.to(v))]
        for v in viewers
        if v.membership_id in able
    }


def numbered(post: Post) -> dict[str, Any]:
    return {"code": post.code, "answers": post.comment_count}


def joined() -> Any:
    return Comment.objects.select_related(
        "author__picture", "post__author__picture", "post__subgroup"
    )


def comment_frames(comment: Comment, action: str) -> Any:
    """What one viewer is sent: the answer, or its end; and how many answers there are now."""
    dress_comments([comment])
    post = comment.post
    context = {"comment": comment, "community": comment.community}
    rendered = Rendered("feeds/_comment.html", context)
    counted = Rendered("feeds/_comment_count.html", numbered(post))
    target, count = f"comment-{comment.code}", f"count-{post.code}"

    def frames(viewer: Viewer, *, able: bool) -> list[Frame]:
        end = Frame("remove", target)
        first = Frame(action, target, rendered.to(viewer)) if able else end
        return [first, Frame("badge", count, counted.to(viewer))]

    return frames


def register() -> None:
    live.register(StreamTopic())
    live.register(PostTopic())
