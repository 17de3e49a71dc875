"""How much one member may write within an hour. One query; another where people are mentioned."""

from django.db.models import F

from communities.models import Membership
from core import limits
from feeds.models import Comment, Mention, Post
from feeds.operations.words import Words


def hold_posts(actor: Membership, post: Post, words: Words) -> None:
    """Raise `LimitReached` where `post`, just written and not yet indexed, is one too many."""
    before = Post.objects.filter(author=actor, published_at__gt=limits.hour_ago())
    newest = before.exclude(pk=post.pk).order_by("-published_at")
    limits.hold("posts", newest.values_list("published_at", flat=True))
    hold_mentions(actor, words)


def hold_comments(actor: Membership, comment: Comment, words: Words) -> None:
    """The same for an answer."""
    before = Comment.objects.filter(author=actor, published_at__gt=limits.hour_ago())
    newest = before.exclude(pk=comment.pk).order_by("-published_at")
    limits.hold("comments", newest.values_list("published_at", flat=True))
    hold_mentions(actor, words)


def hold_mentions(actor: Membership, words: Words) -> None:
    if not words.people:
        return
    since = limits.hour_ago()
    in_posts = Mention.objects.filter(
        comment=None, post__author=actor, post__published_at__gt=since
    ).annotate(at=F("post__published_at"))
    in_answers = Mention.objects.filter(
        comment__author=actor, comment__published_at__gt=since
    ).annotate(at=F("comment__published_at"))
    both = in_posts.values_list("at", flat=True).union(
        in_answers.values_list("at", flat=True), all=True
    )
    limits.hold("mentions", both.order_by("-at"), more=len(words.people))
