"""Whatever goes wrong: a clear sentence, nothing half done, the former backup as it was."""

import fcntl
import io
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.backups import Trouble, keys, restoring
from config.backups.databases import database, migrations
from tests.backups.places import KEY, Place, places

pytestmark = [pytest.mark.xdist_group("drill"), pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bad-luck")


@pytest.fixture(scope="module")
def two(folder: Path) -> Iterator[list[Place]]:
    with places(folder, 2) as made:
        made[0].manage("migrate", "--verbosity", "0")
        made[0].drill("people")
        made[0].drill("write", str(folder / "never"), "3")
        made[0].manage("backup", str(folder / "good"))
        yield made


@pytest.fixture
def full(two: list[Place]) -> Place:
    return two[0]


@pytest.fixture
def empty(two: list[Place]) -> Iterator[Place]:
    yield two[1]
    assert not [p for p in two[1].media.rglob("*") if p.is_file()], "something was left behind"


@pytest.fixture(scope="module")
def older(folder: Path) -> Iterator[Place]:
    """As a version left it that did not know one of our apps yet."""
    (folder / "old").mkdir()
    (folder / "new").mkdir()
    with places(folder / "old", 1) as (made,):
        made.drill("older")
        made.drill("people")
        yield made


def cramped(place: Place, *words: str) -> str:
    """The command where no file may grow past 20 kB; it has to fail."""

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        env=place.environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=narrow,
    )
    assert done.returncode, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_full_disk_leaves_the_former_backup(full: Place, folder: Path) -> None:
    path = folder / "former"
    path.write_bytes(b"the former backup")
    assert "a former one is as it was" in cramped(full, "backup", str(path))
    assert path.read_bytes() == b"the former backup"
    assert not list(folder.glob("*.part"))
    assert not list(full.media.glob(".backup"))


def test_a_full_disk_leaves_the_place_empty(empty: Place, folder: Path) -> None:
    assert "Nothing was restored" in cramped(empty, "restore", str(folder / "good"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("cut", "file is damaged or cut"),
        ("flipped", "file is damaged or cut"),
        ("foreign", "no backup of Blizko"),
        ("missing", "is not there"),
    ],
)
def test_a_broken_file_restores_nothing(
    empty: Place, folder: Path, name: str, sentence: str
) -> None:
    good = (folder / "good").read_bytes()
    flipped = good[:-9] + bytes([good[-9] ^ 1]) + good[-8:]
    files = {"cut": good[:-1000], "flipped": flipped, "foreign": b"PK\x03\x04 a zip of something"}
    if name in files:
        (folder / name).write_bytes(files[name])
    said = empty.manage("restore", str(folder / name), ok=False)
    assert sentence in said
    assert "Nothing was restored." in said


def test_another_key_restores_nothing(empty: Place, folder: Path) -> None:
    other = replace(empty, key="another key, as long as the first")
    assert "key does not fit" in other.manage("restore", str(folder / "good"), ok=False)


def test_two_at_once_do_not_meet(full: Place, folder: Path) -> None:
    lock = os.open(full.media, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = full.manage("backup", str(folder / "second"), ok=False)
    finally:
        os.close(lock)
    assert "at work here" in said
    assert not (folder / "second").exists()


def test_a_key_is_asked_for_and_may_not_be_short(settings: Any, tmp_path: Path) -> None:
    for given, sentence in (("", "Give the key"), ("short", "too short")):
        settings.BACKUP_KEY = given
        with pytest.raises(Trouble, match=sentence):
            keys.given(None)
    with pytest.raises(Trouble, match="cannot be read"):
        keys.given(tmp_path / "nowhere")
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    assert keys.given(file) == KEY


@pytest.mark.django_db
def test_a_backup_of_another_version_or_database_is_refused() -> None:
    about = {"database": database().name, "migrations": migrations()}
    restoring.refuse_unless_fitting(about)
    newer = {**about, "migrations": [*migrations(), ["feeds", "9999_from_the_future"]]}
    with pytest.raises(Trouble, match="9999_from_the_future"):
        restoring.refuse_unless_fitting(newer)
    with pytest.raises(Trouble, match="backup is of oracle"):
        restoring.refuse_unless_fitting({**about, "database": "oracle"})


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "a/../../outside", ""])
def test_no_name_in_a_backup_leads_outside_the_uploads(tmp_path: Path, name: str) -> None:
    with pytest.raises(Trouble, match="outside the uploads"):
        restoring.put(tmp_path, name, io.BytesIO(b"x"))


def test_a_backup_is_refused_while_migrations_wait(folder: Path, older: Place) -> None:
    said = older.manage("backup", str(folder / "behind"), ok=False)
    assert "Migrations are waiting" in said
    assert not (folder / "behind").exists()


def test_a_backup_of_an_older_version_is_brought_up_to_date(folder: Path, older: Place) -> None:
    older.drill("backup-older", str(folder / "older"))
    with places(folder / "new", 1) as (new,):
        assert "invariants hold" in new.manage("restore", str(folder / "older"))
        new.manage("migrate", "--check")
        new.drill("check")


def test_a_place_that_was_migrated_and_not_used_is_empty(folder: Path, full: Place) -> None:
    """As `docker compose up` leaves it. Everybody signs in anew, and limits can be counted."""
    (folder / "migrated").mkdir()
    with places(folder / "migrated", 1) as (new,):
        new.manage("migrate", "--verbosity", "0")
        new.manage("createcachetable")
        full.manage("backup", str(folder / "again"))
        assert "invariants hold" in new.manage("restore", str(folder / "again"))
        assert new.drill("check").split() == full.drill("check").split()
