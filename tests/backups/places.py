"""Installations of a test's own: a folder and a database each, worked on by real processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

KEY = "a key for this drill, kept elsewhere"


@dataclass
class Place:
    """One installation. `url` is of its database."""

    folder: Path
    url: str
    key: str = KEY
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        own = {"MODE": "development", "DATA_DIR": str(self.folder), "DATABASE_URL": self.url}
        own |= {"POSTS_PER_HOUR": "100000", "COMMENTS_PER_HOUR": "100000"}
        own |= {"BACKUP_KEY": self.key, "LOG_LEVEL": "ERROR", "PYTHONWARNINGS": "ignore"}
        return {**os.environ, **own, **self.more}

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def run(self, *words: str, ok: bool = True) -> str:
        """What the command says; with `ok=False` it has to fail, and what it says of that."""
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        said = done.stdout + done.stderr
        assert (done.returncode == 0) is ok, said
        return said

    def manage(self, *words: str, ok: bool = True) -> str:
        return self.run("manage.py", *words, ok=ok)

    def drill(self, *words: str) -> str:
        return self.run("-m", "tests.backups.drill", *words)


@contextmanager
def places(folder: Path, number: int) -> Iterator[list[Place]]:
    """Empty ones on whatever database the suite runs on, gone afterwards."""
    with ExitStack() as stack:
        made = []
        for name in "abcdef"[:number]:
            own = folder / name
            own.mkdir()
            made.append(Place(own, stack.enter_context(database(own, name))))
        yield made


@contextmanager
def database(folder: Path, name: str) -> Iterator[str]:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'blizko.sqlite3'}"
        return
    own = f"drill_{os.getpid()}_{folder.parent.name}_{name}".replace("-", "_")
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{own}"')
    head, _, query = url.partition("?")
    try:
        yield f"{head.rpartition('/')[0]}/{own}{'?' if query else ''}{query}"
    finally:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{own}" WITH (FORCE)')
