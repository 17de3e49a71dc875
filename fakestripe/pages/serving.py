"""Finds the page, serves the stylesheet, sets the headers every page carries."""

import logging
from pathlib import Path
from urllib.parse import urlsplit

import fakestripe.objects  # noqa: F401  the pages need every step registered
from fakestripe.errors import StripeError
from fakestripe.fake import Fake
from fakestripe.pages.html import page
from fakestripe.params import Params, parse
from fakestripe.router import Call, pages
from fakestripe.web import Answer, Request

log = logging.getLogger("fakestripe.pages")

STYLE = (Path(__file__).parent / "static" / "style.css").read_bytes()
POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"


def answer(fake: Fake, request: Request) -> Answer:
    if request.path == "/static/style.css":
        return Answer(200, STYLE, "text/css")
    if request.path == "/favicon.ico":
        return Answer(204)
    found = pages.match(request.method, request.path)
    try:
        if found is None:
            return missing()
        route, ids = found
        call = Call(fake, request.method, request.path, Params(parse(request.encoded)), ids)
        with fake.store.transaction():
            return route.handler(call)
    except StripeError as error:
        return missing() if error.status == 404 else html(page("en", "error", ""), status=400)
    except Exception:
        log.exception("%s %s failed", request.method, request.path)
        return html(page("en", "error", ""), status=500)


def missing() -> Answer:
    return html(page("en", "missing", ""), status=404)


def html(text: str, *, status: int = 200, leads_to: str | None = None) -> Answer:
    """``leads_to`` is where a form here ends up; the browser checks redirects against it."""
    target = urlsplit(leads_to or "")
    origin = f" {target.scheme}://{target.netloc}" if target.netloc else ""
    result = Answer(status, text.encode(), "text/html")
    result.headers["Content-Security-Policy"] = f"{POLICY}; form-action 'self'{origin}"
    result.headers["Referrer-Policy"] = "no-referrer"
    return result
