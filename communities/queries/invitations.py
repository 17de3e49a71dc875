"""Links that were made."""

from typing import Any

from communities.models import Invitation, Membership


def invitations_for(member: Membership) -> Any:
    """Links that were made, newest first."""
    return Invitation.objects.visible_to(member).select_related("created_by").order_by("-pk")
