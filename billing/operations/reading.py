"""One look at a subscription at Stripe, in our own words."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from stripe import Subscription

from billing import gateway
from core.due import EPOCH


@dataclass(frozen=True)
class Reading:
    """Amounts are minor units; `currency` is in capitals; `invoices` are Stripe's objects."""

    customer_id: str
    price_id: str
    livemode: bool
    status: str
    period_start: datetime
    period_end: datetime
    paid_until: datetime
    cancel_at_period_end: bool
    currency: str
    amount: int
    started_at: datetime
    ended_at: datetime | None
    invoices: list[Any]


def instant(timestamp: int | None) -> datetime | None:
    return None if timestamp is None else datetime.fromtimestamp(timestamp, UTC)


def at(timestamp: int) -> datetime:
    return datetime.fromtimestamp(timestamp, UTC)


def id_of(value: Any) -> str:
    """The id of what Stripe gives as an id or, expanded, as an object."""
    return value if isinstance(value, str) else str(value.id)


def read(subscription_id: str, seconds: int = gateway.NORMAL_SECONDS) -> Reading:
    """Ask Stripe: one call, and a second one where the latest invoice is not paid."""
    found = gateway.retrieve_subscription(subscription_id, seconds)
    item = found["items"].data[0]
    invoices, paid_until = money_of(found, item, seconds)
    return Reading(
        customer_id=id_of(found.customer),
        price_id=item.price.id,
        livemode=found.livemode,
        status=found.status,
        period_start=at(item.current_period_start),
        period_end=at(item.current_period_end),
        paid_until=paid_until,
        cancel_at_period_end=found.cancel_at_period_end or found.cancel_at is not None,
        currency=found.currency.upper(),
        amount=item.price.unit_amount * item.quantity,
        started_at=at(found.created),
        ended_at=instant(found.ended_at),
        invoices=invoices,
    )


def money_of(found: Subscription, item: Any, seconds: int) -> tuple[list[Any], datetime]:
    """The invoices seen, and the end of the last period paid."""
    latest: Any = found.latest_invoice
    if latest is None:
        return [], EPOCH
    if latest.status == "paid":
        return [latest], at(item.current_period_end)
    paid = gateway.last_paid_invoice(found.id, seconds)
    if paid is None:
        return [latest], EPOCH
    return [paid, latest], at(max(line.period.end for line in paid.lines.data))
