"""«Спрятать»: a locked session shows nothing but the cover until its person proves who they are.

The lock lives in the session, so it holds in every tab, after Back and after a restart of the
browser; what was typed meanwhile is kept for the same person (`accounts.held`).
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

SESSION_KEY = "locked_from"


def lock(session: SessionBase, *, back: str) -> None:
    """Cover everything. `back` is the path to return to; it stands in no address meanwhile."""
    session.setdefault(SESSION_KEY, back)


def is_locked(session: SessionBase) -> bool:
    return SESSION_KEY in session


def unlock(session: SessionBase) -> str:
    """Take the lock away; returns the path to go back to."""
    session.__dict__["is_unlocked"] = True
    return str(session.pop(SESSION_KEY, "/"))


def keep(session: SessionBase, stored: Mapping[str, Any]) -> None:
    """Keep the lock of what is `stored`, unless this very request has taken it away."""
    if SESSION_KEY in stored and "is_unlocked" not in session.__dict__:
        session.setdefault(SESSION_KEY, stored[SESSION_KEY])
