"""An answer under a post."""

from typing import Self

from django.db import models

from communities.models import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager
from feeds.models.post import Post, not_hidden, readable


class CommentQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """Where the post is visible; a hidden one to its author and to whoever may restore it."""
        return self.filter(
            readable(member, "post__"),
            not_hidden(member, "post__", "post__"),
            not_hidden(member, post="post__"),
        )


class Comment(TenantModel):
    """Stands under its post in order of time."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="comments"
    )
    source = models.TextField()
    html = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(default=clock.now, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_reason = models.CharField(max_length=500, blank=True, editable=False)
    submission = models.UUIDField(editable=False)

    objects = manager(CommentQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "submission"], name="comment_sent_once")
        ]
        indexes = [
            models.Index(fields=["post", "published_at", "id"], name="comment_by_post"),
            models.Index(fields=["author", "-published_at"], name="comment_by_author"),
        ]
