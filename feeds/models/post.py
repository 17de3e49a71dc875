"""A post, and its standing in a subgroup whose hashtag it carries."""

from typing import Self

from django.db import models
from django.db.models import Q

from communities.models import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager
from subgroups.models import Subgroup, led_by, places_of


def readable(member: Membership, post: str = "") -> Q:
    """Posts whose home `member` reads; `post` is the way to them from another model, `post__`.

    A join and ids, not a query within the query: SQLite would go through a whole community.
    """
    if member.is_owner:
        return Q()
    own = [place.subgroup_id for place in places_of(member)]
    opened = Q(**{f"{post}subgroup": None}) | Q(**{f"{post}subgroup__kind": Subgroup.Kind.OPEN})
    return opened | Q(**{f"{post}subgroup__in": own})


def not_hidden(member: Membership, row: str = "", post: str = "") -> Q:
    """What nobody has hidden, and for its author and those who keep order there, also what was.

    `row` is the way to what may be hidden, `post` the way to the post it belongs to.
    """
    if member.is_staff:
        return Q()
    open_to_all = Q(**{f"{row}hidden_at": None}) | Q(**{f"{row}author": member})
    return open_to_all | Q(**{f"{post}subgroup__in": led_by(member)})


class PostQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """By its home alone: the community, or a subgroup the member may read.

        A hidden post is seen by its author and by those who may restore it.
        """
        return self.filter(readable(member), not_hidden(member))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")


class Post(TenantModel):
    """`subgroup` is its home: `None` is the common space. `version` rises with each change.

    `submission` is made by the composer, so that sending twice makes one post. Streams go by
    (`published_at`, `id`); an answer never moves a post. `erased_at`: its author's words went, and
    it stands, empty, for the answers of others.
    """

    author = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="posts"
    )
    subgroup = models.ForeignKey(
        Subgroup, null=True, on_delete=models.CASCADE, related_name="posts"
    )
    source = models.TextField()
    html = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    published_at = models.DateTimeField(default=clock.now, editable=False)
    pinned_at = models.DateTimeField(null=True, editable=False)
    hidden_at = models.DateTimeField(null=True, editable=False)
    hidden_reason = models.CharField(max_length=500, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    submission = models.UUIDField(editable=False)

    objects = manager(PostQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "submission"], name="post_sent_once")
        ]
        indexes = [
            models.Index(fields=["community", "-published_at", "-id"], name="post_stream"),
            models.Index(fields=["author", "-published_at", "-id"], name="post_by_author"),
            models.Index(fields=["subgroup", "-published_at", "-id"], name="post_by_subgroup"),
            models.Index(
                fields=["community", "-pinned_at"],
                name="post_pinned",
                condition=Q(pinned_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


class PlacementQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(
            post__in=Post.objects.visible_to(member),
            subgroup__in=Subgroup.objects.readable_by(member),
        )


class Placement(TenantModel):
    """A common post that also stands in an open subgroup; never changes who may read it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="placements")
    subgroup = models.ForeignKey(Subgroup, on_delete=models.CASCADE, related_name="placements")
    published_at = models.DateTimeField(editable=False)

    objects = manager(PlacementQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "subgroup"], name="placed_once"),
        ]
        indexes = [
            models.Index(fields=["subgroup", "-published_at", "-post"], name="placement_stream")
        ]
