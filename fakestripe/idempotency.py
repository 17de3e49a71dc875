"""One answer per idempotency key, replayed to whoever asks again with the same parameters.

Kept 30 days of real time. A request refused for its parameters leaves no answer, so it may
be repeated in corrected form. https://docs.stripe.com/api/idempotent_requests
"""

import hashlib
import json
import time
from typing import Any

from fakestripe.errors import StripeError
from fakestripe.fake import Fake
from fakestripe.web import Request

KEPT = 30 * 24 * 3600
NOT_KEPT = {400, 401, 404, 500}


def _fingerprint(request: Request, values: dict[str, Any]) -> str:
    asked = json.dumps([request.method, request.path, values], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()


def find(
    fake: Fake, key: str | None, request: Request, values: dict[str, Any]
) -> tuple[int, Any] | None:
    """Raises 400 ``idempotency_error`` where the key came with other parameters."""
    rows = fake.store.execute("SELECT * FROM idempotency WHERE key = ?", key) if key else []
    if not rows:
        return None
    if rows[0]["request"] != _fingerprint(request, values):
        message = (
            "Keys for idempotent requests can only be used with the same parameters they were"
            f" first used with. Try using a key other than '{key}' if you meant to execute a"
            " different request."
        )
        raise StripeError(400, "idempotency_error", message)
    return rows[0]["status"], json.loads(rows[0]["body"])


def keep(
    fake: Fake,
    key: str | None,
    request: Request,
    values: dict[str, Any],
    result: tuple[int, Any],
) -> None:
    status, body = result
    if key is None or status in NOT_KEPT:
        return
    now = time.time()
    fake.store.execute("DELETE FROM idempotency WHERE at < ?", now - KEPT)
    fake.store.execute(
        "INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)",
        *(key, _fingerprint(request, values), status, json.dumps(body), now),
    )
