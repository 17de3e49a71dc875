"""What every page knows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from notifications.queries import unread_count


def page(request: HttpRequest) -> dict[str, Any]:
    """The installation's facts; in a community, the member's unread replies, counted if shown."""
    known: dict[str, Any] = {
        "demo": settings.DEMO,
        "operator_name": settings.OPERATOR_NAME,
        "operator_contact": settings.OPERATOR_CONTACT,
    }
    member = getattr(request, "member", None)
    if member is not None:
        user_id = request.user.pk
        known["unread"] = cache(lambda: unread_count(user_id, member))
    return known
