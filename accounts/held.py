"""What somebody was typing when their session had ended, kept for the same person alone.

`hold` puts the typed fields of a signed-out POST into the anonymous session, which sign-in keeps;
`take` gives them back once. Whose they are says the cookie `whose`, a signed user id set while
somebody is signed in and removed by signing out. Text of somebody else is dropped at sign-in.
"""

import time

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts import devices
from accounts.models import User

SESSION_KEY = "held"
COOKIE = "whose"
SALT = "accounts.held"
# A day is enough to find the letter with the code; longer would be a copy nobody asked for.
KEPT_SECONDS = 24 * 60 * 60
LONGEST = 200_000
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "credential", "code", "next"}


def hold(request: HttpRequest) -> bool:
    """Keep the typed fields of a POST that came without a session. False where nothing is kept.

    Nothing is kept when this browser does not say whose text it is, or past 200,000 characters.
    """
    owner = whose(request)
    fields = typed(request)
    if owner is None or not fields or sum(map(len, fields.values())) > LONGEST:
        return False
    request.session[SESSION_KEY] = {
        "whose": owner,
        "action": request.path,
        "fields": fields,
        "at": time.time(),
    }
    return True


def take(request: HttpRequest, *, action: str = "") -> dict[str, str] | None:
    """The kept fields, once, for the person who typed them; `None` where there are none.

    `action` is the address the asking form posts to: text typed for another form stays.
    """
    kept = request.session.get(SESSION_KEY)
    if not kept or (action and kept["action"] != action):
        return None
    del request.session[SESSION_KEY]
    return kept["fields"] if is_theirs(kept, request.user) else None


def drop_foreign(session: SessionBase, user: User) -> None:
    """At sign-in: forget text that another person typed, or that has lain too long."""
    kept = session.get(SESSION_KEY)
    if kept and not is_theirs(kept, user):
        del session[SESSION_KEY]


def is_theirs(kept: dict[str, object], user: User | AnonymousUser) -> bool:
    return kept["whose"] == user.pk and time.time() - float(str(kept["at"])) < KEPT_SECONDS


def typed(request: HttpRequest) -> dict[str, str]:
    """The non-empty text fields of a POST, without secrets and addresses."""
    return {
        name: value
        for name, value in request.POST.items()
        if name not in NEVER_KEPT and isinstance(value, str) and value.strip()
    }


def whose(request: HttpRequest) -> int | None:
    """The id of the person this browser last belonged to."""
    try:
        return int(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def remember_whose(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the cookie while somebody is signed in; on a shared device it ends with the browser."""
    if not request.user.is_authenticated or whose(request) == request.user.pk:
        return
    shared = devices.is_shared(request.session)
    response.set_cookie(
        COOKIE,
        signing.dumps(request.user.pk, salt=SALT),
        max_age=None if shared else settings.SESSION_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_whose(response: HttpResponseBase) -> None:
    """At sign-out."""
    response.delete_cookie(COOKIE, samesite="Lax")
