"""Links that let people ask to come in."""

from datetime import timedelta

from django.db import transaction

from communities.models import Invitation, Membership
from communities.operations.audit import record
from communities.permissions import P
from core import clock
from core.permissions import require


def invite(*, actor: Membership, uses_allowed: int = 50, days: int = 30) -> Invitation:
    """A link good for `uses_allowed` people during `days`."""
    require(actor, P.INVITE)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            created_by=actor,
            uses_allowed=uses_allowed,
            expires_at=clock.now() + timedelta(days=days),
        )
        record(actor=actor, action="invite", target=invitation)
    return invitation


def revoke_invitation(*, actor: Membership, invitation: Invitation) -> None:
    require(actor, P.INVITE, invitation)
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=clock.now())
        record(actor=actor, action="revoke_invitation", target=invitation)
