"""Billing periods counted from an anchor, in UTC.

A month that lacks the anchor's day ends on its last day, and the next one returns to the
anchor's day. https://docs.stripe.com/billing/subscriptions/billing-cycle
"""

import calendar
from datetime import UTC, datetime

SECONDS = {"day": 86400, "week": 7 * 86400}
MONTHS = {"month": 1, "year": 12}


def plus(anchor: int, interval: str, count: int) -> int:
    """``anchor`` moved by ``count`` intervals; all in seconds since 1970."""
    if interval in SECONDS:
        return anchor + count * SECONDS[interval]
    start = datetime.fromtimestamp(anchor, UTC)
    months = start.year * 12 + start.month - 1 + count * MONTHS[interval]
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return int(start.replace(year=year, month=month + 1, day=day).timestamp())


def end_after(start: int, anchor: int, interval: str, count: int) -> int:
    """The first period boundary later than ``start``."""
    step = 1
    while plus(anchor, interval, step * count) <= start:
        step += 1
    return plus(anchor, interval, step * count)
