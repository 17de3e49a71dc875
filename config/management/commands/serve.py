"""`manage.py serve`: the whole of Blizko in one process, with nothing to install beside it."""

import os
import signal
import socket
import sys
import threading
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn
from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.utils.autoreload import run_with_reloader

from config import checks, embedded
from config.statistics import learn

HOST = "127.0.0.1"
# The same as flags of the `uvicorn` command: docs/adr/0001-http.md.
SERVER: dict[str, Any] = {
    "http": "httptools",
    "ws": "websockets-sansio",
    "ws_max_size": 65_536,
    "lifespan": "off",
    "timeout_graceful_shutdown": 20,
    "access_log": False,
    "server_header": False,
    "log_config": None,
    "log_level": "warning",
}


class Command(BaseCommand):
    help = "Migrate, then run web, worker and scheduler (and the fake Stripe) in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--reload", action="store_true", help="restart when a file changes")
        parser.add_argument("--no-migrate", action="store_true", help="take the database as it is")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["port"] != settings.PORT:
            start_again(options["port"])
        if options["reload"]:
            run_with_reloader(self.serve, migrate=not options["no_migrate"])
        else:
            stop_by_exit()
            self.serve(migrate=not options["no_migrate"])

    def serve(self, *, migrate: bool) -> None:
        config = uvicorn.Config("config.asgi:application", host=HOST, port=settings.PORT, **SERVER)
        # Taken first: a second `serve` stops here, before it touches the data.
        listener = config.bind_socket()
        # Else the last bytes of an answer on a kept connection wait 40 ms for the next.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        if migrate:
            bring_up_to_date()
        with ExitStack() as running:
            if settings.FAKE_STRIPE_URL:
                running.enter_context(embedded.fake_stripe(settings.PORT))
            if settings.DEMO:
                checks.claim_database_for_demo()
                call_command("seed", once=True)
            learn()
            running.enter_context(embedded.worker_and_scheduler())
            threading.Thread(target=self.announce, daemon=True).start()
            uvicorn.Server(config).run(sockets=[listener])

    def announce(self) -> None:
        """Print the address once it answers."""
        while not answers(f"http://{HOST}:{settings.PORT}/health/ready"):
            time.sleep(0.05)
        self.stdout.write(f"http://localhost:{settings.PORT}")
        self.stdout.flush()


def start_again(port: int) -> None:
    """Become the same command with PORT set: the address is part of many settings."""
    os.environ["PORT"] = str(port)
    os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - ourselves


def stop_by_exit() -> None:
    """Leave by SystemExit, so that `finally` runs: uvicorn raises its signal again at its end."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: sys.exit(0))


def bring_up_to_date() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if settings.PRODUCTION:
        call_command("collectstatic", verbosity=0, interactive=False)


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
