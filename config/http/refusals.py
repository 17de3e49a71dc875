"""Short pages for what is refused before Django sees it, in the reader's language."""

import asyncio
from html import escape

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope
from django.conf import settings
from django.utils.translation import get_supported_language_variant, gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header

PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{title}</title>'
    "<h1>{title}</h1><p>{text}</p></html>"
)
# How long a refused upload is still read and thrown away: a browser that is cut off while it
# sends shows a broken connection instead of the page.
LINGER_SECONDS = 10.0


def language_of(scope: HTTPScope) -> str:
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin1")
    for code, _quality in parse_accept_lang_header(accepted):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


async def too_large(
    scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable, limit: int
) -> None:
    """Answer 413; `limit` is in bytes."""
    language = language_of(scope)
    with override(language):
        title = gettext("This is too large")
        text = gettext("Up to %(megabytes)s MB can be sent at once. Nothing was saved.")
    text %= {"megabytes": limit // 1_000_000}
    await refuse(send, 413, page(language, title, text), more=True)
    await discard(receive)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def too_busy(scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Answer 503 with the time after which to try again."""
    language = language_of(scope)
    with override(language):
        title = gettext("Many are sending at this moment")
        text = gettext("Nothing was saved. Please send it once more in a minute.")
    retry = (b"retry-after", b"60")
    await refuse(send, 503, page(language, title, text), retry, more=True)
    await discard(receive)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def too_slow(scope: HTTPScope, send: ASGISendCallable) -> None:
    language = language_of(scope)
    with override(language):
        title = gettext("This took too long")
        text = gettext("The connection was too slow, and nothing was saved. Please try again.")
    await refuse(send, 408, page(language, title, text))


async def not_found(scope: HTTPScope, send: ASGISendCallable) -> None:
    language = language_of(scope)
    with override(language):
        title = gettext("This file is not here")
        text = gettext("It may have been removed. Nothing else was lost.")
    await refuse(send, 404, page(language, title, text))


def page(language: str, title: str, text: str) -> bytes:
    return PAGE.format(language=language, title=escape(title), text=escape(text)).encode()


async def refuse(
    send: ASGISendCallable,
    status: int,
    body: bytes,
    *further: tuple[bytes, bytes],
    more: bool = False,
) -> None:
    """Send the page and close the connection, at once unless `more` is to follow."""
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"same-origin"),
        (b"cache-control", b"no-store"),
        (b"vary", b"Accept-Language"),
        (b"connection", b"close"),
        *further,
    ]
    await send(
        {"type": "http.response.start", "status": status, "headers": headers, "trailers": False}
    )
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def discard(receive: ASGIReceiveCallable) -> None:
    try:
        async with asyncio.timeout(LINGER_SECONDS):
            while (await receive()).get("more_body", False):
                pass
    except TimeoutError:
        return
