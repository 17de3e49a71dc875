"""What people are told of, and who may still see it."""

from collections.abc import Collection
from typing import Any

from communities.models import Membership
from core import kinds
from core.kinds import Kind
from feeds.models import Comment, Post
from feeds.queries import heard


def visible_posts(member: Membership, ids: Collection[int]) -> Any:
    posts = Post.objects.visible_to(member).filter(pk__in=ids)
    posts = heard(posts, member, home="subgroup")
    return posts.select_related("author")


def visible_comments(member: Membership, ids: Collection[int]) -> Any:
    comments = Comment.objects.visible_to(member).filter(pk__in=ids)
    comments = heard(comments, member, home="post__subgroup")
    return comments.select_related("author")


def register() -> None:
    kinds.register(Kind("post_mention", visible_posts, "feeds/_notice_post_mention.html"))
    kinds.register(Kind("comment_mention", visible_comments, "feeds/_notice_comment_mention.html"))
    kinds.register(Kind("comment_on_post", visible_comments, "feeds/_notice_answer.html"))
