"""Leaving, by the member's own wish; and what any end of a membership means."""

from django.db import transaction

from communities.models import NEVER, Membership
from communities.permissions import P
from core import clock, live
from core.permissions import require


def leave(*, actor: Membership) -> None:
    """Leave at once. Billing sweeps who left and ends their subscription."""
    require(actor, P.LEAVE)
    with transaction.atomic():
        end(actor, Membership.State.LEFT)


def end(member: Membership, state: str) -> None:
    """End presence, role and access; whatever hung on them in other apps counts no more."""
    member.state = state
    member.left_at = clock.now()
    member.full_until = member.read_until = NEVER
    member.role = Membership.Role.MEMBER
    member.parts_at = None
    member.save(update_fields=["state", "left_at", "full_until", "read_until", "role", "parts_at"])
    live.access_changed(member.pk)
