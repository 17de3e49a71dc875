"""Blizko as one process that can lose its power and be started again on the same data."""

import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.browser import servers
from tests.reliability.people import Person

GONE_SECONDS = 10
STOP_SECONDS = 25
# Signs people in, making who is not there yet; prints the keys of their sessions.
SIGN_IN = """
import json
from allauth.account.models import EmailAddress
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from accounts.models import User
from accounts.sessions import BACKEND
keys = {{}}
for email in {emails!r}:
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, time_zone_chosen=True, language_chosen=True)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    keys[email] = session.session_key
print(json.dumps(keys))
"""
MOVE = "from datetime import timedelta; from core import clock; clock.move(timedelta(seconds={}))"


def sign_in(server: servers.Server, port: int, *emails: str) -> list[Person]:
    """These people, each in a session of their own."""
    keys = json.loads(shell(server, SIGN_IN.format(emails=list(emails))))
    return [Person(port, keys[email]) for email in emails]


def shell(server: servers.Server, code: str) -> str:
    return server.manage("shell", "--no-imports", "-c", code)


def until(true: Callable[[], Any], what: str, seconds: float = 30) -> Any:
    """What `true` gives once it gives something; fails saying `what` after `seconds`."""
    give_up = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < give_up, what
        time.sleep(0.05)
    return found


def free_ports() -> tuple[int, int]:
    """Two neighbours, by chance: others on this machine look for theirs at the same time."""
    while True:
        port = 20_000 + 2 * secrets.randbelow(5_000)
        if all(servers.is_free(each) for each in (port, port + 1)):
            return port, port + 1


class Machine:
    """`manage.py serve` in demo mode with the fake Stripe beside it, on SQLite."""

    child: subprocess.Popen[bytes]

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self.stripe_port = free_ports()
        stripe_url = f"http://localhost:{self.stripe_port}"
        env = servers.environment(folder, PORT=str(self.port), FAKE_STRIPE_URL=stripe_url)
        self.server = servers.Server(f"http://localhost:{self.port}", env)

    def start(self) -> None:
        """Begin to start; `wait` says when it answers. The fake Stripe of before ends itself."""
        until(self.is_gone, "the former processes still hold their ports", GONE_SECONDS)
        with (self.folder / "server.log").open("ab") as out:
            self.child = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=servers.ROOT,
                env=self.server.environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def wait(self) -> None:
        servers.wait_until_ready(self.server.url, self.folder / "server.log")

    def is_gone(self) -> bool:
        return servers.is_free(self.port) and servers.is_free(self.stripe_port)

    def lose_power(self) -> None:
        """SIGKILL: nothing is finished, nothing is said."""
        self.child.kill()
        self.child.wait()

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.child.send_signal(signal.SIGTERM)
        try:
            return self.child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.lose_power()
            raise

    def keeps_its_promises(self) -> bool:
        """Whether `check_invariants` holds; raises `CalledProcessError` where it does not."""
        return "invariants hold" in self.server.manage("check_invariants")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read the database beside whoever writes it."""
        path = self.folder / "blizko.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as database:
            return database.execute(query, values).fetchall()

    def move_clock(self, seconds: int) -> None:
        """Ours alone; the fake Stripe's stays."""
        shell(self.server, MOVE.format(seconds))

    def sign_in(self, *emails: str) -> list[Person]:
        return sign_in(self.server, self.port, *emails)


def is_long() -> bool:
    """Whether the long variants were asked for (`make reliability`)."""
    return os.environ.get("RELIABILITY") == "long"
