"""The WSGI application: hands a request to /v1, to the control API or to the pages."""

from collections.abc import Callable, Iterable
from typing import Any

from fakestripe import api, control, pages
from fakestripe.fake import Fake
from fakestripe.web import Answer, Request

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class App:
    def __init__(self, fake: Fake) -> None:
        self.fake = fake

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        answer = self.answer(Request(environ))
        start_response(answer.status_line, list(answer.headers.items()))
        return [answer.body]

    def answer(self, request: Request) -> Answer:
        if request.path.startswith("/v1/"):
            return api.answer(self.fake, request)
        if request.path.startswith("/fake/"):
            return control.answer(self.fake, request)
        return pages.answer(self.fake, request)
