"""Specialists: the owner's co-leads."""

from django.db import transaction

from communities.models import Membership
from communities.operations.audit import record
from communities.permissions import P
from core import live
from core.permissions import require


def make_specialist(*, actor: Membership, member: Membership) -> None:
    change_role(actor, member, Membership.Role.SPECIALIST)


def make_member(*, actor: Membership, member: Membership) -> None:
    """Take the specialist's role back; what it let them read ends at once."""
    change_role(actor, member, Membership.Role.MEMBER)


def change_role(actor: Membership, member: Membership, role: str) -> None:
    require(actor, P.NAME_STAFF, member)
    with transaction.atomic():
        member.role = role
        member.save(update_fields=["role"])
        record(actor=actor, action=f"make_{role}", target=member, concerns=member)
        live.access_changed(member.pk)
