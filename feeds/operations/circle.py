"""«Мой круг»: nobody learns of it."""

from communities.models import Membership
from core.permissions import require
from feeds.models import Follow
from feeds.permissions import P


def follow(*, actor: Membership, person: Membership) -> None:
    require(actor, P.FOLLOW, person)
    Follow.objects.get_or_create(follower=actor, followee=person)


def unfollow(*, actor: Membership, person: Membership) -> None:
    require(actor, P.FOLLOW, person)
    Follow.objects.filter(follower=actor, followee=person).delete()
