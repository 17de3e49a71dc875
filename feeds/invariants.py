"""What the talk's rows must always show."""

from collections.abc import Callable

from django.db.models import Count, F, Q

from feeds.models import Placement, Post


def comment_counts() -> list[str]:
    """The count kept on a post equals its visible comments."""
    seen = Count("comments", filter=Q(comments__hidden_at=None))
    wrong = Post.objects.annotate(seen=seen).exclude(comment_count=F("seen"))
    return [f"post {post.pk}: counts {post.comment_count}, has {post.seen}" for post in wrong]


def placements_are_common() -> list[str]:
    """Only a post of the common space stands in a subgroup besides its home, an open one."""
    wrong = Placement.objects.exclude(post__subgroup=None, subgroup__kind="open")
    return [
        f"placement {pk}: not a common post in an open subgroup"
        for pk in wrong.values_list("pk", flat=True)
    ]


checks: list[Callable[[], list[str]]] = [comment_counts, placements_are_common]
