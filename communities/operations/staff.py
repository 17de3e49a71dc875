"""Specialists: the owner's co-leads."""

from django.db import transaction

from communities.models import Membership
from communities.operations.audit import record
from communities.permissions import P
from core import live
from core.permissions import Refused, require


def make_specialist(*, actor: Membership, member: Membership) -> None:
    change_role(actor, member, Membership.Role.SPECIALIST)


def make_member(*, actor: Membership, member: Membership) -> None:
    """Take the specialist's role back; what it let them read ends at once."""
    change_role(actor, member, Membership.Role.MEMBER)


def change_role(actor: Membership, member: Membership, role: str) -> None:
    """A second click finds it done. Raises `Refused` for who is no longer here."""
    require(actor, P.NAME_STAFF, member)
    others = Membership.objects.filter(pk=member.pk, state=Membership.State.ACTIVE)
    with transaction.atomic():
        # What `member` was read as may be past: they left, or took the community over.
        others = others.exclude(role__in=[Membership.Role.OWNER, role])
        # Being deputy ends with the role: named specialist again, nobody is deputy by that.
        changed = others.update(role=role, stands_in_until=None)
        member.refresh_from_db(fields=["role", "state", "stands_in_until"])
        if not changed and (member.role != role or member.state != Membership.State.ACTIVE):
            raise Refused("their place here has changed meanwhile")
        if not changed:
            return
        record(actor=actor, action=f"make_{role}", target=member, concerns=member)
        live.access_changed(member.pk)
