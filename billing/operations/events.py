"""Stripe's webhooks: kept first, answered, then applied by reading the object itself."""

from datetime import datetime, timedelta
from typing import Any

import structlog

from billing import gateway
from billing.models import StripeEvent
from billing.operations.apply import apply_session, apply_subscription
from billing.operations.reading import at
from core import due

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=5)


def receive_event(*, body: bytes, signature: str) -> None:
    """Keep an event that Stripe signed; a repeated one is kept once.

    Raises `gateway.Forged`, and then nothing is stored. What does not concern us is dropped.
    """
    event = gateway.verified(body, signature)
    if concerns_us(event):
        keep(event)
        due.wake(StripeEvent)


def concerns_us(event: dict[str, Any]) -> bool:
    same_mode = event["livemode"] == gateway.expects_livemode()
    return same_mode and event["type"] in gateway.EVENT_TYPES


def keep(event: dict[str, Any]) -> tuple[StripeEvent, bool]:
    """The row of this event, and whether it is new."""
    about = event["data"]["object"]
    return StripeEvent.objects.get_or_create(
        stripe_account=event.get("account") or "",
        event_id=event["id"],
        defaults={
            "type": event["type"],
            "object_id": about["id"],
            "subscription_id": subscription_of(event["type"], about),
            "livemode": event["livemode"],
            "happened_at": at(event["created"]),
        },
    )


def subscription_of(type_: str, about: dict[str, Any]) -> str:
    """The id of the subscription an event is about, or ''."""
    if type_.startswith("customer.subscription."):
        return about["id"]
    if type_.startswith("invoice."):
        parent = about.get("parent") or {}
        found = (parent.get("subscription_details") or {}).get("subscription")
    else:
        found = about.get("subscription")
    return (found["id"] if isinstance(found, dict) else found) or ""


@due.performs(StripeEvent, lease=LEASE)
def apply_event(event: StripeEvent) -> datetime | None:
    """Apply what the event points at, as Stripe shows it now."""
    if event.is_about_checkout:
        apply_session(event.stripe_account, event.object_id)
    elif event.subscription_id:
        apply_subscription(event.stripe_account, event.subscription_id)
    return None
