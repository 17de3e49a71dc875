"""A backup under load, restored into an empty place: what `make restore-drill` runs."""

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.backups.drill import CANARY
from tests.backups.places import Place, places

pytestmark = [pytest.mark.xdist_group("drill"), pytest.mark.timeout(900)]
WRITERS = 2


@dataclass
class Drill:
    """A place people wrote in, its backup, an empty place, and what was acknowledged when."""

    full: Place
    empty: Place
    backup: Path
    before: set[str]
    after: set[str]


def acknowledged(folder: Path) -> set[str]:
    said = "".join(path.read_text() for path in folder.glob("*.said"))
    return {line for line in said.splitlines(keepends=True) if line.endswith("\n")}


def wait_for(folder: Path, posts: int) -> None:
    until = time.monotonic() + 60
    while len(acknowledged(folder)) < posts:
        assert time.monotonic() < until, "nobody writes"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    folder = tmp_path_factory.mktemp("drill")
    with places(folder, 2) as (full, empty):
        full.manage("migrate", "--verbosity", "0")
        full.drill("people")
        backup = folder / "blizko.backup"
        writers = [started(full, folder, number) for number in range(WRITERS)]
        try:
            wait_for(folder, 40)
            before = acknowledged(folder)
            full.manage("backup", str(backup))
            wait_for(folder, len(acknowledged(folder)) + 5)
        finally:
            (folder / "stop").touch()
            ended = [writer.wait(30) for writer in writers]
        assert ended == [0] * WRITERS, (folder / "errors").read_text()
        yield Drill(full, empty, backup, before, acknowledged(folder))


def started(place: Place, folder: Path, number: int) -> subprocess.Popen[bytes]:
    words = ["-m", "tests.backups.drill", "write", str(folder / "stop"), "5000"]
    with (folder / f"{number}.said").open("w") as out, (folder / "errors").open("a") as errors:
        return subprocess.Popen(
            [sys.executable, *words], env=place.environment, stdout=out, stderr=errors
        )


def test_what_was_acknowledged_before_comes_back(drill: Drill) -> None:
    """And nothing that nobody wrote, files and links whole, ids free for new rows."""
    said = drill.empty.manage("restore", str(drill.backup))
    assert "invariants hold" in said
    there = set(drill.empty.drill("check").splitlines(keepends=True))
    assert drill.before <= there <= drill.after
    assert there != drill.after, "the backup was not made under load"
    assert list(drill.empty.media.rglob("*.webp"))
    assert not (drill.empty.media / ".backup").exists()


def test_a_full_place_is_refused(drill: Drill) -> None:
    assert "not empty" in drill.full.manage("restore", str(drill.backup), ok=False)


def test_nothing_in_the_file_can_be_read_without_the_key(drill: Drill) -> None:
    sealed = drill.backup.read_bytes()
    words = (CANARY, "database.sqlite3", "tables/", "media/", "about.json", drill.full.key)
    assert [word for word in words if word.encode() in sealed] == []
    assert drill.backup.stat().st_mode & 0o077 == 0
