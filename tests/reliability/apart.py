"""PostgreSQL and Redis of a test's own, and two web processes that share them."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.browser import servers
from tests.reliability.machine import sign_in, until
from tests.reliability.people import Person


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """The address of a database beside that of DATABASE_URL, empty, and gone afterwards."""
    url = os.environ["DATABASE_URL"]
    own = f"{name}_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{own}"')
    try:
        yield f"{url.rpartition('/')[0]}/{own}"
    finally:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def on_postgres() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def skip_unless_apart() -> None:
    if not on_postgres() or not os.environ.get("REDIS_URL"):
        pytest.skip("needs DATABASE_URL of a PostgreSQL and REDIS_URL")
    if shutil.which("redis-server") is None:
        pytest.skip("needs redis-server, to start one that may be killed")


class Redis:
    """A server that keeps nothing, to be killed, frozen and started again."""

    child: subprocess.Popen[bytes]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        words = ["redis-server", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.child = subprocess.Popen(
            [*words, "--bind", "127.0.0.1"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until(lambda: not servers.is_free(self.port), "Redis did not start")

    def kill(self) -> None:
        self.child.kill()
        self.child.wait()

    def freeze(self) -> None:
        """It takes connections, and answers nobody."""
        self.child.send_signal(signal.SIGSTOP)

    def come_back_frozen(self) -> None:
        """Every connection has to be made anew, and none is answered."""
        self.kill()
        self.start()
        self.freeze()

    def revive(self) -> None:
        """Running, whatever was done to it."""
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGCONT)
        else:
            self.start()


def free_port() -> int:
    """One that the pairs of `servers.free_ports` do not take."""
    return next(port for port in range(31_000 + os.getpid() % 900, 32_000) if servers.is_free(port))


class Apart:
    """Two web processes, a worker and a scheduler. `port` is the first's, `other` the second's."""

    def __init__(self, server: servers.Server, other: int, redis: Redis) -> None:
        self.server, self.other, self.redis = server, other, redis
        self.port = int(server.environment["PORT"])

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(psycopg.connect(self.server.environment["DATABASE_URL"])) as database:
            return database.execute(query.replace("?", "%s").encode(), values).fetchall()

    def cut_connections(self) -> None:
        """As a restart of PostgreSQL does: every connection to this database ends."""
        self.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    def sign_in(self, *emails: str) -> list[Person]:
        return sign_in(self.server, self.port, *emails)


@contextmanager
def started(folder: Path) -> Iterator[Apart]:
    redis = Redis(folder)
    redis.start()
    try:
        with (
            own_database("blizko_reliability") as database,
            servers.apart(folder, database, redis.url) as server,
            second_web(server, folder) as port,
        ):
            yield Apart(server, port, redis)
    finally:
        redis.kill()


@contextmanager
def second_web(server: servers.Server, folder: Path) -> Iterator[int]:
    port = free_port()
    env = server.environment | {"PORT": str(port)}
    words = ["-m", "uvicorn", "config.asgi:application", "--port", str(port), "--lifespan", "off"]
    words += ["--http", "httptools", "--ws", "websockets-sansio", "--log-level", "warning"]
    log = folder / "second.log"
    with servers.process([sys.executable, *words], env, log):
        servers.wait_until_ready(f"http://localhost:{port}", log)
        yield port
