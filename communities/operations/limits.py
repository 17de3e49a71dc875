"""How many invitations one person may make within an hour."""

from communities.models import Invitation, Membership
from core import limits


def hold_invitations(actor: Membership, more: int = 1) -> None:
    """Raise `LimitReached` where `more` invitations would be too many.

    With 0, those just made in this transaction are counted already.
    """
    made = Invitation.objects.filter(created_by=actor, created_at__gt=limits.hour_ago())
    newest = made.order_by("-created_at").values_list("created_at", flat=True)
    limits.hold("invitations", newest, more=more)
