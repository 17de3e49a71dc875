"""A fake Stripe on loopback, a community that sells, and time that moves on both sides."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import stripe
from django.conf import settings as live_settings
from django.test import Client
from django.urls import reverse

from billing import gateway, operations
from billing.models import Plan, Price, Subscription
from communities.models import Membership
from core import due
from fakestripe.server import start
from tests.conftest import Cast

SECRET = "whsec_fake"
GOOD = "4242424242424242"
FAILS_LATER = "4000000000000341"
ASKS = "4000002760003184"


@dataclass
class Far:
    """The far side: `ask` its API, `control` the strings behind it."""

    url: str
    seen: set[str] = field(default_factory=set)

    def control(self, path: str, method: str = "POST", **sent: Any) -> Any:
        request = urllib.request.Request(
            self.url + path,
            json.dumps(sent).encode() if method == "POST" else None,
            {"Authorization": f"Bearer {live_settings.STRIPE_SECRET_KEY}"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read())

    def pay(self, url: str, number: str = GOOD, **more: Any) -> str:
        session = url.rsplit("/", 1)[-1]
        return self.control(f"/fake/pay/{session}", number=number, **more)["outcome"]

    def events(self) -> list[dict[str, Any]]:
        """New ones, oldest first."""
        found: list[dict[str, Any]] = []
        page: dict[str, Any] = {"has_more": True}
        while page["has_more"]:
            after = f"&starting_after={found[-1]['id']}" if found else ""
            page = self.control(f"/v1/events?limit=100{after}", "GET")
            found += page["data"]
        new = [each for each in found if each["id"] not in self.seen]
        self.seen.update(each["id"] for each in new)
        return new[::-1]

    def subscriptions(self) -> list[Any]:
        listed = gateway.client().v1.subscriptions.list({"status": "all", "limit": 100})
        return list(listed.auto_paging_iter())

    def live(self) -> list[Any]:
        return [each for each in self.subscriptions() if each.status in ("active", "past_due")]


def sent(event: dict[str, Any] | bytes, secret: str = SECRET, at: int | None = None) -> Any:
    """Post an event to our webhook as Stripe would."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    header = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, at)
    return Client().post(
        reverse("stripe_webhook"),
        body,
        content_type="application/json",
        headers={"Stripe-Signature": header},
    )


@pytest.fixture
def far(tmp_path: Any, settings: Any) -> Iterator[Far]:
    server = start(tmp_path / "far.sqlite3")
    settings.FAKE_STRIPE_URL = server.url
    settings.STRIPE_SECRET_KEY = "sk_test_fake"
    settings.STRIPE_WEBHOOK_SECRETS = ["whsec_fake"]
    yield Far(server.url)
    server.stop()


@pytest.fixture
def tell(far: Far) -> Callable[[], None]:
    """Deliver what is new at the far side and apply it."""

    def deliver() -> None:
        for event in far.events():
            assert sent(event).status_code == 200
        due.sweep("billing.StripeEvent")
        due.sweep("billing.Cancellation")

    return deliver


@pytest.fixture
def later(far: Far, travel: Any, tell: Any) -> Callable[..., None]:
    """Move both clocks, and hear what happened."""

    def move(**by: int) -> None:
        step = timedelta(**by)
        far.control("/fake/clock/advance", seconds=int(step.total_seconds()))
        travel(step)
        tell()

    return move


@pytest.fixture
def plan(here: Cast) -> Plan:
    new = operations.NewPrice
    return operations.open_plan(
        actor=here.owner,
        name="Circle",
        prices=[new("EUR", 3000), new("RUB", 250_000), new("EUR", 30_000, "year")],
    )


@pytest.fixture
def euro(plan: Plan) -> Price:
    return plan.prices.get(currency="EUR", interval="month")


@pytest.fixture
def rouble(plan: Plan) -> Price:
    return plan.prices.get(currency="RUB")


@pytest.fixture
def payer(here: Cast, far: Far, euro: Price, tell: Any) -> Callable[..., Subscription]:
    """Have somebody subscribe by card: the newcomer unless told otherwise."""

    def subscribe(who: Membership | None = None, number: str = GOOD) -> Subscription:
        member = who or here.newcomer
        url = operations.start_checkout(member=member, price=euro)
        assert far.pay(url, number) == "complete"
        tell()
        member.refresh_from_db()
        return Subscription.objects.live().get(membership=member)

    return subscribe
