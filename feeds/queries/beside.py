"""What stands beside a page on a wide screen: who is new, whose words nobody answered yet."""

from collections.abc import Collection
from datetime import timedelta

from communities.models import Membership
from communities.queries import apart_of
from core import clock
from feeds.models import Post

NEW_FOR = timedelta(days=14)
MOST_PEOPLE, MOST_POSTS = 8, 3


def newcomers(member: Membership) -> list[Membership]:
    """Who came in lately, newest first; without the asker and whom they do not hear."""
    came = Membership.objects.present().filter(joined_at__gt=clock.now() - NEW_FOR)
    others = came.exclude(pk__in=[member.pk, *apart_of(member).unheard])
    return list(others.order_by("-joined_at")[:MOST_PEOPLE])


def not_answered_yet(member: Membership, people: Collection[Membership]) -> list[Post]:
    """Posts of `people` that `member` sees and nobody answered, longest waiting first."""
    if not people:
        return []
    posts = Post.objects.visible_to(member).filter(author__in=people, comment_count=0)
    shown = posts.filter(hidden_at=None, published_at__gt=clock.now() - NEW_FOR)
    return list(shown.select_related("author").order_by("published_at", "id")[:MOST_POSTS])
