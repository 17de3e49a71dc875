"""What is left over: files without a row, rows that nothing shows. Of all communities, daily."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from core import clock
from core.tenancy import across_communities
from files.models import Attachment

# A file is there before its row, and a row before what shows it, for as long as a request takes.
GRACE = timedelta(days=1)
AT_ONCE = 500


def sweep_files() -> int:
    """Delete rows that nothing shows, then files that no row names; returns how many of both."""
    with across_communities("left over files of all communities"):
        return drop_unshown() + drop_nameless()


def drop_unshown() -> int:
    """Rows older than `GRACE` that no row of another app points to."""
    old = unshown().filter(added_at__lt=clock.now() - GRACE)
    dropped = 0
    for attachment in old.order_by("pk")[:AT_ONCE]:
        # Asked again in the statement itself: somebody may show it by now.
        deleted, _ = unshown().filter(pk=attachment.pk).delete()
        if deleted:
            attachment.full_path.unlink(missing_ok=True)
            dropped += 1
    return dropped


def unshown() -> QuerySet[Attachment]:
    """Whatever shows a picture points to it by a foreign key, so the models know who does."""
    rows: QuerySet[Attachment] = Attachment.objects.all()
    links: list[Any] = Attachment._meta.get_fields(include_hidden=True)
    for link in links:
        if link.auto_created and not link.concrete:
            field = link.field.attname
            shown = link.related_model._default_manager.exclude(**{field: None})
            rows = rows.exclude(pk__in=shown.values(field))
    return rows


def drop_nameless() -> int:
    """Files older than `GRACE` in communities' folders that no row names."""
    dropped = 0
    found = old_files()
    while some := list(islice(found, AT_ONCE)):
        named = set(Attachment.objects.filter(path__in=some).values_list("path", flat=True))
        for path in set(some) - named:
            with suppress(FileNotFoundError):
                (Path(settings.MEDIA_ROOT) / path).unlink()
                dropped += 1
    return dropped


def old_files() -> Iterator[str]:
    """Paths under `MEDIA_ROOT` as rows have them. A community's folder is named by its number."""
    root = Path(settings.MEDIA_ROOT)
    # Disks know real time alone, wherever our clock was moved to.
    before = (clock.now() - clock.offset() - GRACE).timestamp()
    communities = [path for path in root.glob("*") if path.name.isdigit()]
    for community in communities:
        for folder, _folders, names in os.walk(community):
            for path in (Path(folder, name) for name in names):
                with suppress(FileNotFoundError):
                    if path.stat().st_mtime < before:
                        yield path.relative_to(root).as_posix()
