"""Starts Blizko as people run it: one process, or web, worker and scheduler apart."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent.parent
# Patient: how soon a server is ready on a quiet machine is measured elsewhere.
READY_SECONDS = 180
STOP_SECONDS = 25
# What this process has from its own test run and a server must not.
OWN = {"MODE", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY"}


@dataclass(frozen=True)
class Server:
    """`url` is where a browser goes; `environment` is what its processes run with."""

    url: str
    environment: dict[str, str]

    def manage(self, *words: str) -> str:
        """Run a `manage.py` command beside the server; gives what it printed."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout


def free_ports() -> tuple[int, int]:
    """Two neighbouring ports nobody listens on; each worker of pytest looks in a range of its own,
    or two would find the same at once."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = 10_000 + 2_500 * worker
    for port in range(first + 2 * (os.getpid() % 500), first + 2_500, 2):
        if all(is_free(p) for p in (port, port + 1)):
            return port, port + 1
    raise RuntimeError("no free ports")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A demo's environment with its own data folder and ports."""
    port, stripe = free_ports()
    inherited = {name: value for name, value in os.environ.items() if name not in OWN}
    return inherited | {
        "MODE": "demo",
        "PORT": str(port),
        "FAKE_STRIPE_URL": f"http://localhost:{stripe}",
        "DATA_DIR": str(folder),
        "LOG_LEVEL": "WARNING",
        # One person writes here what many do.
        "POSTS_PER_HOUR": "1000000",
        "COMMENTS_PER_HOUR": "1000000",
        "MENTIONS_PER_HOUR": "1000000",
        **more,
    }


@contextmanager
def process(words: list[str], env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as out:
        child = subprocess.Popen(
            words, cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def wait_until_ready(url: str, log: Path) -> None:
    give_up = time.monotonic() + READY_SECONDS
    while time.monotonic() < give_up:
        try:
            with urlopen(f"{url}/health/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"{url} is not ready:\n{log.read_text()[-3000:]}")


@contextmanager
def one_process(folder: Path) -> Iterator[Server]:
    """`manage.py serve` on SQLite: what `make demo` runs."""
    env = environment(folder)
    log = folder / "server.log"
    with process([sys.executable, "manage.py", "serve"], env, log):
        url = f"http://localhost:{env['PORT']}"
        wait_until_ready(url, log)
        yield Server(url, env)


@contextmanager
def apart(folder: Path, database_url: str, redis_url: str) -> Iterator[Server]:
    """Web, worker and scheduler as processes of their own, on PostgreSQL and Redis."""
    prefix = f"browser-{os.getpid()}"
    env = environment(folder, DATABASE_URL=database_url, REDIS_URL=redis_url, REDIS_PREFIX=prefix)
    server = Server(f"http://localhost:{env['PORT']}", env)
    log = folder / "server.log"
    python, port = sys.executable, env["PORT"]
    stripe_port = env["FAKE_STRIPE_URL"].rpartition(":")[2]
    webhook = f"{server.url}/billing/stripe/webhook/"
    fake = ["--port", stripe_port, "--data", str(folder / "fakestripe.sqlite3")]
    fake += ["--webhook-url", webhook, "--webhook-secret", "whsec_fake"]
    fake += ["--secret-key", "sk_test_fake"]
    web = ["-m", "uvicorn", "config.asgi:application", "--port", port, "--lifespan", "off"]
    web += ["--http", "httptools", "--ws", "websockets-sansio", "--log-level", "warning"]
    with ExitStack() as running:
        running.enter_context(process([python, "-m", "fakestripe", *fake], env, log))
        server.manage("migrate", "--verbosity", "0")
        server.manage("createcachetable", "--verbosity", "0")
        wait_for_port(int(stripe_port))
        server.manage("seed", "--once")
        for words in (
            web,
            ["-m", "celery", "-A", "config", "worker", "--pool", "threads"],
            ["-m", "celery", "-A", "config", "beat"],
        ):
            running.enter_context(process([python, *words], env, log))
        wait_until_ready(server.url, log)
        yield server


def wait_for_port(port: int) -> None:
    give_up = time.monotonic() + READY_SECONDS
    while is_free(port):
        if time.monotonic() > give_up:
            raise RuntimeError(f"nothing listens on {port}")
        time.sleep(0.1)
