"""Parting: by the member's own wish, or by the owner's."""

from django.db import transaction

from communities.models import NEVER, Membership
from communities.operations.audit import record
from communities.permissions import P
from core import clock, live
from core.permissions import require


def leave(*, actor: Membership) -> None:
    """Leave at once. Billing sweeps who left and ends their subscription."""
    require(actor, P.LEAVE)
    with transaction.atomic():
        end(actor, Membership.State.LEFT)


def remove_member(*, actor: Membership, member: Membership, reason: str) -> None:
    """Part with a member; `reason` is for staff and for the person, never for others."""
    require(actor, P.REMOVE_MEMBER, member)
    with transaction.atomic():
        end(member, Membership.State.REMOVED)
        record(actor=actor, action="remove_member", target=member, concerns=member, reason=reason)


def end(member: Membership, state: str) -> None:
    """End presence, role and access; whatever hung on them in other apps counts no more."""
    member.state = state
    member.left_at = clock.now()
    member.full_until = member.read_until = NEVER
    member.role = Membership.Role.MEMBER
    member.save(update_fields=["state", "left_at", "full_until", "read_until", "role"])
    live.access_changed(member.pk)
