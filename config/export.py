"""Writes a person's own words and data into one file; open to those without access too."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts import exports
from accounts.models import Export, User
from billing import export as billing
from communities import export as communities
from communities.models import Membership
from communities.queries import all_places
from core import clock
from core.due import performs
from core.tenancy import community_scope
from feeds import export as feeds
from profiles import export as profiles

PARTS: dict[str, Callable[[Membership], Any]] = {
    "membership": communities.own_data,
    "profile": profiles.own_data,
    "words": feeds.own_data,
    "payments": billing.own_data,
}
FILES: list[Callable[[Membership], Iterable[tuple[str, Path]]]] = [
    feeds.own_files,
    profiles.own_files,
]
# Renewed with each part, so that a killed process is followed by another within two minutes.
LEASE = timedelta(minutes=2)
STYLE = settings.BASE_DIR / "static" / "export.css"


class Unwanted(Exception):
    """Nobody waits for this copy any more, or another process writes it."""


@performs(Export, lease=LEASE)
def write_or_erase(export: Export) -> datetime | None:
    """Write the copy; called again when its time is over, to erase it.

    Raises `OSError` (a full disk) with nothing left behind.
    """
    if export.is_ready:
        return export.ends_at
    if export.ends_at:
        exports.erase(export)
        return None
    exports.remove_file(export)
    unfinished = export.path.with_suffix(f".{export.attempts}")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    try:
        write(unfinished, export)
        unfinished.replace(export.path)
        return ready(export)
    except Unwanted:
        export.path.unlink(missing_ok=True)
        return None
    finally:
        unfinished.unlink(missing_ok=True)


def ready(export: Export) -> datetime:
    ends_at = clock.now() + exports.KEPT
    note(export, ends_at=ends_at, size=export.path.stat().st_size, last_error="")
    return ends_at


def note(export: Export, **changes: Any) -> None:
    """Write on the row while it is ours. Raises `Unwanted`."""
    ours = Export.objects.filter(pk=export.pk, name=export.name, attempts=export.attempts)
    if not ours.update(**changes):
        raise Unwanted


def write(path: Path, export: Export) -> None:
    """Whole and to the disk, noting after each part how far it is."""
    user = export.user
    places = all_places(user)
    note(export, done_parts=0, all_parts=1 + len(places) * (len(PARTS) + len(FILES)))
    with (
        translation.override(user.language),
        timezone.override(user.zone),
        path.open("xb") as out,
    ):
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for _part in packed(archive, user, places):
                step = {"done_parts": F("done_parts") + 1}
                note(export, claimed_until=clock.now() + LEASE, **step)
        out.flush()
        os.fsync(out.fileno())


def packed(archive: ZipFile, user: User, places: list[Membership]) -> Iterator[None]:
    """Put everything into `archive`, stopping after each part."""
    archive.write(STYLE, "style.css")
    archive.writestr("account.json", as_json(own_account(user)))
    known = {"places": places, "at": clock.now()}
    archive.writestr("index.html", render_to_string("config/export.html", known))
    yield
    for place in places:
        with community_scope(place.community_id):
            yield from packed_place(archive, place)


def packed_place(archive: ZipFile, place: Membership) -> Iterator[None]:
    """One community: a page to read, the same and more as JSON, pictures."""
    folder = place.community.slug
    found: dict[str, Any] = {}
    for name, part in PARTS.items():
        found[name] = part(place)
        archive.writestr(f"{folder}/{name}.json", as_json(found[name]))
        yield
    page = {**found, "place": place, "folder": folder}
    archive.writestr(f"{folder}.html", render_to_string("config/export_place.html", page))
    for files in FILES:
        for file_name, path in files(place):
            archive.write(path, f"{folder}/{file_name}", ZIP_STORED)
        yield


def own_account(user: User) -> dict[str, Any]:
    kept = ("email", "created_at", "language", "time_zone")
    return {name: getattr(user, name) for name in kept}


def as_json(part: Any) -> str:
    return json.dumps(part, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
