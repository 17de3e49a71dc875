"""Wake-ups never keep anybody waiting and never raise."""

import asyncio
import statistics
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from celery import Celery
from channels.layers import InMemoryChannelLayer, get_channel_layer

from core import nudge

DEAD = "redis://127.0.0.1:1/0"
DEAD_LAYER = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [DEAD]},
    }
}
IN_MEMORY_LAYER = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


@pytest.fixture
def courier(monkeypatch: pytest.MonkeyPatch, settings: Any) -> nudge.Courier:
    """A courier that really goes, with a queue for three."""
    settings.TESTING = False
    settings.CHANNEL_LAYERS = IN_MEMORY_LAYER
    courier = nudge.Courier(size=3)
    monkeypatch.setattr(nudge, "_courier", courier)
    return courier


@pytest.fixture
def dead_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    app = Celery("dead", broker=DEAD, set_as_current=False)
    app.conf.update(
        task_publish_retry=False,
        broker_transport_options={"max_retries": 0, "socket_connect_timeout": 1},
    )
    monkeypatch.setattr(nudge, "current_app", app)
    yield
    app.close()


@pytest.fixture
def server_loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def wait_until(condition: Any) -> None:
    give_up_at = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(0.01)


def test_in_tests_nothing_is_sent_unless_recorded() -> None:
    nudge.celery("a.task", 1)
    nudge.hint("a.group", {"type": "hint"})
    with nudge.recorded() as sent:
        nudge.celery("a.task", 1, 2)
        nudge.hint("a.group", {"type": "hint", "ids": ["7"]})
        nudge.call(time.monotonic)
    nudge.celery("a.task", 3)
    assert sent == [
        ("celery", "a.task", (1, 2)),
        ("hint", "a.group", {"type": "hint", "ids": ["7"]}),
        ("call", "monotonic", time.monotonic),
    ]


def test_a_call_runs_in_the_nudge_thread(courier: nudge.Courier) -> None:
    names: list[str] = []
    nudge.call(lambda: names.append(threading.current_thread().name))
    wait_until(lambda: names)
    assert names == ["nudge"]


def test_a_failing_call_is_dropped_and_the_next_one_runs(courier: nudge.Courier) -> None:
    ran = threading.Event()
    nudge.call(lambda: 1 / 0)
    nudge.call(ran.set)
    assert ran.wait(5)
    assert nudge.dropped() == 1


def test_a_full_queue_drops_at_once(courier: nudge.Courier) -> None:
    blocked, free = threading.Event(), threading.Event()

    def block() -> None:
        blocked.set()
        free.wait(5)

    nudge.call(block)
    assert blocked.wait(5)
    for _ in range(5):
        nudge.call(free.is_set)
    assert nudge.dropped() == 2
    free.set()


@pytest.mark.usefixtures("dead_broker")
def test_with_redis_dead_no_caller_waits(courier: nudge.Courier, settings: Any) -> None:
    settings.CHANNEL_LAYERS = DEAD_LAYER
    waits: list[float] = []
    for _ in range(20):
        before = time.perf_counter()
        nudge.celery("a.task", 1)
        nudge.hint("a.group", {"type": "hint"})
        waits.append(time.perf_counter() - before)
        wait_until(courier.queue.empty)
    wait_until(lambda: nudge.dropped() == 40)
    # The first may share the interpreter with the thread's imports; none waits for Redis.
    assert statistics.median(waits) < 0.005
    assert max(waits) < 0.5


@pytest.mark.usefixtures("dead_broker")
def test_after_a_failure_its_kind_is_left_alone_for_a_while(
    courier: nudge.Courier, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    send = nudge.send
    monkeypatch.setattr(nudge, "QUIET_SECONDS", 0.3)
    monkeypatch.setattr(nudge, "send", lambda n, r: (tried.append(n.name), send(n, r)))
    nudge.celery("first")
    nudge.celery("second")
    wait_until(lambda: nudge.dropped() == 2)
    time.sleep(0.4)
    nudge.celery("third")
    wait_until(lambda: nudge.dropped() == 3)
    assert tried == ["first", "third"]


def test_a_hint_is_handed_to_the_servers_loop(
    courier: nudge.Courier, server_loop: asyncio.AbstractEventLoop, settings: Any
) -> None:
    nudge.bind_loop(server_loop)
    layer = get_channel_layer()
    assert isinstance(layer, InMemoryChannelLayer)

    async def listen() -> None:
        await layer.group_add("a.group", "socket")

    asyncio.run_coroutine_threadsafe(listen(), server_loop).result(5)
    nudge.hint("a.group", {"type": "hint", "ids": ["7"]})
    receiving = asyncio.run_coroutine_threadsafe(layer.receive("socket"), server_loop)
    assert receiving.result(5) == {"type": "hint", "ids": ["7"]}


def test_a_hint_without_a_server_or_after_its_end_is_dropped(courier: nudge.Courier) -> None:
    nudge.hint("a.group", {"type": "hint"})
    loop = asyncio.new_event_loop()
    loop.close()
    nudge.bind_loop(loop)
    nudge.hint("a.group", {"type": "hint"})
    assert nudge.dropped() == 1


def test_a_child_process_starts_over(courier: nudge.Courier) -> None:
    nudge.call(lambda: 1 / 0)
    wait_until(nudge.dropped)
    courier.start_over()
    assert (courier.thread, courier.loop, nudge.dropped()) == (None, None, 0)
