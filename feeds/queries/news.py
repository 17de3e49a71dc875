"""How much is new for a member."""

from communities.models import Membership
from communities.news import MOST
from feeds.models import Post
from feeds.queries.hearing import heard


def new_posts(member: Membership) -> int:
    """Posts by others that `member` may read and hears, since they last looked: `MOST` + 1 at most.

    Who has never looked begins with the day they came.
    """
    since = member.seen_at or member.joined_at
    if since is None:
        return 0
    posts = Post.objects.visible_to(member).filter(published_at__gt=since, hidden_at=None)
    return heard(posts.exclude(author=member), member, home="subgroup")[: MOST + 1].count()
