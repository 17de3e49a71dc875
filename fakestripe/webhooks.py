"""Sends deliveries, signed, one after another, from a thread of its own.

The signature's time is real time, since the receiver compares it with real time.
https://docs.stripe.com/webhooks#verify-manually
"""

import hashlib
import hmac
import http.client
import json
import logging
import sqlite3
import threading
import time
from urllib.parse import urlsplit

from fakestripe.fake import Fake
from fakestripe.outbox import BACKOFF, MAX_ATTEMPTS
from fakestripe.render import public

log = logging.getLogger("fakestripe.webhooks")

TIMEOUT = 10.0


def signature(secret: str, payload: bytes, at: int) -> str:
    signed = f"{at}.".encode() + payload
    return f"t={at},v1={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


class Courier:
    """The sending thread. A receiver that is down costs nothing but later attempts."""

    def __init__(self, fake: Fake) -> None:
        self.fake = fake
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fakestripe-webhooks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(TIMEOUT + 1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                sent = self._send_next()
            except Exception:
                log.exception("sending webhooks failed")
                sent = False
            if not sent:
                self._stopping.wait(0.05)

    def _send_next(self) -> bool:
        rows = self.fake.store.execute(
            "SELECT * FROM delivery WHERE state = 'waiting' AND due <= ?"
            " ORDER BY attempts, position LIMIT 1",
            time.time(),
        )
        if not rows:
            return False
        answer, delivered = self._post(rows[0]["event_id"])
        self._note(rows[0], answer, delivered=delivered)
        return True

    def _post(self, event_id: str) -> tuple[str, bool]:
        event = self.fake.store.get("event", event_id)
        payload = json.dumps(public(event), indent=2).encode()
        address = urlsplit(self.fake.settings.webhook_url)
        kind = (
            http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
        )
        connection = kind(address.hostname or "localhost", address.port, timeout=TIMEOUT)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            "Stripe-Signature": signature(
                self.fake.settings.webhook_secret, payload, int(time.time())
            ),
        }
        try:
            connection.request("POST", address.path or "/", payload, headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__, False
        finally:
            connection.close()
        return str(status), 200 <= status < 300

    def _note(self, row: sqlite3.Row, answer: str, *, delivered: bool) -> None:
        attempts = row["attempts"] + 1
        state = "sent" if delivered else "failed" if attempts >= MAX_ATTEMPTS else "waiting"
        due = time.time() + BACKOFF[min(attempts, len(BACKOFF)) - 1]
        with self.fake.store.transaction():
            self.fake.store.execute(
                "UPDATE delivery SET attempts = ?, state = ?, due = ?, answer = ? WHERE seq = ?",
                *(attempts, state, due, answer, row["seq"]),
            )
            if state != "waiting":
                event = self.fake.store.get("event", row["event_id"])
                self.fake.store.save(event | {"pending_webhooks": 0})
