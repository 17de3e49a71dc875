"""Putting a backup into an empty place. Nothing is written for good before every byte is proved."""

import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from config.backups import Trouble
from config.backups.databases import Database, database, is_empty
from config.backups.making import ABOUT, MEDIA, files_under, reason, work_folder
from config.backups.sealing import CHUNK_BYTES, SealedReader

NOTHING_CHANGED = "Nothing was restored."


def restore(path: Path, key: str) -> dict[str, Any]:
    """Fill database and uploads from `path`, migrate, and sign everybody out.

    Returns what the backup says about itself. Raises `Trouble` with the place as empty as it was.
    """
    try:
        with work_folder() as folder:
            refuse_unless_empty()
            about = prove(path, key)
            refuse_unless_fitting(about)
            fill(path, key, about, folder)
    except Trouble as trouble:
        raise Trouble(f"{trouble} {NOTHING_CHANGED}") from trouble
    except (OSError, DatabaseError, sqlite3.Error) as error:
        raise Trouble(f"{reason(error)} {NOTHING_CHANGED}") from error
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    sign_everybody_out()
    return about


def refuse_unless_empty() -> None:
    if not is_empty():
        raise Trouble("The database is not empty. Restore into a new one.")
    if next(files_under(Path(settings.MEDIA_ROOT)), None):
        raise Trouble(f"There are uploads in {settings.MEDIA_ROOT}. Restore into an empty folder.")


def prove(path: Path, key: str) -> dict[str, Any]:
    """Read the whole file; returns what it says about itself. Raises `Trouble`."""
    with opened(path, key) as (archive, sealed):
        first = archive.next()
        if first is None or first.name != ABOUT:
            raise Trouble("The file says nothing about itself.")
        about: dict[str, Any] = json.loads(content_of(archive, first).read())
        while sealed.read(CHUNK_BYTES):
            pass
    return about


def refuse_unless_fitting(about: dict[str, Any]) -> None:
    if about["database"] != database().name:
        raise Trouble(f"The backup is of {about['database']}: set DATABASE_URL to such a database.")
    known = MigrationLoader(None).disk_migrations
    unknown = sorted(
        f"{app}.{name}" for app, name in about["migrations"] if (app, name) not in known
    )
    if unknown:
        raise Trouble(
            "The backup is of a newer or another version of Blizko:"
            f" this one does not know {', '.join(unknown[:3])}."
        )


def fill(path: Path, key: str, about: dict[str, Any], folder: Path) -> None:
    data = database()
    uploads = folder / "media"
    uploads.mkdir()
    moved: list[Path] = []
    try:
        with data.filling(about, folder):
            with opened(path, key) as (archive, _):
                unpack(archive, data, uploads)
            move_uploads(uploads, moved)
    except BaseException:
        for entry in moved:
            shutil.rmtree(entry, ignore_errors=True)
            entry.unlink(missing_ok=True)
        raise


def unpack(archive: tarfile.TarFile, data: Database, uploads: Path) -> None:
    for entry in archive:
        if entry.name.startswith(MEDIA):
            put(uploads, entry.name.removeprefix(MEDIA), content_of(archive, entry))
        elif entry.name != ABOUT:
            data.take(entry.name, pieces(content_of(archive, entry)))


def put(uploads: Path, name: str, source: IO[bytes]) -> None:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise Trouble(f"The backup names a file outside the uploads: {name}.")
    target = uploads.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as out:
        shutil.copyfileobj(source, out, CHUNK_BYTES)
        out.flush()
        os.fsync(out.fileno())


def move_uploads(uploads: Path, moved: list[Path]) -> None:
    """Bring what was unpacked to its place; `moved` tells how far that came."""
    for entry in sorted(uploads.iterdir()):
        target = Path(settings.MEDIA_ROOT) / entry.name
        entry.rename(target)
        moved.append(target)


@contextmanager
def opened(path: Path, key: str) -> Iterator[tuple[tarfile.TarFile, SealedReader]]:
    with path.open("rb") as source:
        sealed = SealedReader(source, key)
        try:
            with tarfile.open(fileobj=sealed, mode="r|") as archive:
                yield archive, sealed
        except tarfile.TarError as error:
            raise Trouble("The backup was sealed whole, but cannot be unpacked.") from error


def content_of(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(entry)
    if content is None:
        raise Trouble(f"The backup holds something that is no file: {entry.name}.")
    return content


def pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(CHUNK_BYTES):
        yield piece


def sign_everybody_out() -> None:
    """A session that was ended after the backup must not live again."""
    Session.objects.all().delete()
    connection.close()
