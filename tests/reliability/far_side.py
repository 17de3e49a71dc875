"""What the fake Stripe knows, and the strings behind its stage."""

import json
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

GOOD_CARD = "4242 4242 4242 4242"


class FarSide:
    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"

    def ask(self, path: str, content: dict[str, Any] | None = None) -> Any:
        """GET, or POST `content` as JSON to one of the strings. Raises `URLError`."""
        body = None if content is None else json.dumps(content).encode()
        headers = {"Authorization": "Bearer sk_test_fake", "Content-Type": "application/json"}
        with urlopen(Request(self.url + path, body, headers), timeout=60) as answer:
            return json.load(answer)

    def pay(self, session: str) -> None:
        """As a person does on the hosted page."""
        self.ask(f"/fake/pay/{session}", {"number": GOOD_CARD})

    def switch(self, **switches: Any) -> None:
        self.ask("/fake/switches", switches)

    def listed(self, kind: str, **filters: str) -> list[dict[str, Any]]:
        """Up to a hundred objects of `kind`, as our own client would be shown them."""
        found: list[dict[str, Any]] = self.ask(
            f"/v1/{kind}?{urlencode({'limit': '100', **filters})}"
        )["data"]
        return found

    def keys_of(self, path: str) -> list[str]:
        """The idempotency key of each request that ever created something at `path`."""
        asked = self.ask("/fake/requests")
        return [
            each["idempotency_key"]
            for each in asked
            if (each["method"], each["path"]) == ("POST", path)
        ]
