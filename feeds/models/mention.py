"""Who was mentioned where."""

from typing import Self

from django.db import models
from django.db.models import Q

from communities.models import Membership
from core.tenancy import TenantModel, TenantQuerySet, manager
from feeds.models.comment import Comment
from feeds.models.post import Post


class MentionQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        posts = Post.objects.visible_to(member)
        comments = Comment.objects.visible_to(member)
        return self.filter(Q(comment=None, post__in=posts) | Q(comment__in=comments))


class Mention(TenantModel):
    """Of a person in a post, or in a comment under it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="mentions")
    comment = models.ForeignKey(
        Comment, null=True, on_delete=models.CASCADE, related_name="mentions"
    )
    person = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="mentions")

    objects = manager(MentionQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person"],
                condition=Q(comment=None),
                name="mentioned_once_in_post",
            ),
            models.UniqueConstraint(
                fields=["comment", "person"],
                condition=Q(comment__isnull=False),
                name="mentioned_once_in_comment",
            ),
        ]
