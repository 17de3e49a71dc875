"""Sessions of one person: where they are signed in, and how that ends. Real time throughout."""

import time
from datetime import UTC, datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from accounts import devices, fresh, held, locking
from accounts.models import User
from core import live

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def begin(request: HttpRequest, user: User) -> None:
    """Sign `user` in under a new session key; the caller has made sure who it is.

    Keeps the answer to whose device this is, and text typed by the same person before.
    """
    shared = devices.is_shared(request.session)
    login(request, user, backend=BACKEND)
    devices.remember(request.session, shared=shared)
    locking.unlock(request.session)
    fresh.confirm(request.session)
    held.drop_foreign(request.session, user)
    UserSession.objects.create_from_request(request)


def lock(request: HttpRequest, *, back: str) -> None:
    """Cover this session in all its tabs; open sockets are closed."""
    locking.lock(request.session, back=back)
    request.session.save()
    if request.user.pk:
        live.sessions_changed(request.user.pk)


def note_life(request: HttpRequest) -> None:
    """Keep now and then that this session is in use; quiet shared devices are judged by it."""
    if devices.is_due(request.session):
        devices.note_life(request.session)
        seen = datetime.fromtimestamp(time.time(), UTC)
        UserSession.objects.filter(session_key=request.session.session_key).update(
            last_seen_at=seen
        )


def end_others(user: User, keep: str | None) -> None:
    """Sign `user` out everywhere but in the session with the key `keep`."""
    for row in UserSession.objects.filter(user=user).exclude(session_key=keep or ""):
        row.end()
    live.sessions_changed(user.pk)


def end(row: UserSession) -> None:
    """Sign its person out there, open pages too."""
    row.end()
    live.sessions_changed(row.user_id)


def listed(user: User) -> list[UserSession]:
    """The living sessions of `user`, the one seen last first."""
    rows = UserSession.objects.purge_and_list(user)
    return sorted(rows, key=lambda row: row.last_seen_at, reverse=True)
