"""Where a person is, and what they wrote to the owner."""

from datetime import timedelta
from typing import Any, NamedTuple

from accounts.models import User
from communities.models import CommunityErasure, Line, Membership
from communities.news import MOST, counters
from core import clock
from core.tenancy import across_communities
from notifications.queries import unread_count

State = Membership.State


def my_communities(user: User) -> list[Membership]:
    """The user's places in all communities where they are or are about to be, by name."""
    with across_communities("my communities"):
        places = Membership.objects.filter(
            user=user, state__in=[State.ACTIVE, State.JOINING, State.APPLYING]
        )
        return list(places.select_related("community").order_by("community__name", "pk"))


class News(NamedTuple):
    """What is new since a member last looked: posts (`MOST` + 1 at most) and unread notices."""

    posts: int
    notices: int

    most: int = MOST

    @property
    def is_over(self) -> bool:
        return self.posts > MOST


def news_for(member: Membership) -> News:
    posts = sum(count(member) for count in counters)
    return News(posts, unread_count(member.user_id, member) if member.user_id else 0)


def all_places(user: User) -> list[Membership]:
    """Every place the user ever had, also where they have left or access has ended, by name."""
    with across_communities("my communities"):
        places = Membership.objects.filter(user=user).select_related("community", "user")
        return list(places.order_by("community__name", "pk"))


def living_communities_of(user: User) -> list[Membership]:
    """The user's places as owner of communities that nobody has set an end to, by name."""
    ending = CommunityErasure.objects.values("community")
    with across_communities("my communities"):
        own = Membership.objects.owners().filter(user=user).exclude(community__in=ending)
        return list(own.select_related("community").order_by("community__name", "pk"))


def just_opened(user: User, name: str) -> Membership | None:
    """The user's place as owner of a community of this name, opened less than a minute ago."""
    with across_communities("my communities"):
        own = Membership.objects.owners().filter(user=user, community__name=name)
        fresh = own.filter(community__created_at__gt=clock.now() - timedelta(minutes=1))
        return fresh.select_related("community").first()


def reader_here(user_id: int) -> Membership | None:
    """Who this user is in the active community, if they may read anything now."""
    member = Membership.objects.filter(user=user_id).first()
    return member if member and member.may_read else None


LINES_SHOWN = 50


def unseen_lines(owner: Membership) -> Any:
    """Lines that wait for the owner, oldest first."""
    lines = Line.objects.visible_to(owner).filter(seen_at=None)
    return lines.select_related("author").order_by("pk")[:LINES_SHOWN]


def own_lines(member: Membership) -> Any:
    """What `member` wrote to the owner, newest first."""
    return Line.objects.filter(author=member).order_by("-pk")[:LINES_SHOWN]
