"""The web process: pages to Django's threads, sockets to Channels. `docs/adr/0001-http.md`."""
# ruff: noqa: E402 - Django is set up before its apps are imported

import asyncio
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import OriginValidator, WebsocketDenier
from channels.sessions import SessionMiddlewareStack
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.urls import re_path

from communities.entry import websocket_urlpatterns
from config import checks
from config.health import Health
from config.http.pages import Pages
from core import nudge

checks.refuse()

pages = Pages(
    WSGIHandler(),
    threads=settings.WEB_THREADS,
    limit=settings.BODY_LIMIT_BYTES,
    room=settings.BODIES_LIMIT_BYTES,
    seconds=settings.BODY_TIME_LIMIT_SECONDS,
    media=settings.MEDIA_ROOT,
)
nowhere = re_path("", WebsocketDenier.as_asgi())
sockets = URLRouter([*websocket_urlpatterns, nowhere])
router = ProtocolTypeRouter(
    {
        "http": Health(pages),
        "websocket": OriginValidator(SessionMiddlewareStack(sockets), [settings.SITE_URL]),
    }
)


async def application(scope, receive, send) -> None:
    """Entry of uvicorn. Tells the nudges which loop serves the sockets of this process."""
    nudge.bind_loop(asyncio.get_running_loop())
    await router(scope, receive, send)
