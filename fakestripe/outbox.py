"""Deliveries waiting to be sent, and the switches that lose, double, delay and shuffle them.

A delivery is ``waiting`` (for its time), ``held`` (until a shuffle is complete), ``sent``,
``failed`` (given up) or ``dropped``.
"""

import time

from fakestripe.fake import Fake

MAX_ATTEMPTS = 30
# Seconds before each next attempt; Stripe spreads its attempts over three days.
BACKOFF = (1, 2, 5, 10, 30, 60, 300, 900, 3600)
WEBHOOK_SWITCHES = ("drop", "duplicate", "reorder", "late")


def enqueue(fake: Fake, event_id: str) -> None:
    if not fake.settings.webhook_url:
        return
    if take(fake, "drop"):
        _insert(fake, event_id, "dropped")
        return
    _place(fake, event_id)
    if take(fake, "duplicate"):
        _place(fake, event_id)


def _place(fake: Fake, event_id: str) -> None:
    if take(fake, "reorder"):
        _insert(fake, event_id, "held")
        if not remaining(fake, "reorder"):
            release(fake)
    elif take(fake, "late"):
        _insert(fake, event_id, "waiting", delay=fake.store.setting("late_seconds", 5))
    else:
        _insert(fake, event_id, "waiting")


def _insert(fake: Fake, event_id: str, state: str, delay: float = 0) -> None:
    fake.store.execute(
        "INSERT INTO delivery (event_id, state, due, position)"
        " SELECT ?, ?, ?, coalesce(max(seq), 0) + 1 FROM delivery",
        *(event_id, state, time.time() + delay),
    )


def release(fake: Fake) -> None:
    """Lets held deliveries go, last first."""
    fake.store.execute(
        "UPDATE delivery SET state = 'waiting',"
        " position = (SELECT max(seq) FROM delivery) - seq WHERE state = 'held'"
    )


def remaining(fake: Fake, switch: str) -> int:
    return fake.store.setting(f"switch_{switch}", 0)


def set_switch(fake: Fake, switch: str, count: int) -> None:
    """For the next ``count`` webhooks; -1 means until switched off with 0."""
    fake.store.set_setting(f"switch_{switch}", count)
    if switch == "reorder" and count == 0:
        release(fake)


def take(fake: Fake, switch: str) -> bool:
    count = remaining(fake, switch)
    if count > 0:
        fake.store.set_setting(f"switch_{switch}", count - 1)
    return count != 0


def newest(fake: Fake) -> int:
    """The number of the newest delivery, to wait up to."""
    rows = fake.store.execute("SELECT coalesce(max(seq), 0) AS seq FROM delivery")
    return rows[0]["seq"]


def untried(fake: Fake, after: int, until: int) -> int:
    """How many deliveries in that range are due for their first attempt."""
    rows = fake.store.execute(
        "SELECT count(*) AS n FROM delivery"
        " WHERE seq > ? AND seq <= ? AND state = 'waiting' AND attempts = 0",
        *(after, until),
    )
    return rows[0]["n"]
