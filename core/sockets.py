"""This process's open sockets, and its one channel-layer subscription per topic."""

import asyncio
import contextvars
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Protocol

import structlog
from channels.layers import get_channel_layer
from django.db import close_old_connections
from redis.exceptions import RedisError

from core import clock, live, nudge
from core.tenancy import community_scope

log = structlog.get_logger(__name__)

POOL_THREADS = 4
TICK_SECONDS = 2.0
# A layer that neither answers nor refuses may hold up nobody.
LAYER_SECONDS = 2.0
RECHECK_TICKS = 15

pool = ThreadPoolExecutor(POOL_THREADS, thread_name_prefix="live")


class Socket(Protocol):
    """What the registry needs of a consumer."""

    viewer: live.Viewer
    user_id: int
    community_id: int
    read_until: datetime

    async def send_frames(self, topic: str, frames: list[live.Frame]) -> None: ...

    async def prove(self) -> bool:
        """Whether session and access still hold; closes where they do not."""
        ...

    async def send_changed(self) -> None:
        """Tell the page that what its member may see is different now."""
        ...


async def in_pool(work: Callable[[], Any]) -> Any:
    """Run database work in the pool of consumers' threads."""

    def run() -> Any:
        close_old_connections()
        try:
            return work()
        finally:
            close_old_connections()

    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, contextvars.copy_context().run, run)


class Registry:
    """Sockets by topic; lives and dies with the server's loop."""

    def __init__(self) -> None:
        self.sockets: set[Socket] = set()
        self.unproved: set[Socket] = set()
        self.listeners: dict[tuple[str, str], set[Socket]] = defaultdict(set)
        self.channel = ""
        self.wanted = {live.RECHECK_GROUP}
        self.subscribed: set[str] = set()
        self.tasks: list[asyncio.Task[None]] = []
        self.catching_up = asyncio.Lock()

    async def start(self) -> None:
        if not self.tasks:
            nudge.bind_loop(asyncio.get_running_loop())
            self.tasks = [asyncio.create_task(self.tick())]
            await self.catch_up()

    async def add(self, socket: Socket) -> None:
        self.sockets.add(socket)
        await self.start()

    async def remove(self, socket: Socket) -> None:
        self.sockets.discard(socket)
        self.unproved.discard(socket)
        for topic, key in [pair for pair, who in self.listeners.items() if socket in who]:
            await self.leave(socket, topic, key)

    async def join(self, socket: Socket, topic: str, key: str) -> None:
        self.listeners[topic, key].add(socket)
        self.wanted.add(live.group_name(topic, key))
        await self.catch_up()

    async def leave(self, socket: Socket, topic: str, key: str) -> None:
        listeners = self.listeners[topic, key]
        listeners.discard(socket)
        if not listeners:
            del self.listeners[topic, key]
            self.wanted.discard(live.group_name(topic, key))
            await self.catch_up()

    async def catch_up(self) -> None:
        """Subscribe to what is wanted and drop what is not; a dead Redis is tried again later."""
        async with self.catching_up:
            try:
                async with asyncio.timeout(LAYER_SECONDS):
                    await self.subscribe()
            except (OSError, RedisError) as error:
                # Nothing is certain now: all is asked for again; the layer does not mind.
                self.subscribed.clear()
                log.warning("live_layer_failed", error=type(error).__name__)

    async def subscribe(self) -> None:
        layer = get_channel_layer()
        if not self.channel:
            self.channel = await layer.new_channel("live")
            self.tasks.append(asyncio.create_task(self.receive()))
        for group in self.wanted - self.subscribed:
            await layer.group_add(group, self.channel)
            self.subscribed.add(group)
        for group in self.subscribed - self.wanted:
            await layer.group_discard(group, self.channel)
            self.subscribed.discard(group)

    async def receive(self) -> None:
        while True:
            try:
                message = await get_channel_layer().receive(self.channel)
                await self.handle(message)
            except Exception as error:  # noqa: BLE001 - one bad hint must not end live for all
                log.error("live_hint_failed", error=type(error).__name__)
                await asyncio.sleep(0.1)

    async def handle(self, message: dict[str, Any]) -> None:
        if message["type"] == "recheck":
            await self.recheck(message["subject"], int(message["id"]))
        else:
            await self.deliver(message)

    async def deliver(self, message: dict[str, Any]) -> None:
        """Load and render once, hand to each socket its viewer's frames."""
        topic, key = message["topic"], message["key"]
        community_id = int(message["community"])
        listeners = self.listeners.get((topic, key), ())
        # Keys are chosen by whoever joins: another community's member may have named this one.
        sockets = [socket for socket in listeners if socket.community_id == community_id]
        if not sockets:
            return
        viewers = {socket.viewer for socket in sockets}
        ids = [int(i) for i in message["ids"]]

        def render() -> dict[live.Viewer, list[live.Frame]]:
            with community_scope(community_id):
                return live.topics[topic].frames(key, message["kind"], ids, viewers)

        frames = await in_pool(render)
        sends = [s.send_frames(topic, frames[s.viewer]) for s in sockets if s.viewer in frames]
        await asyncio.gather(*sends, return_exceptions=True)

    async def recheck(self, subject: str, pk: int) -> None:
        for socket in list(self.sockets):
            owner = socket.user_id if subject == "user" else socket.viewer.membership_id
            if owner == pk:
                await self.prove(socket)
                if subject == "membership" and socket in self.sockets - self.unproved:
                    await socket.send_changed()

    async def prove(self, socket: Socket) -> None:
        """Close it unless its right holds; one that nobody can judge now is judged next time."""
        self.unproved.add(socket)
        try:
            await socket.prove()
        except Exception as error:  # noqa: BLE001 - the database is away for one, not for all
            log.error("socket_not_proved", error=type(error).__name__)
        else:
            self.unproved.discard(socket)

    async def tick(self) -> None:
        """End access by the clock even when no hint arrives, and re-check everybody at times."""
        ticks = 0
        while True:
            await asyncio.sleep(TICK_SECONDS)
            ticks += 1
            try:
                await self.look_around(everybody=ticks % RECHECK_TICKS == 0)
            except Exception as error:  # noqa: BLE001 - one bad moment must not end this for good
                log.error("live_tick_failed", error=type(error).__name__)

    async def look_around(self, *, everybody: bool) -> None:
        await self.catch_up()
        now = await in_pool(clock.now)
        for socket in list(self.sockets):
            if everybody or socket in self.unproved or socket.read_until <= now:
                await self.prove(socket)


_registries: dict[asyncio.AbstractEventLoop, Registry] = {}


def registry() -> Registry:
    """The registry of the running loop (a test has one loop each, a server one for good)."""
    loop = asyncio.get_running_loop()
    if loop not in _registries:
        _registries[loop] = Registry()
    return _registries[loop]
