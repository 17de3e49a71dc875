"""The copy of all that is a person's own: asking for it, and erasing it. Who writes it knows
every app."""

from datetime import timedelta

from django.db import transaction

from accounts.models import Export, User, new_name
from core import clock, due
from core.due import EPOCH

KEPT = timedelta(hours=48)


def ask(*, user: User) -> bool:
    """Have a copy written; `False` where one is being written already: it is the same one.

    A copy that lies ready goes, and another is written.
    """
    with transaction.atomic():
        export, made = Export.objects.get_or_create(user=user)
        asked = made or (export.ends_at is not None and start_over(export))
        due.wake(Export)
    return asked


def start_over(export: Export) -> bool:
    """Of two who ask at once one is heard, so that no file is written for nobody."""
    changed = Export.objects.filter(pk=export.pk, name=export.name).update(
        name=new_name(),
        asked_at=clock.now(),
        due_at=clock.now(),
        claimed_until=EPOCH,
        attempts=0,
        last_error="",
        done_parts=0,
        all_parts=0,
        size=0,
        ends_at=None,
    )
    if changed:
        remove_file(export)
    return bool(changed)


def erase(export: Export) -> None:
    """The file first: a row left behind is tried again, a file would lie there for ever."""
    remove_file(export)
    Export.objects.filter(pk=export.pk, name=export.name).delete()


def remove_file(export: Export) -> None:
    """The finished file, and whatever an interrupted try left."""
    for path in export.path.parent.glob(f"{export.name}*"):
        path.unlink(missing_ok=True)
