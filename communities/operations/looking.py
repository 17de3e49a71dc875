"""When somebody last looked at the feed; nobody else ever learns of it."""

from datetime import timedelta

from django.db.models import Q

from communities.models import Membership
from core import clock

# Written at most this often for one member.
EVERY = timedelta(minutes=1)


def note_look(*, actor: Membership) -> None:
    """What was published until now is no news to `actor`."""
    now = clock.now()
    if actor.seen_at and actor.seen_at > now - EVERY:
        return
    before = Q(seen_at=None) | Q(seen_at__lt=now)
    Membership.objects.filter(before, pk=actor.pk).update(seen_at=now)
    actor.seen_at = now
