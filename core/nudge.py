"""Wake-ups: sent after a commit, from a thread of their own, never by the request.

A nudge carries no truth. The row in the database does, and a sweep or the next page load finds
it, so a nudge may be dropped at any time: queue full, broker dead, nobody there. Whoever nudges
does it in `transaction.on_commit` and returns within microseconds.
"""

import asyncio
import os
import queue
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import structlog
from celery import current_app
from channels.layers import InMemoryChannelLayer, get_channel_layer
from django.conf import settings

QUEUE_SIZE = 1_000
# One attempt may take this long; after a failed one its kind is not tried again for a while.
SEND_SECONDS = 1.0
QUIET_SECONDS = 2.0

log = structlog.get_logger(__name__)


class Nudge(NamedTuple):
    """One wake-up. `kind` is `celery`, `hint` or `call`; `content` what goes along with it.

    celery: name of the task, tuple of its arguments. hint: name of the group, the message.
    call: name of the function, the function.
    """

    kind: str
    name: str
    content: Any


class Courier:
    """The queue, its thread, and the loop of the server in this process if there is one."""

    def __init__(self, size: int = QUEUE_SIZE) -> None:
        self.size = size
        self.recorders: list[list[Nudge]] = []
        self.start_over()

    def start_over(self) -> None:
        """Forget everything under way: a forked child has neither thread nor loop."""
        self.queue: queue.Queue[Nudge] = queue.Queue(self.size)
        self.lock = threading.Lock()
        self.thread: threading.Thread | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.dropped = 0
        self.quiet_until: dict[str, float] = {}

    def offer(self, nudge: Nudge) -> None:
        if self.recorders:
            self.recorders[-1].append(nudge)
        elif settings.TESTING and self.loop is None:
            return
        elif nudge.kind == "hint" and isinstance(get_channel_layer(), InMemoryChannelLayer):
            self.hand_over(nudge)
        else:
            self.enqueue(nudge)

    def enqueue(self, nudge: Nudge) -> None:
        self.run_thread()
        try:
            self.queue.put_nowait(nudge)
        except queue.Full:
            self.drop(nudge, "queue full")

    def hand_over(self, nudge: Nudge) -> None:
        """Send through the server's own loop: the in-memory layer is not thread-safe."""
        if self.loop is None:
            return
        sending = send_hint(nudge)
        try:
            asyncio.run_coroutine_threadsafe(sending, self.loop)
        except RuntimeError:
            sending.close()
            self.drop(nudge, "server stopped")

    def run_thread(self) -> None:
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.work, name="nudge", daemon=True)
                self.thread.start()

    def work(self) -> None:
        with asyncio.Runner() as runner:
            while True:
                self.deliver(self.queue.get(), runner)

    def deliver(self, nudge: Nudge, runner: asyncio.Runner) -> None:
        if time.monotonic() < self.quiet_until.get(nudge.kind, 0):
            self.dropped += 1
            return
        try:
            send(nudge, runner)
        except Exception as error:  # noqa: BLE001 - whatever it is, the row is safe
            if nudge.kind != "call":
                self.quiet_until[nudge.kind] = time.monotonic() + QUIET_SECONDS
            self.drop(nudge, type(error).__name__)

    def drop(self, nudge: Nudge, reason: str) -> None:
        self.dropped += 1
        log.warning("nudge_dropped", kind=nudge.kind, name=nudge.name, reason=reason)


def send(nudge: Nudge, runner: asyncio.Runner) -> None:
    if nudge.kind == "celery":
        current_app.send_task(nudge.name, args=nudge.content, ignore_result=True, retry=False)
    elif nudge.kind == "hint":
        runner.run(asyncio.wait_for(send_hint(nudge), SEND_SECONDS))
    else:
        nudge.content()


def send_hint(nudge: Nudge) -> Coroutine[Any, Any, None]:
    layer: Any = get_channel_layer()
    sending: Coroutine[Any, Any, None] = layer.group_send(nudge.name, nudge.content)
    return sending


_courier = Courier()
os.register_at_fork(after_in_child=_courier.start_over)


def celery(task: str, *args: object) -> None:
    """Ask a worker to run the task of this name now. `args` are ids."""
    _courier.offer(Nudge("celery", task, args))


def hint(group: str, message: dict[str, Any]) -> None:
    """Tell the sockets of a group that something changed. `message` carries ids, never content."""
    _courier.offer(Nudge("hint", group, message))


def call(fn: Callable[[], object]) -> None:
    """Run `fn` in the nudge thread. It may neither touch the database nor wait over a second."""
    _courier.offer(Nudge("call", getattr(fn, "__qualname__", type(fn).__name__), fn))


def bind_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Say which loop serves the sockets of this process. `config/asgi.py` does, once."""
    _courier.loop = loop


def dropped() -> int:
    """How many nudges this process has dropped since it started."""
    return _courier.dropped


@contextmanager
def recorded() -> Iterator[list[Nudge]]:
    """Keep what is nudged inside the block in a list instead of sending it. For tests."""
    kept: list[Nudge] = []
    _courier.recorders.append(kept)
    try:
        yield kept
    finally:
        _courier.recorders.remove(kept)
