"""How many invitations one person may make within an hour."""

from collections.abc import Sequence

from communities.models import Invitation, Membership
from core import limits


def hold_invitations(actor: Membership, made: Sequence[Invitation]) -> None:
    """Raise `LimitReached` where those just `made`, in this transaction, are too many."""
    if not made:
        return
    rows = Invitation.objects.filter(created_by=actor, created_at__gt=limits.hour_ago())
    before = rows.exclude(pk__in=[each.pk for each in made]).order_by("-created_at")
    limits.hold("invitations", before.values_list("created_at", flat=True), more=len(made))
