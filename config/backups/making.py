"""Making a backup while people write: one sealed file, whole or not at all."""

import errno
import fcntl
import io
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import DatabaseError

from config.backups import Trouble
from config.backups.databases import database, is_behind, migrations
from config.backups.sealing import SealedWriter
from core import clock

ABOUT = "about.json"
MEDIA = "media/"
# Beside the uploads: links need the same disk, and in a container nothing else may be written.
FOLDER = ".backup"


class Tar:
    """The archive inside the sealed file. Sizes in bytes."""

    def __init__(self, out: IO[bytes]) -> None:
        self.tar = tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115

    def add_bytes(self, name: str, content: bytes) -> None:
        self.add(name, len(content), io.BytesIO(content))

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as source:
            self.add(name, os.fstat(source.fileno()).st_size, source)

    def add(self, name: str, size: int, source: IO[bytes]) -> None:
        entry = tarfile.TarInfo(name)
        entry.size = size
        entry.mode = 0o600
        self.tar.addfile(entry, source)


def make(path: Path, key: str) -> int:
    """Write a backup to `path`, in place of a former one; returns its size in bytes.

    Raises `Trouble` with a sentence and the former file untouched.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with work_folder() as folder:
            if is_behind():
                raise Trouble("Migrations are waiting. Make the backup with the version that runs.")
            write_whole(part, folder, key)
            part.replace(path)
            remember_name(path)
    except (OSError, DatabaseError, sqlite3.Error) as error:
        raise Trouble(f"{reason(error)} No backup was made; a former one is as it was.") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path.stat().st_size


def write_whole(part: Path, folder: Path, key: str) -> None:
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        sealed = SealedWriter(out, key)
        fill(Tar(sealed), folder)  # type: ignore[arg-type]
        sealed.finish()
        out.flush()
        os.fsync(out.fileno())


def fill(archive: Tar, folder: Path) -> None:
    """Everything, in the order a restore wants it.

    Uploads are linked before the snapshot and again after: whatever is deleted while the archive
    is written, each file of a row in the snapshot is still there.
    """
    data = database()
    links = folder / "media"
    link_uploads(links)
    with data.snapshot(folder):
        link_uploads(links)
        about = {"made_at": clock.now().isoformat(), "database": data.name}
        about |= {"migrations": migrations(), **data.about()}  # type: ignore[dict-item]
        archive.add_bytes(ABOUT, json.dumps(about).encode())
        data.write(archive)
    for path in files_under(links):
        archive.add_file(MEDIA + path.relative_to(links).as_posix(), path)
    archive.tar.close()


def link_uploads(links: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    for path in files_under(root):
        link = links / path.relative_to(root)
        link.parent.mkdir(parents=True, exist_ok=True)
        # Linked the first time, or deleted this very moment.
        with suppress(FileExistsError, FileNotFoundError):
            os.link(path, link)


def files_under(root: Path) -> Iterator[Path]:
    """Each file under `root`, our own working folders left out."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names))


@contextmanager
def work_folder() -> Iterator[Path]:
    """A folder for this run alone, gone afterwards. Raises `Trouble` while another run has it."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    lock = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise Trouble("Another backup or restore is at work here. Wait until it ends.") from None
    folder = root / FOLDER
    try:
        # What a run left that was killed.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def remember_name(path: Path) -> None:
    """Bring the new name itself to the disk."""
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def reason(error: Exception) -> str:
    """Why disk or database refused, in a sentence without anything of what it holds."""
    if not isinstance(error, OSError):
        full = isinstance(error, sqlite3.Error) and "full" in str(error)
        return "The disk is full." if full else f"The database refused ({type(error).__name__})."
    place = error.filename or "The place"
    known = {
        errno.ENOSPC: "The disk is full.",
        errno.EDQUOT: "The disk quota is used up.",
        errno.EFBIG: "Files may not grow that large here.",
        errno.EACCES: f"{place} may not be read or written by this user.",
        errno.ENOENT: f"{place} is not there.",
        errno.EISDIR: f"{place} is a folder.",
    }
    return known.get(error.errno or 0, f"The disk refused: {error.strerror}.")
