"""The measured server: `manage.py serve` in production's mode, on SQLite in a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil

from bench.client import Person

ROOT = Path(__file__).resolve().parents[1]
STOP_SECONDS = 25


class Server:
    """Runs. `facts` are what `bench.seed` told of the data."""

    def __init__(self, process: subprocess.Popen[str], port: int, facts: dict[str, Any]) -> None:
        self.process = psutil.Process(process.pid)
        self.port = port
        self.facts = facts

    def person(self, session: str = "reader") -> Person:
        return Person(self.port, self.facts["sessions"][session])

    def cpu_seconds(self) -> float:
        """User and system time of the one process since it started."""
        spent = self.process.cpu_times()
        return spent.user + spent.system

    def megabytes(self) -> float:
        return self.process.memory_info().rss / 1e6


def environment(folder: Path, port: int) -> dict[str, str]:
    """Everything said, so that no `.env` of this machine says something else."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "MODE": "production",
        "SECRET_KEY": "for-measuring-only-" * 4,
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'blizko.sqlite3'}",
        "ALLOW_SQLITE": "1",
        "REDIS_URL": "",
        "CELERY_BROKER_URL": "memory://localhost",
        "STRIPE_SECRET_KEY": "",
        "FAKE_STRIPE_URL": "",
        "EMAIL_URL": "dummymail://",
        "PORT": str(port),
        "SITE_URL": "https://localhost",
        "ALLOWED_HOSTS": "localhost",
        "BEHIND_TLS": "0",
        "OPERATOR_NAME": "Nobody",
        "OPERATOR_CONTACT": "nobody@localhost",
        "LOG_LEVEL": "INFO",
        "WEB_THREADS": "8",
        # One person writes here what many do.
        "POSTS_PER_HOUR": "1000000",
        "COMMENTS_PER_HOUR": "1000000",
        "MENTIONS_PER_HOUR": "1000000",
    }


@contextmanager
def serving(posts: int) -> Iterator[Server]:
    """A server over `posts` posts; its data is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="blizko-bench-") as name:
        folder, port = Path(name), free_port()
        env = environment(folder, port)
        facts = seed(env, posts)
        with (folder / "server.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=env,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        try:
            wait_for(process, folder)
            yield Server(process, port, facts)
        finally:
            stop(process)


def seed(env: dict[str, str], posts: int) -> dict[str, Any]:
    words = [sys.executable, "-m", "bench.seed", str(posts)]
    told = subprocess.run(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    facts: dict[str, Any] = json.loads(told.stdout)
    return facts


def wait_for(process: subprocess.Popen[str], folder: Path) -> None:
    """`serve` prints its address once it answers."""
    if process.stdout is None or not process.stdout.readline():
        raise RuntimeError((folder / "server.log").read_text()[-3000:])


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
