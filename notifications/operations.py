"""Telling people, and their reading of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from core import clock, live
from core.tenancy import active
from notifications.models import BellMail, Notification

LETTER_WAITS = timedelta(minutes=5)


def tell(*, users: Iterable[int | None], kind: str, target: int, by_letter: bool = True) -> None:
    """Tell `users` (ids; `None` is skipped) of `target`, inside the caller's transaction.

    Who may be told was decided by the caller; whether it may still be seen, by its kind. What
    can wait for their next visit is not told `by_letter`.
    """
    told = {user for user in users if user is not None}
    Notification.objects.bulk_create(
        [Notification(user_id=user, kind=kind, target=target) for user in told],
        ignore_conflicts=True,
    )
    letter_at = clock.now() + LETTER_WAITS
    if by_letter:
        BellMail.objects.bulk_create(
            [BellMail(user_id=user, due_at=letter_at) for user in told], ignore_conflicts=True
        )
    for user in told:
        ring(user)


def ring(user_id: int) -> None:
    """Hint this person's open pages that their badge changed."""
    live.hint("notifications.bell", f"{active()}.{user_id}", "badge", [user_id])


def read_all(*, user_id: int, up_to: int) -> None:
    """Mark read what was shown: everything up to and including notification `up_to`."""
    with transaction.atomic():
        rows = Notification.objects.filter(user=user_id, read_at=None, pk__lte=up_to)
        rows.update(read_at=clock.now())
        ring(user_id)


def read_target(*, user_id: int, kinds: Iterable[str], targets: Iterable[int]) -> None:
    """Mark read what the person has now seen at its own place."""
    rows = Notification.objects.filter(user=user_id, read_at=None)
    with transaction.atomic():
        if rows.filter(kind__in=kinds, target__in=targets).update(read_at=clock.now()):
            ring(user_id)


def withdraw(*, targets: Iterable[int]) -> None:
    """Take back whatever was told of `targets`, inside the caller's transaction."""
    rows = Notification.objects.filter(target__in=list(targets))
    users = set(rows.values_list("user", flat=True))
    rows.delete()
    for user in users:
        ring(user)


def forget(*, user_id: int | None, up_to: datetime) -> None:
    """Delete what this person was told here until `up_to`; nothing where the account is gone."""
    Notification.objects.filter(user=user_id, created_at__lte=up_to).delete()
