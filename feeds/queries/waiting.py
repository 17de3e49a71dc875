"""What should not wait: first posts that nobody answered, subgroups where nobody wrote."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.models import Membership
from core import clock
from feeds.models import Comment, Placement, Post
from subgroups.models import Subgroup

# A reply to the first post goes with staying (peers.md, 4).
ANSWER_WITHIN = timedelta(days=1)
# Older ones are found in the stream: what the desk asks for does not grow with the years.
LOOK_BACK = timedelta(days=60)
QUIET_AFTER = timedelta(days=14)


def first_posts_unanswered(member: Membership) -> QuerySet[Post]:
    """Members' first posts without a comment by another for a day, longest waiting first.

    Of what `member` sees; for a curator only what stands in a subgroup of theirs.
    """
    now, seen = clock.now(), Post.objects.visible_to(member)
    before = seen.filter(author=OuterRef("author"), pk__lt=OuterRef("pk"))
    answers = Comment.objects.filter(post=OuterRef("pk"), hidden_at=None)
    by_members = Q(author__role=Membership.Role.MEMBER, author__state=Membership.State.ACTIVE)
    late = seen.filter(
        by_members,
        published_at__lte=now - ANSWER_WITHIN,
        published_at__gt=now - LOOK_BACK,
        hidden_at=None,
    ).exclude(author=member)
    first = late.exclude(Exists(before)).exclude(Exists(answers.exclude(author=OuterRef("author"))))
    found = first if member.is_staff else first.filter(stands_in_led_by(member))
    return found.select_related("author").order_by("published_at", "id")


def stands_in_led_by(member: Membership) -> Any:
    led = Subgroup.objects.led_by(member)
    placed = Placement.objects.filter(subgroup__in=led)
    return Q(subgroup__in=led) | Q(pk__in=placed.values("post"))


def quiet_subgroups(member: Membership) -> QuerySet[Subgroup]:
    """Subgroups without a post for two weeks, by name: what staff read, a curator's own."""
    since = clock.now() - QUIET_AFTER
    here = Subgroup.objects.standing()
    theirs = here.readable_by(member) if member.is_staff else here.led_by(member)
    posts = Post.objects.filter(subgroup=OuterRef("pk"), published_at__gt=since)
    placed = Placement.objects.filter(subgroup=OuterRef("pk"), published_at__gt=since)
    old = theirs.standing().filter(for_staff=False, created_at__lte=since)
    return old.exclude(Exists(posts)).exclude(Exists(placed)).order_by("name_key")
