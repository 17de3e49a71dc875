"""Answering a post."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from communities.models import Membership
from core import live
from core.permissions import require
from feeds.models import Comment, Mention, Post
from feeds.operations.limits import hold_comments
from feeds.operations.posts import SentDifferently, reached
from feeds.operations.words import read_words
from feeds.permissions import P
from notifications.operations import tell


def create_comment(*, actor: Membership, post: Post, body: str, submission: UUID) -> Comment:
    """Answer `post`. Sending the same `submission` again gives the first comment back.

    Raises `SentDifferently` and `LimitReached` as `create_post`.
    """
    require(actor, P.COMMENT, post)
    words = read_words(body, post.subgroup)
    with transaction.atomic():
        comment, made = Comment.objects.get_or_create(
            author=actor,
            submission=submission,
            defaults={"post": post, "source": words.source, "html": words.rendered.html},
        )
        if made:
            hold_comments(actor, comment, words)
            rows = [Mention(post=post, comment=comment, person=p) for p in words.people]
            Mention.objects.bulk_create(rows)
            Post.objects.filter(pk=post.pk).update(comment_count=F("comment_count") + 1)
            tell_people(actor, comment, words.people)
            live.hint("feeds.post", post.pk, "new", [comment.pk])
    if comment.source != words.source:
        raise SentDifferently
    return comment


def tell_people(actor: Membership, comment: Comment, people: list[Membership]) -> None:
    """Whoever is mentioned, and the post's author once; nobody who blocked the actor."""
    mentioned = {p.user_id for p in reached(actor, people)}
    tell(users=mentioned, kind="comment_mention", target=comment.pk)
    author = comment.post.author
    for person in reached(actor, [author] if author else []):
        if person.user_id not in mentioned:
            tell(users=[person.user_id], kind="comment_on_post", target=comment.pk)
