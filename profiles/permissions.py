"""A profile is its owner's alone: nobody else changes it, staff included."""

from typing import Any

from communities.models import Membership
from core.permissions import Permission, reads, writes


def anybody(actor: Membership, obj: Any) -> bool:
    return True


def own(actor: Membership, obj: Any) -> bool:
    """Of a line or picture."""
    return actor.pk == obj.person_id


class P(Permission):
    """Showing needs full access; taking back what was shown never does."""

    SHOW = writes(anybody)
    CHANGE = writes(own)
    TAKE_BACK = reads(own)
