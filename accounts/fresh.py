"""Fresh confirmation: whoever changes how one signs in proves once more who is there.

Signing in counts as a proof. It lasts five minutes of real time and lives in the session.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.mfa.models import Authenticator
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts import recovery
from accounts.models import User
from accounts.requests import SignedIn

FRESH_SECONDS = 5 * 60
SESSION_KEY = "confirmed_at"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def confirm(session: SessionBase) -> None:
    """The person has just proved who they are."""
    session[SESSION_KEY] = time.time()


def is_fresh(session: SessionBase) -> bool:
    return 0 <= time.time() - session.get(SESSION_KEY, 0) < FRESH_SECONDS


def ways(user: User) -> list[str]:
    """How `user` can confirm: whatever they have of password, app and passkey, else a code.

    A recovery code goes where an app code goes, for who left the passkey at home.
    """
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    found = ["password"] if user.has_usable_password() else []
    found += ["app"] if Authenticator.Type.TOTP in kinds or recovery.left(user) else []
    found += ["passkey"] if Authenticator.Type.WEBAUTHN in kinds else []
    return found or ["code"]


def fresh_required(view: View) -> View:
    """Let only a person through who signed in or confirmed in the last five minutes.

    Others confirm first and come back to the page they were on. Nothing posted is stored on the
    way: it may be a password.
    """

    @wraps(view)
    def guarded(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if is_fresh(request.session):
            return view(request, *args, **kwargs)
        return to_confirmation(request)

    return cast(View, guarded)


def to_confirmation(request: SignedIn) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else page_before(request)
    response = redirect_to_login(back, login_url=reverse("fresh"))
    return HttpResponseClientRedirect(response.url) if request.htmx else response


def page_before(request: HttpRequest) -> str:
    """The page of this host whose form was sent, else the account page."""
    before = request.headers.get("Referer", "")
    root = f"{request.scheme}://{request.get_host()}/"
    # Two strokes at the beginning would be another host.
    return (
        "/" + before.removeprefix(root).lstrip("/\\")
        if before.startswith(root)
        else resolve_url("account")
    )
