"""Files, sent by the event loop after a view has allowed it with `X-Sendfile: <absolute path>`."""

import asyncio
import os
import re
from collections.abc import Iterable
from email.utils import formatdate
from pathlib import Path
from typing import IO, Any, NamedTuple

import structlog
from asgiref.typing import ASGISendCallable, HTTPResponseStartEvent, HTTPScope

from config.http import disk, refusals

HEADER = b"x-sendfile"
CHUNK_BYTES = 64 * 1024
# A client that takes no chunk for this long is cut off.
STALL_SECONDS = 30.0

Headers = list[tuple[bytes, bytes]]

log = structlog.get_logger(__name__)


class Part(NamedTuple):
    """What is sent of a file: `length` bytes from `first`."""

    status: int
    first: int
    length: int


class Unsatisfiable(Exception):
    """The range asked for begins after the end of the file."""


def asked_for(start: HTTPResponseStartEvent) -> str | None:
    """The path a view has put into the internal header, if it has."""
    return next((v.decode("latin1") for n, v in start["headers"] if n == HEADER), None)


async def send_file(
    scope: HTTPScope,
    send: ASGISendCallable,
    start: HTTPResponseStartEvent,
    path: Path,
    media: Path,
) -> None:
    """Answer with the file instead of the view's empty body, keeping the view's other headers."""
    loop = asyncio.get_running_loop()
    try:
        file, stat = await loop.run_in_executor(disk, open_under, path, media)
    except OSError as error:
        log.error("download_missing", reason=type(error).__name__)
        await refusals.not_found(scope, send)
        return
    try:
        await send_opened(scope, send, start["headers"], file, stat)
    finally:
        await loop.run_in_executor(disk, file.close)


def open_under(path: Path, media: Path) -> tuple[IO[bytes], os.stat_result]:
    """Raises `OSError` where there is no such file, and for any path that leads out of `media`."""
    real = path.resolve(strict=True)
    if not real.is_relative_to(media.resolve()) or not real.is_file():
        raise PermissionError("outside the media folder")
    file = real.open("rb")
    return file, os.fstat(file.fileno())


async def send_opened(
    scope: HTTPScope,
    send: ASGISendCallable,
    headers: Iterable[tuple[bytes, bytes]],
    file: IO[bytes],
    stat: os.stat_result,
) -> None:
    tag = b'"%x-%x"' % (stat.st_mtime_ns, stat.st_size)
    kept: Headers = [(n, v) for n, v in headers if n not in (HEADER, b"content-length")]
    kept += [
        (b"accept-ranges", b"bytes"),
        (b"etag", tag),
        (b"last-modified", formatdate(stat.st_mtime, usegmt=True).encode()),
    ]
    try:
        part = wanted(dict(scope["headers"]), stat.st_size, tag)
    except Unsatisfiable:
        await refuse_range(send, kept, stat.st_size)
        return
    if part.status == 206:
        last = part.first + part.length - 1
        kept.append((b"content-range", b"bytes %d-%d/%d" % (part.first, last, stat.st_size)))
    kept.append((b"content-length", str(part.length).encode()))
    await send(opening(part.status, kept))
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    else:
        await stream(send, file, part)


def opening(status: int, headers: Headers) -> HTTPResponseStartEvent:
    return {
        "type": "http.response.start",
        "status": status,
        "headers": headers,
        "trailers": False,
    }


async def refuse_range(send: ASGISendCallable, kept: Headers, size: int) -> None:
    headers = [*kept, (b"content-range", b"bytes */%d" % size), (b"content-length", b"0")]
    await send(opening(416, headers))
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def wanted(headers: dict[bytes, bytes], size: int, tag: bytes) -> Part:
    """Which part the client asks for: one range, or everything where it asks for less simple.

    RFC 9110, 14.2: what cannot be parsed or is not wanted is ignored. Raises `Unsatisfiable`.
    """
    everything = Part(200, 0, size)
    match = re.fullmatch(rb"bytes=(\d{0,18})-(\d{0,18})", headers.get(b"range", b"").strip())
    if match is None or match[0] == b"bytes=-" or headers.get(b"if-range", tag) != tag:
        return everything
    first, last = match.groups()
    if not first:
        first_byte, end = max(0, size - int(last)), size
    else:
        first_byte, end = int(first), min(size, int(last) + 1 if last else size)
    if last and first and int(last) < int(first):
        return everything
    if first_byte >= size:
        raise Unsatisfiable
    return Part(206, first_byte, end - first_byte)


async def stream(send: ASGISendCallable, file: IO[bytes], part: Part) -> None:
    """Send chunk by chunk at the client's speed; hang up on one that takes nothing."""
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(disk, file.seek, part.first)
    left = part.length
    while True:
        chunk = await loop.run_in_executor(disk, file.read, min(left, CHUNK_BYTES))
        left -= len(chunk)
        try:
            async with asyncio.timeout(STALL_SECONDS):
                await send({"type": "http.response.body", "body": chunk, "more_body": left > 0})
        except TimeoutError:
            hang_up(send)
            return
        if not left or not chunk:
            return


def hang_up(send: ASGISendCallable) -> None:
    """Drop the connection with what it has not taken yet.

    ASGI has no word for it, and uvicorn would wait for the client for ever; its `send` is a
    method of the cycle that holds the transport.
    """
    cycle: Any = getattr(send, "__self__", None)
    cycle.transport.abort()
