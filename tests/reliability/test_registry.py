"""What one bad moment may not do to the open pages of a process."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from asgiref.testing import ApplicationCommunicator
from channels.layers import channel_layers
from django.db import OperationalError

from communities.entry import LiveConsumer
from core import live, nudge, sockets
from core.sockets import Registry, registry

# The threads of sockets may hold a connection since another test.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.asyncio]
PAST = datetime(2000, 1, 1, tzinfo=UTC)


class Page:
    """A socket whose time is over; the first `failures` times nobody can judge it."""

    viewer = live.Viewer(1, "en", "UTC")
    user_id = community_id = 1
    read_until = PAST

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.judged = asyncio.Event()

    async def prove(self) -> bool:
        if self.failures:
            self.failures -= 1
            raise OperationalError
        self.judged.set()
        return False


@pytest_asyncio.fixture
async def watch(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Registry]:
    """A registry whose clock is watched, without waiting long."""
    monkeypatch.setattr(sockets, "TICK_SECONDS", 0.01)
    monkeypatch.setattr(sockets, "LAYER_SECONDS", 0.05)
    watching = Registry()
    task = asyncio.create_task(watching.tick())
    yield watching
    task.cancel()


async def eventually(true: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.01)


async def test_a_page_that_could_not_be_judged_is_judged_again(watch: Registry) -> None:
    pages = [Page(failures=2), Page(failures=0)]
    watch.sockets.update(pages)
    for page in pages:
        await asyncio.wait_for(page.judged.wait(), 5)


async def test_the_watch_goes_on_when_the_database_was_away(
    watch: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def away() -> datetime:
        asked.append(1)
        raise OperationalError

    with monkeypatch.context() as moment:
        moment.setattr(sockets.clock, "now", away)
        await eventually(lambda: len(asked) > 1)
    page = Page(failures=0)
    watch.sockets.add(page)
    await asyncio.wait_for(page.judged.wait(), 5)


async def test_a_silent_layer_holds_up_nobody(
    watch: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        async def new_channel(self, prefix: str) -> str:
            await asyncio.Event().wait()
            return prefix

    monkeypatch.setattr(sockets, "get_channel_layer", Silent)
    page = Page(failures=0)
    watch.sockets.add(page)
    await asyncio.wait_for(page.judged.wait(), 5)


async def test_a_socket_that_broke_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    proofs: list[int] = []

    async def prove(consumer: Any) -> bool:
        consumer.user_id = 1
        proofs.append(1)
        if len(proofs) > 2:
            raise OperationalError
        return True

    monkeypatch.setattr(LiveConsumer, "prove", prove)
    scope = {"type": "websocket", "url_route": {"kwargs": {"slug": "x"}}}
    page = ApplicationCommunicator(LiveConsumer.as_asgi(), scope)
    await page.send_input({"type": "websocket.connect"})
    assert (await page.receive_output(5))["type"] == "websocket.accept"
    await eventually(lambda: registry().sockets)
    await page.send_input({"type": "websocket.receive", "text": '{"join": ["feeds.post", "1"]}'})
    with pytest.raises(OperationalError):
        await page.wait(5)
    assert registry().sockets == set()
    for task in registry().tasks:
        task.cancel()
    channel_layers.backends.clear()
    nudge._courier.start_over()
