"""A request and an answer, as plain as they come."""

import json
from http import HTTPStatus
from typing import Any


class Request:
    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ
        self.method: str = environ["REQUEST_METHOD"]
        self.path: str = environ["PATH_INFO"]
        self.query: str = environ.get("QUERY_STRING", "")
        length = int(environ.get("CONTENT_LENGTH") or 0)
        self.body: bytes = environ["wsgi.input"].read(length) if length else b""

    @property
    def remote(self) -> str:
        return self.environ.get("REMOTE_ADDR", "")

    def header(self, name: str) -> str | None:
        return self.environ.get("HTTP_" + name.upper().replace("-", "_"))

    @property
    def encoded(self) -> str:
        """The form, from the body or, for GET and DELETE, from the address."""
        return self.body.decode("utf-8", "replace") if self.body else self.query


class Answer:
    def __init__(self, status: int, body: bytes = b"", kind: str = "text/plain") -> None:
        self.status = status
        self.body = body
        self.headers = {
            "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
            "Content-Length": str(len(body)),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        }

    @property
    def status_line(self) -> str:
        return f"{self.status} {HTTPStatus(self.status).phrase}"


def as_json(status: int, body: Any) -> Answer:
    return Answer(status, json.dumps(body, indent=2).encode(), "application/json")


def redirect(address: str) -> Answer:
    answer = Answer(303)
    answer.headers["Location"] = address.replace("\r", "").replace("\n", "")
    return answer
