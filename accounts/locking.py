"""«Спрятать»: a locked session shows nothing but the cover until its person proves who they are.

The lock lives in the session, so it holds in every tab, after Back and after a restart of the
browser; what was typed meanwhile is kept for the same person (`accounts.held`).
"""

from django.contrib.sessions.backends.base import SessionBase

SESSION_KEY = "locked_from"


def lock(session: SessionBase, *, back: str) -> None:
    """Cover everything. `back` is the path to return to; it stands in no address meanwhile."""
    session.setdefault(SESSION_KEY, back)


def is_locked(session: SessionBase) -> bool:
    return SESSION_KEY in session


def unlock(session: SessionBase) -> str:
    """Take the lock away; returns the path to go back to."""
    return str(session.pop(SESSION_KEY, "/"))
