"""Pictures on a post."""

from typing import Self

from django.db import models

from communities.models import Membership
from core.tenancy import TenantModel, TenantQuerySet, manager
from feeds.models.post import Post
from files.models import Attachment


class PostPictureQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """Where the post is visible."""
        return self.filter(post__in=Post.objects.visible_to(member))


class PostPicture(TenantModel):
    """`position` counts from 0; an attachment belongs to one post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures")
    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(editable=False)

    objects = manager(PostPictureQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="one_picture_per_place")
        ]
