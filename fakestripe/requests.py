"""What was asked of /v1, for tests; the newest thousand."""

import json
from typing import Any

from fakestripe.fake import Fake
from fakestripe.web import Request

KEPT = 1000
SECRET = {"number", "cvc"}


def record(fake: Fake, request: Request, values: dict[str, Any]) -> None:
    body = {
        "method": request.method,
        "path": request.path,
        "params": _without_cards(values),
        "idempotency_key": request.header("Idempotency-Key"),
        "stripe_account": request.header("Stripe-Account"),
        "stripe_version": request.header("Stripe-Version"),
    }
    fake.store.execute("INSERT INTO request (body) VALUES (?)", json.dumps(body))
    fake.store.execute("DELETE FROM request WHERE seq <= (SELECT max(seq) FROM request) - ?", KEPT)


def _without_cards(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_cards(each) for key, each in value.items() if key not in SECRET}
    return [_without_cards(each) for each in value] if isinstance(value, list) else value


def recorded(fake: Fake) -> list[dict[str, Any]]:
    """Oldest first."""
    rows = fake.store.execute("SELECT body FROM request ORDER BY seq")
    return [json.loads(row["body"]) for row in rows]
