"""The one rule of access: from what is paid and given to the two instants at which access ends.

A pure function of its arguments. Source of the rule: a failed charge means some days of full
access, then some of reading, then a closed door at ten on a working morning in the person's own
zone (`docs/adr/0003-money.md`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from communities.models import NEVER, UNLIMITED, Membership

CLOSING_HOUR = time(10)
SATURDAY = 5
# A renewal is charged about an hour after its period ends, so even no grace lasts longer.
CHARGE_LAG = timedelta(hours=3)
# States in which Stripe is still trying to be paid; any other state denies.
RENEWING = ("trialing", "active", "past_due")


class Instants(NamedTuple):
    """When writing ends, and when reading ends (`full_until` <= `read_until`)."""

    full_until: datetime
    read_until: datetime


CLOSED = Instants(NEVER, NEVER)
OPEN = Instants(UNLIMITED, UNLIMITED)


@dataclass(frozen=True)
class Policy:
    """The community's days of grace after a charge that failed."""

    full_grace: timedelta
    reading_grace: timedelta


@dataclass(frozen=True)
class Renewing:
    """What counts of a subscription. `patience_until`: a day given because Stripe was away."""

    status: str
    paid_until: datetime
    cancelling: bool
    zone: ZoneInfo
    patience_until: datetime = NEVER


@dataclass(frozen=True)
class Paid:
    """What counts of a payment by hand."""

    until: datetime
    zone: ZoneInfo


class Closes(NamedTuple):
    """The community closes: writing ends `at`, reading at `erased`."""

    at: datetime
    erased: datetime


def at_closing(found: Instants, closes: Closes) -> Instants:
    """Nobody writes after the day; whoever may read on it reads until all is erased."""
    reads = found.read_until >= closes.at
    return Instants(min(found.full_until, closes.at), closes.erased if reads else found.read_until)


def instants(
    *,
    role: str,
    state: str,
    policy: Policy,
    subscription: Renewing | None = None,
    grants: Iterable[datetime | None] = (),
    hand_payments: Iterable[Paid] = (),
) -> Instants:
    """The latest that any source allows; `grants` are ends of standing places, `None` is endless.

    Whoever left, was removed or has no yes yet has nothing; the owner has everything.
    """
    if state not in (Membership.State.JOINING, Membership.State.ACTIVE):
        return CLOSED
    if role == Membership.Role.OWNER:
        return OPEN
    found = [CLOSED]
    found += [of_grant(until) for until in grants]
    found += [with_grace(paid.until, paid.zone, policy) for paid in hand_payments]
    if subscription:
        found.append(of_subscription(subscription, policy))
    return Instants(max(each.full_until for each in found), max(each.read_until for each in found))


def of_subscription(subscription: Renewing, policy: Policy) -> Instants:
    """Unpaid, paused, incomplete, ended and unknown states deny; so does never having paid."""
    if subscription.status not in RENEWING or subscription.paid_until == NEVER:
        return CLOSED
    if subscription.cancelling:
        return Instants(subscription.paid_until, subscription.paid_until)
    graced = with_grace(subscription.paid_until, subscription.zone, policy)
    patient = subscription.patience_until
    return Instants(max(graced.full_until, patient), max(graced.read_until, patient))


def of_grant(until: datetime | None) -> Instants:
    end = UNLIMITED if until is None else until
    return Instants(end, end)


def with_grace(paid_until: datetime, zone: ZoneInfo, policy: Policy) -> Instants:
    full = paid_until + max(policy.full_grace, CHARGE_LAG)
    return Instants(closing(full, zone), closing(full + policy.reading_grace, zone))


def closing(end: datetime, zone: ZoneInfo) -> datetime:
    """The first ten o'clock of a working day in `zone` that is not before `end`, in UTC."""
    day = end.astimezone(zone).date()
    if at_ten(day, zone) < end:
        day += timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return at_ten(day, zone)


def at_ten(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, CLOSING_HOUR, tzinfo=zone).astimezone(UTC)
