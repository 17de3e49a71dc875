"""Hiding the page: locking the session, the cover, and what hiding does not reach."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import fresh, locking, sessions
from accounts.requests import SignedIn
from accounts.views.confirmation import ask


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock and show the cover; a visitor has nothing to lock."""
    if not request.user.is_authenticated:
        return redirect("home")
    sessions.lock(request, back=fresh.page_before(request))
    return redirect("cover")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: SignedIn) -> HttpResponse:
    """A neutral page; whoever proves to be the person goes back to where they were."""
    if not locking.is_locked(request.session):
        return redirect("home")
    return ask(request, "accounts/cover.html", lambda: locking.unlock(request.session))


@require_safe
def hiding(request: HttpRequest) -> HttpResponse:
    """What is hidden, what is not, and how to hide that too."""
    return render(request, "accounts/hiding.html")
