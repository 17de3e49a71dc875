"""Is this process alive, and can it serve? Answered before Django, sessions and host names.

`/health/live` depends on nothing. `/health/ready` is 200 while the database answers, 503 when it
does not; Redis is reported and decides nothing, since pages do without it.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.conf import settings
from django.db import Error, connection
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

DATABASE_SECONDS = 3.0
REDIS_SECONDS = 0.2

thread = ThreadPoolExecutor(1, thread_name_prefix="health")


class Health:
    """ASGI application that answers the two addresses and passes on everything else."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(
        self, scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        path = scope["path"].rstrip("/")
        if path == "/health/live":
            await answer(send, 200, {"alive": True})
        elif path == "/health/ready":
            state = await ready()
            await answer(send, 200 if state["database"] == "up" else 503, state)
        else:
            await self.app(scope, receive, send)


async def ready() -> dict[str, str]:
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(DATABASE_SECONDS):
            database = await loop.run_in_executor(thread, database_state)
            redis = await loop.run_in_executor(thread, redis_state)
    except TimeoutError:
        return {"database": "slow", "redis": "unknown"}
    return {"database": database, "redis": redis}


def database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "down"
    finally:
        connection.close()
    return "up"


def redis_state() -> str:
    if not settings.REDIS_URL:
        return "not used"
    limits: dict[str, Any] = {
        "socket_timeout": REDIS_SECONDS,
        "socket_connect_timeout": REDIS_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }
    try:
        with Redis.from_url(settings.REDIS_URL, **limits) as client:
            client.ping()
    except RedisError:
        return "down"
    return "up"


async def answer(send: ASGISendCallable, status: int, state: dict[str, Any]) -> None:
    body = json.dumps(state).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send(
        {"type": "http.response.start", "status": status, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": body, "more_body": False})
