"""The append-only trace of what staff did."""

from communities.models import AuditEntry, Membership
from core.tenancy import TenantModel


def record(
    *,
    actor: Membership,
    action: str,
    target: TenantModel | None = None,
    concerns: Membership | None = None,
    reason: str = "",
) -> AuditEntry:
    """Add an entry inside the caller's transaction; `concerns` is the person who will see it."""
    return AuditEntry.objects.create(
        actor=actor,
        concerns=concerns,
        action=action,
        target=target.pk if target else None,
        reason=reason,
    )
