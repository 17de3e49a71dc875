"""The page that asks once more who is there, with whatever the person has."""

from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from accounts import codes, fresh
from accounts.forms import EmailedCodeForm, PasswordProof, SecondFactorForm
from accounts.requests import SignedIn

PURPOSE = "fresh"


@login_required
def confirm(request: SignedIn) -> HttpResponse:
    return ask(request, "accounts/fresh.html", lambda: get_next_redirect_url(request) or "account")


def ask(request: SignedIn, template: str, onward: Callable[[], str]) -> HttpResponse:
    """Ask for password, app code or passkey; from who has none of them, for a code by mail.

    Once it is proved who is there, `onward` says where to go.
    """
    page = partial(shown, template)
    if request.method != "POST":
        return page(request)
    if too_many := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
        return too_many
    how = request.POST.get("how", "")
    if how not in fresh.ways(request.user):
        return page(request, status=422)
    if how == "code" and request.POST.get("action") == "send":
        return send_code(request, page)
    form = proof(how, request, request.POST)
    if not form.is_valid():
        return page(request, how=how, form=form, status=422)
    fresh.confirm(request.session)
    return redirect(onward())


def send_code(request: SignedIn, page: Callable[..., HttpResponse]) -> HttpResponse:
    try:
        codes.send(request, purpose=PURPOSE, email=request.user.email)
    except codes.TooOften:
        problem = gettext("That was too often. Please wait a minute.")
        return page(request, problem=problem, status=429)
    return page(request, sent=True)


def proof(how: str, request: SignedIn, data: Any = None) -> forms.Form:
    """The form for one way to confirm."""
    if how == "password":
        return PasswordProof(data, user=request.user)
    if how == "app":
        return SecondFactorForm(data, user=request.user)
    if how == "passkey":
        return ReauthenticateWebAuthnForm(data, user=request.user)
    return EmailedCodeForm(data, request=request, purpose=PURPOSE)


def shown(
    template: str,
    request: SignedIn,
    *,
    how: str = "",
    form: forms.Form | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    ways = fresh.ways(request.user)
    context["forms"] = {way: form if way == how else proof(way, request) for way in ways}
    context["code_sent"] = codes.waiting_for(request.session, PURPOSE) is not None
    context["next"] = get_next_redirect_url(request)
    context["form"] = form
    if "passkey" in ways:
        context["passkey_options"] = begin_authentication(request.user)
    return render(request, template, context, status=status)
