"""Whose device this is: «только я» keeps the session, «не только я» lets it end soon.

Sessions use real time, not `core.clock`: moving the clock in demo signs nobody out.
"""

import time

from django.contrib.sessions.backends.base import SessionBase

QUIET_SECONDS = 20 * 60
# How exactly the last sign of life is kept; spares a write on every request.
NOTED_SECONDS = {True: 30, False: 10 * 60}

SHARED_KEY = "device_is_shared"
SEEN_KEY = "seen_at"


def ask(session: SessionBase, *, shared: bool) -> None:
    """Keep the answer while the person is still proving who they are."""
    session[SHARED_KEY] = shared


def remember(session: SessionBase, *, shared: bool) -> None:
    """Keep the answer in the session: one on a shared device ends with the browser."""
    session[SHARED_KEY] = shared
    session[SEEN_KEY] = time.time()
    session.set_expiry(0 if shared else None)


def is_shared(session: SessionBase) -> bool:
    return bool(session.get(SHARED_KEY, False))


def has_gone_quiet(session: SessionBase) -> bool:
    """True on a shared device after 20 minutes without a request."""
    return is_shared(session) and is_older(session, QUIET_SECONDS)


def is_due(session: SessionBase) -> bool:
    """Whether the last sign of life has grown too old to stand."""
    return is_older(session, NOTED_SECONDS[is_shared(session)])


def is_older(session: SessionBase, seconds: int) -> bool:
    """Whether a session that signing in began was last seen longer ago than this."""
    seen = session.get(SEEN_KEY)
    return seen is not None and time.time() - seen > seconds


def note_life(session: SessionBase) -> None:
    session[SEEN_KEY] = time.time()
