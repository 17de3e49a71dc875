"""The pure function: states, dates, grace, places, payments by hand, leaving, the unknown."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from billing.access import CLOSED, OPEN, Instants, Paid, Policy, Renewing, closing, instants
from communities.models import NEVER, UNLIMITED

MOSCOW, TOKYO, LOS_ANGELES = map(ZoneInfo, ("Europe/Moscow", "Asia/Tokyo", "America/Los_Angeles"))
BERLIN = ZoneInfo("Europe/Berlin")
WEEK = Policy(timedelta(days=7), timedelta(days=7))
NONE = Policy(timedelta(0), timedelta(0))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


PAID = utc("2026-05-05T15:30")  # a Tuesday
# In Moscow (+3) ten o'clock is 07:00 UTC; the 12th is a Tuesday, so the 13th is the next morning.
GRACED = Instants(utc("2026-05-13T07:00"), utc("2026-05-20T07:00"))
BOTH = Instants(PAID, PAID)


def renewing(status: str = "active", **changes: object) -> Renewing:
    given = {"paid_until": PAID, "cancelling": False, "zone": MOSCOW, **changes}
    return Renewing(status=status, **given)


ROWS = [
    ("nothing", {}, CLOSED),
    ("active", {"subscription": renewing()}, GRACED),
    ("trialing", {"subscription": renewing("trialing")}, GRACED),
    ("past due keeps the grace of what was paid", {"subscription": renewing("past_due")}, GRACED),
    ("cancelling ends with the period", {"subscription": renewing(cancelling=True)}, BOTH),
    (
        "cancelling a trial ends with it",
        {"subscription": renewing("trialing", cancelling=True)},
        BOTH,
    ),
    ("never paid", {"subscription": renewing(paid_until=NEVER)}, CLOSED),
    *[
        (f"{status} denies", {"subscription": renewing(status)}, CLOSED)
        for status in (
            "incomplete",
            "incomplete_expired",
            "unpaid",
            "canceled",
            "paused",
            "something_new",
            "",
        )
    ],
    (
        "no grace still waits for the charge",
        {"policy": NONE, "subscription": renewing()},
        Instants(utc("2026-05-06T07:00"), utc("2026-05-06T07:00")),
    ),
    (
        "only reading grace",
        {"policy": Policy(timedelta(0), timedelta(days=7)), "subscription": renewing()},
        Instants(utc("2026-05-06T07:00"), utc("2026-05-13T07:00")),
    ),
    (
        "a day of patience",
        {"subscription": renewing("past_due", patience_until=utc("2026-05-21T09:00"))},
        Instants(utc("2026-05-21T09:00"), utc("2026-05-21T09:00")),
    ),
    (
        "patience never shortens",
        {"subscription": renewing(patience_until=utc("2026-05-14T09:00"))},
        Instants(utc("2026-05-14T09:00"), GRACED.read_until),
    ),
    (
        "patience is not for who stops",
        {"subscription": renewing(cancelling=True, patience_until=utc("2026-06-01T00:00"))},
        BOTH,
    ),
    ("place", {"grants": [PAID]}, BOTH),
    ("endless place", {"grants": [None]}, OPEN),
    ("the later of two", {"grants": [PAID], "subscription": renewing()}, GRACED),
    ("endless beats all", {"grants": [PAID, None], "subscription": renewing("unpaid")}, OPEN),
    ("by hand, with grace", {"hand_payments": [Paid(PAID, MOSCOW)]}, GRACED),
    (
        "the later payment counts",
        {"hand_payments": [Paid(PAID - timedelta(days=30), MOSCOW), Paid(PAID, MOSCOW)]},
        GRACED,
    ),
    (
        "by hand while the card failed",
        {"subscription": renewing("unpaid"), "hand_payments": [Paid(PAID, MOSCOW)]},
        GRACED,
    ),
    ("owner", {"role": "owner"}, OPEN),
    ("specialist pays or has a place", {"role": "specialist"}, CLOSED),
    ("who left", {"state": "left", "grants": [None], "subscription": renewing()}, CLOSED),
    ("who was removed", {"state": "removed", "hand_payments": [Paid(PAID, MOSCOW)]}, CLOSED),
    ("an owner who handed over and left", {"state": "left", "role": "owner"}, CLOSED),
    ("a newcomer who paid", {"state": "joining", "subscription": renewing()}, GRACED),
    ("a newcomer who has not", {"state": "joining"}, CLOSED),
]


@pytest.mark.parametrize(("given", "expected"), [row[1:] for row in ROWS], ids=[r[0] for r in ROWS])
def test_table(given: dict, expected: Instants) -> None:
    assert instants(**{"role": "member", "state": "active", "policy": WEEK, **given}) == expected


@pytest.mark.parametrize(
    ("end", "zone", "expected"),
    [
        ("2026-05-13T07:00", MOSCOW, "2026-05-13T07:00"),  # Wednesday at ten stays
        ("2026-05-13T07:01", MOSCOW, "2026-05-14T07:00"),  # a minute later is the next morning
        ("2026-05-13T06:59", MOSCOW, "2026-05-13T07:00"),
        ("2026-05-12T23:30", MOSCOW, "2026-05-13T07:00"),  # already the 13th in Moscow
        ("2026-05-15T07:01", MOSCOW, "2026-05-18T07:00"),  # Friday after ten: Monday
        ("2026-05-16T03:00", MOSCOW, "2026-05-18T07:00"),  # Saturday: Monday
        ("2026-05-17T20:00", MOSCOW, "2026-05-18T07:00"),  # Sunday: Monday
        ("2026-05-15T15:00", TOKYO, "2026-05-18T01:00"),  # Saturday in Tokyo, Friday in UTC
        ("2026-05-18T03:00", LOS_ANGELES, "2026-05-18T17:00"),  # Sunday evening there
        ("2026-03-28T08:00", BERLIN, "2026-03-30T08:00"),  # over the change to summer time
        ("2026-03-27T08:59", BERLIN, "2026-03-27T09:00"),  # and before it
    ],
)
def test_closing_is_ten_on_a_working_morning(end: str, zone: ZoneInfo, expected: str) -> None:
    assert closing(utc(end), zone) == utc(expected)


def test_closing_is_never_early_nor_more_than_three_days_late() -> None:
    for hours in range(0, 24 * 15, 5):
        end = PAID + timedelta(hours=hours)
        for zone in (MOSCOW, TOKYO, LOS_ANGELES):
            late = closing(end, zone) - end
            assert timedelta(0) <= late < timedelta(days=3)


def test_nobody_reads_shorter_than_they_write() -> None:
    for status in ("active", "past_due", "trialing", "canceled"):
        for cancelling in (True, False):
            given = renewing(status, cancelling=cancelling)
            found = instants(role="member", state="active", policy=WEEK, subscription=given)
            assert found.full_until <= found.read_until < UNLIMITED
