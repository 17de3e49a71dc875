"""Worker, scheduler and fake Stripe beside the web server, for `manage.py serve`."""

import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from celery.beat import EmbeddedService
from celery.platforms import SecurityWarning
from celery.worker import state
from django.conf import settings
from django.core.management import CommandError
from django.urls import reverse

from config.celery import app

# The scheduler and the child get this long to end.
STOP_SECONDS = 2.0
FAKE_STRIPE_SECONDS = 15.0
# A worker with nobody to talk to, whose output is ours.
ALONE = {
    "quiet": True,
    "without_gossip": True,
    "without_mingle": True,
    "without_heartbeat": True,
}


@contextmanager
def worker_and_scheduler() -> Iterator[None]:
    """Celery's worker and beat in a thread each; tasks run in two more.

    At the end running tasks are waited for. The worker's own thread is not: Celery lets it
    listen for 2 to 4 s more, and it holds nothing that the process would not let go anyway.
    """
    app.conf.embedded = True
    state.should_stop = None
    with warnings.catch_warnings():
        # About pickled tasks for the superuser; ours are JSON.
        warnings.simplefilter("ignore", SecurityWarning)
        controller = app.Worker(pool="threads", concurrency=2, **ALONE)
    worker = threading.Thread(target=controller.start, name="worker", daemon=True)
    scheduler = EmbeddedService(app, thread=True)
    worker.start()
    scheduler.start()
    try:
        yield
    finally:
        state.should_stop = 0
        scheduler.service.stop()
        scheduler.join(STOP_SECONDS)
        controller.pool.stop()


@contextmanager
def fake_stripe(port: int) -> Iterator[None]:
    """The far side of Stripe as a child process, sending its webhooks to our `port`."""
    address = urlsplit(settings.FAKE_STRIPE_URL)
    webhook = f"http://127.0.0.1:{port}{reverse('stripe_webhook')}"
    options = {
        "--port": str(address.port),
        "--data": str(settings.DATA_DIR / "fakestripe.sqlite3"),
        "--webhook-url": webhook,
        "--webhook-secret": settings.FAKE_STRIPE_SECRET,
        "--secret-key": settings.FAKE_STRIPE_KEY,
    }
    words = [word for option in options.items() for word in option]
    # A session of its own: Ctrl+C at the terminal reaches us first, and we stop it last.
    child = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "fakestripe", *words, "--die-with-parent"],
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    try:
        wait_for(child, address.hostname or "localhost", address.port or 80)
        yield
    finally:
        stop(child)


def wait_for(child: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Return when the port accepts connections; raise `CommandError` when it never will."""
    give_up_at = time.monotonic() + FAKE_STRIPE_SECONDS
    while child.poll() is None and time.monotonic() < give_up_at:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise CommandError(f"The fake Stripe did not start on port {port}.")


def stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
