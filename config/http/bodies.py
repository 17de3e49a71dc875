"""Request bodies: read whole in the event loop before a WSGI thread is taken."""

import asyncio
import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO

from asgiref.typing import ASGIReceiveCallable

from config.http import disk

MEMORY_BYTES = 1_000_000


class TooLarge(Exception):
    """The body is over the limit, as announced or as counted."""


class Full(Exception):
    """All bodies under way together are over the room for them."""


class Gone(Exception):
    """The client left in mid-body."""


class Room:
    """The disk that bodies of one process may take together, in bytes.

    What stays in memory is not counted: a text goes through while uploads wait.
    """

    def __init__(self, size: int) -> None:
        self.left = size

    @contextmanager
    def share(self) -> Iterator["Share"]:
        """What one request takes, given back when its body is closed."""
        share = Share(self)
        try:
            yield share
        finally:
            share.give_back()


class Share:
    def __init__(self, room: Room) -> None:
        self.room = room
        self.size = 0

    def grow(self, size: int) -> None:
        """Take room for a body of `size` bytes so far. Raises `Full`."""
        more = size - self.size
        if more > self.room.left:
            raise Full
        self.room.left -= more
        self.size = size

    def give_back(self) -> None:
        self.room.left += self.size
        self.size = 0


def announced(headers: Iterable[tuple[bytes, bytes]]) -> int | None:
    """Length of the body in bytes; 0 for a request without one, `None` where it is not told."""
    known = dict(headers)
    if b"transfer-encoding" in known:
        return None
    return int(known.get(b"content-length", b"0"))


async def spool(
    receive: ASGIReceiveCallable,
    length: int | None,
    limit: int,
    seconds: float,
    share: Share,
) -> IO[bytes]:
    """The whole body as a file at its start: in memory up to 1 MB, then on disk.

    Raises `TooLarge` over `limit` bytes, `Full` where `share` cannot grow, `TimeoutError` after
    `seconds`, `Gone` on a disconnect.
    """
    if length == 0:
        return io.BytesIO()
    if length is not None and length > limit:
        raise TooLarge
    file = SpooledTemporaryFile(MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
    try:
        async with asyncio.timeout(seconds):
            await fill(file, receive, limit, share)
    except BaseException:
        file.close()
        share.give_back()
        raise
    file.seek(0)
    return file


async def fill(file: IO[bytes], receive: ASGIReceiveCallable, limit: int, share: Share) -> None:
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Gone
        chunk, more = message.get("body", b""), message.get("more_body", False)
        size += len(chunk)
        if size > limit:
            raise TooLarge
        if size > MEMORY_BYTES:
            share.grow(size)
        await write(file, chunk, in_memory=size <= MEMORY_BYTES)


async def write(file: IO[bytes], chunk: bytes, *, in_memory: bool) -> None:
    if in_memory:
        file.write(chunk)
    else:
        await asyncio.get_running_loop().run_in_executor(disk, file.write, chunk)
