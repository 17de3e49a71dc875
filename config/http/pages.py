"""Django's pages on WSGI threads: each is held while Django works, and not a moment longer."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from a2wsgi import WSGIMiddleware
from asgiref.typing import (
    ASGIReceiveCallable,
    ASGIReceiveEvent,
    ASGISendCallable,
    HTTPResponseStartEvent,
    HTTPScope,
)

from config.http import bodies, downloads, refusals


class Pages:
    """ASGI application around a WSGI one.

    `limit` is the largest request body in bytes, `room` what all of them may take on disk
    together, `seconds` the longest time one may take to arrive. An answer with the header
    `X-Sendfile` becomes that file, if it lies under `media`.
    """

    def __init__(
        self, wsgi: Any, *, threads: int, limit: int, room: int, seconds: float, media: Path
    ) -> None:
        self.bridge = WSGIMiddleware(whole(wsgi), workers=threads)
        self.limit = limit
        self.room = bodies.Room(room)
        self.seconds = seconds
        self.media = media

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        with self.room.share() as share:
            await self.take(scope, receive, send, share)

    async def take(
        self,
        scope: HTTPScope,
        receive: ASGIReceiveCallable,
        send: ASGISendCallable,
        share: bodies.Share,
    ) -> None:
        length = bodies.announced(scope["headers"])
        try:
            body = await bodies.spool(receive, length, self.limit, self.seconds, share)
        except bodies.TooLarge:
            await refusals.too_large(scope, receive, send, self.limit)
        except bodies.Full:
            await refusals.too_busy(scope, receive, send)
        except TimeoutError:
            await refusals.too_slow(scope, send)
        except bodies.Gone:
            return
        else:
            await self.answer(scope, body, send)

    async def answer(self, scope: HTTPScope, body: IO[bytes], send: ASGISendCallable) -> None:
        with body:
            start, content = await self.ask(scope, body)
        path = downloads.asked_for(start)
        if path is None:
            await send(start)
            await send({"type": "http.response.body", "body": content, "more_body": False})
        else:
            await downloads.send_file(scope, send, start, Path(path), self.media)

    async def ask(self, scope: HTTPScope, body: IO[bytes]) -> tuple[HTTPResponseStartEvent, bytes]:
        """Django's whole answer. Nothing here waits for the client."""
        messages: list[Any] = []

        async def collect(message: Any) -> None:
            messages.append(message)

        with_body = {**unmistakable(scope), "body": body}
        await self.bridge(cast(Any, with_body), cast(Any, nothing_more), collect)
        return messages[0], b"".join(message["body"] for message in messages[1:])


def whole(wsgi: Any) -> Any:
    """The same application, fed from the spooled body and answering in one piece."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = environ["asgi.scope"]["body"]
        environ["wsgi.input"] = body
        environ["CONTENT_LENGTH"] = str(body.seek(0, os.SEEK_END))
        body.seek(0)
        answer: Iterable[bytes] = wsgi(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            with suppress(AttributeError):
                answer.close()  # type: ignore[attr-defined]

    return application


def unmistakable(scope: HTTPScope) -> HTTPScope:
    """Without headers WSGI would take for another's: `X_Forwarded_For` for `X-Forwarded-For`."""
    headers = [(name, value) for name, value in scope["headers"] if b"_" not in name]
    return cast(HTTPScope, {**scope, "headers": headers})


async def nothing_more() -> ASGIReceiveEvent:
    raise AssertionError("The body was spooled before a thread was taken.")
