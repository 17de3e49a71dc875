"""How one signs in, and where one is signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows import password_change
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts import browser, operations, recovery, second_factor, sessions
from accounts.forms import PasswordForm
from accounts.requests import SignedIn

View = Callable[..., HttpResponseBase]


def invalid_is_422(view: View) -> View:
    """For allauth's views, which answer 200 when a form did not validate."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and isinstance(response, TemplateResponse):
            response.status_code = 422
        return response

    return answered


@login_required
def account(request: SignedIn) -> HttpResponse:
    context = {"second_factor_missing": second_factor.missing(request.user)}
    return render(request, "accounts/account.html", context)


@login_required
def overview(request: SignedIn) -> HttpResponse:
    """Every way to sign in, and what is missing."""
    rows = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    context = {
        "app": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes_left": recovery.left(request.user),
        "missing": not rows,
    }
    return render(request, "mfa/index.html", context)


@sensitive_post_parameters()
def password(request: SignedIn) -> HttpResponse:
    """Set a first password or another one. The person has just confirmed who they are."""
    user = request.user
    form = PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        had_one = user.has_usable_password()
        form.save()
        changed, first = (
            password_change.finalize_password_change,
            password_change.finalize_password_set,
        )
        (changed if had_one else first)(request, user)
        return redirect("mfa_index")
    status = 422 if form.errors else 200
    return render(request, "account/password_change.html", {"form": form}, status=status)


class ConnectAppView(ActivateTOTPView):
    def get_success_url(self) -> str:
        return after_first_factor(self.request)


class DisconnectAppView(DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        operations.tidy_recovery_codes(user=self.request.user)
        return response


class AddPasskeyView(AddWebAuthnView):
    """A passkey always stands alone: it is kept on the device and unlocked by its owner."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "passkey_options": begin_registration(self.request.user, True)}

    def get_success_url(self) -> str:
        return after_first_factor(self.request)


class RemovePasskeyView(RemoveWebAuthnView):
    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        operations.tidy_recovery_codes(user=self.request.user)
        return response


def after_first_factor(request: SignedIn) -> str:
    """Recovery codes come next while there are none."""
    return reverse("mfa_index" if recovery.left(request.user) else "recovery_codes")


def recovery_codes(request: SignedIn) -> HttpResponse:
    """How many are left; on POST ten new ones, shown this once."""
    user = request.user
    if second_factor.missing(user):
        return redirect("mfa_index")
    codes = recovery.renew(user) if request.method == "POST" else []
    context = {"codes": codes, "left": recovery.left(user)}
    return render(request, "accounts/recovery_codes.html", context)


@login_required
def list_sessions(request: SignedIn) -> HttpResponse:
    rows = [(row, browser.named(row.user_agent)) for row in sessions.listed(request.user)]
    here = request.session.session_key
    context = {"rows": rows, "here": here, "others": any(r.session_key != here for r, _ in rows)}
    return render(request, "usersessions/usersession_list.html", context)


@require_POST
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    """Sign out there: one session of one's own, not this one."""
    others = UserSession.objects.filter(user=request.user)
    elsewhere = others.exclude(session_key=request.session.session_key)
    sessions.end(get_object_or_404(elsewhere, pk=pk))
    messages.success(request, gettext("Signed out there."))
    return redirect("usersessions_list")


@require_POST
def end_other_sessions(request: SignedIn) -> HttpResponse:
    sessions.end_others(request.user, keep=request.session.session_key)
    messages.success(request, gettext("Signed out everywhere else."))
    return redirect("usersessions_list")
