"""What the tests of the fake act with: client, control, browser, webhook receiver."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests
import stripe

from fakestripe.server import Server

KEY = "sk_test_fake"
DAY = 24 * 3600
GOOD, DECLINED, POOR = "4242424242424242", "4000000000000002", "4000000000009995"
ASKS, ASKS_ALWAYS, PAYS_ONCE = "4000002500003155", "4000002760003184", "4000000000000341"


class Receiver:
    """Takes webhooks on loopback; ``status`` is what it answers."""

    def __init__(self) -> None:
        self.status = 200
        self.received: list[tuple[bytes, str]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.received.append((body, self.headers["Stripe-Signature"]))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook/"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def types(self) -> list[str]:
        return [json.loads(body)["type"] for body, _ in self.received]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class Stage:
    def __init__(
        self, server: Server, receiver: Receiver, http: requests.Session, client: Any
    ) -> None:
        self.server, self.receiver, self.http = server, receiver, http
        self.stripe = stripe.StripeClient(
            KEY, base_addresses={"api": server.url}, http_client=client, max_network_retries=0
        ).v1

    def control(self, path: str, **sent: Any) -> Any:
        """GET without values, POST with."""
        answer = self.http.request(
            "POST" if sent else "GET",
            f"{self.server.url}/fake/{path}",
            json=sent or None,
            headers={"Authorization": f"Bearer {KEY}"},
            timeout=60,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def advance(self, seconds: int) -> None:
        assert self.control("clock/advance", seconds=seconds, wait=True)["tried"]

    def price(self, amount: int = 1500, currency: str = "usd", **recurring: Any) -> stripe.Price:
        return self.stripe.prices.create(
            {
                "currency": currency,
                "unit_amount": amount,
                "recurring": {"interval": "month"} | recurring,
                "product_data": {"name": "Plan <b>"},
            }
        )

    def session(self, price: stripe.Price | None = None, **more: Any) -> stripe.checkout.Session:
        return self.stripe.checkout.sessions.create(
            {
                "mode": "subscription",
                "line_items": [{"price": (price or self.price()).id, "quantity": 1}],
                "success_url": "http://localhost:8000/back/?session={CHECKOUT_SESSION_ID}",
                "cancel_url": "http://localhost:8000/no/",
                **more,
            }
        )

    def pay(self, session: stripe.checkout.Session, number: str = GOOD, **more: Any) -> str:
        return self.control(f"pay/{session.id}", number=number, **more)["outcome"]

    def subscribed(self, number: str = GOOD, **more: Any) -> stripe.Subscription:
        """A subscription bought through Checkout."""
        session = self.session(**more)
        self.pay(session, number, authenticate=True)
        bought = self.stripe.checkout.sessions.retrieve(session.id)
        assert isinstance(bought.subscription, str)
        return self.stripe.subscriptions.retrieve(bought.subscription)

    def reread(self, subscription: stripe.Subscription) -> stripe.Subscription:
        return self.stripe.subscriptions.retrieve(subscription.id)

    def invoices(self, subscription: stripe.Subscription) -> list[stripe.Invoice]:
        """Newest first."""
        return self.stripe.invoices.list({"subscription": subscription.id, "limit": 100}).data

    def submit(self, path: str, **form: str) -> requests.Response:
        """As a browser posts a hosted page, stopping at a redirect."""
        address = path if path.startswith("http") else self.server.url + path
        return self.http.post(address, data=form, allow_redirects=False, timeout=10)

    def card(self, number: str) -> dict[str, str]:
        return {"number": number, "expires": "12 / 34", "cvc": "123"}


def period_end(subscription: stripe.Subscription) -> int:
    return subscription["items"].data[0].current_period_end
