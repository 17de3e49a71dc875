"""Hashtags, and which post carries which."""

from typing import Self

from django.db import models

from communities.models import Membership
from core.tenancy import TenantModel, TenantQuerySet, manager
from feeds.models.post import Post


class HashtagQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """Only tags carried by a post the member may see."""
        carried = PostHashtag.objects.filter(post__in=Post.objects.visible_to(member))
        return self.filter(pk__in=carried.values("hashtag"))


class Hashtag(TenantModel):
    """A word after `#`; `key` is its casefolded form, ё as е."""

    name = models.CharField(max_length=50)
    key = models.CharField(max_length=100)

    objects = manager(HashtagQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "key"], name="hashtag_key")]


class PostHashtagQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(post__in=Post.objects.visible_to(member))


class PostHashtag(TenantModel):
    """`published_at` is the post's, so that a tag's stream is one index."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="tagged")
    hashtag = models.ForeignKey(Hashtag, on_delete=models.CASCADE, related_name="tagged")
    published_at = models.DateTimeField(editable=False)

    objects = manager(PostHashtagQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "hashtag"], name="tagged_once"),
        ]
        indexes = [
            models.Index(fields=["hashtag", "-published_at", "-post"], name="hashtag_stream")
        ]
