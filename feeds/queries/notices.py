"""Notices about what somebody is looking at."""

from collections.abc import Collection

from notifications.models import Notification


def is_waiting(user_id: int, targets: Collection[int]) -> bool:
    """Whether any unread notice of this person is about one of `targets`."""
    unread = Notification.objects.filter(user=user_id, read_at=None)
    return unread.filter(target__in=targets).exists()
