"""One page signs in and signs up: address, then a code; or a password, or a passkey.

A known and an unknown address get the same answer. Who it is, is looked up, or opened, only when
the code has come back.
"""

from typing import Any

from allauth.account.internal.flows.login import (
    perform_login,
    perform_password_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.account.utils import (
    get_login_redirect_url,
    get_next_redirect_url,
    passthrough_next_redirect_url,
)
from allauth.account.views import LogoutView
from allauth.core.internal.ratelimit import decorator as rate_limit
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET
from django.views.generic.edit import FormView

from accounts import browser, codes, devices, held, operations
from accounts.forms import EmailedCodeForm, SignInForm
from core import live

PURPOSE = "sign_in"


@method_decorator(sensitive_post_parameters(), name="dispatch")
@method_decorator(rate_limit(app="allauth.account", action="login"), name="dispatch")
class SignInView(FormView):
    form_class = SignInForm
    template_name = "account/login.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return redirect(get_login_redirect_url(request))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=get_next_redirect_url(self.request), **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        devices.ask(self.request.session, shared=form.on_shared_device)
        ways = {"code": self.by_code, "password": self.by_password, "passkey": self.by_passkey}
        return ways[form.how](form)

    def by_code(self, form: SignInForm) -> HttpResponse:
        try:
            codes.send(self.request, purpose=PURPOSE, email=form.cleaned_data["email"].lower())
        except codes.TooOften:
            form.add_error("email", too_often())
            return self.form_invalid(form)
        return redirect(to_code(self.request))

    def by_password(self, form: SignInForm) -> HttpResponse:
        email = form.cleaned_data["email"].lower()
        login = Login(user=form.user, email=email, redirect_url=get_next_redirect_url(self.request))
        return perform_password_login(self.request, {"email": email}, login)

    def by_passkey(self, form: SignInForm) -> HttpResponse:
        found = form.authenticator
        login = Login(user=found.user, redirect_url=get_next_redirect_url(self.request))
        return perform_passwordless_login(self.request, found, login)

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignInCodeView(FormView):
    """The code from the letter; `action=resend` sends another."""

    form_class = EmailedCodeForm
    template_name = "account/confirm_login_code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        waiting = codes.waiting_for(request.session, PURPOSE)
        if request.user.is_authenticated or waiting is None:
            return redirect(
                passthrough_next_redirect_url(request, reverse("account_login"), "next")
            )
        self.email = waiting
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("action") != "resend":
            return super().post(request, *args, **kwargs)
        try:
            codes.send(request, purpose=PURPOSE, email=self.email)
        except codes.TooOften:
            return self.answer(problem=too_often(), status=429)
        return self.answer(sent_again=True)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = {**super().get_form_kwargs(), "request": self.request, "purpose": PURPOSE}
        if self.request.POST.get("action") == "resend":
            kwargs.pop("data")
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = get_next_redirect_url(self.request)
        return super().get_context_data(email=self.email, next=here, **kwargs)

    def form_valid(self, form: EmailedCodeForm) -> HttpResponse:
        request = self.request
        user = operations.open_account(
            email=form.address,
            language=browser.language_of(request),
            time_zone=browser.zone_of(request),
        )
        record_authentication(request, user, method="code", email=form.address)
        login = Login(user=user, email=form.address, redirect_url=get_next_redirect_url(request))
        return perform_login(request, login)

    def form_invalid(self, form: EmailedCodeForm) -> HttpResponse:
        return self.answer(form=form, status=422)

    def answer(self, *, status: int = 200, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**context), status=status)


@require_GET
@rate_limit(app="allauth.mfa", action="webauthn_login", limit_get=True)
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to ask its owner for a passkey."""
    return JsonResponse(begin_authentication(user=None))


class SignOutView(LogoutView):
    """Ends this session and clears what the browser kept of it."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        user_id = self.request.user.pk
        response: HttpResponse = super().post(*args, **kwargs)
        live.sessions_changed(user_id)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        held.forget_whose(response)
        return response


def to_code(request: HttpRequest) -> str:
    return str(passthrough_next_redirect_url(request, reverse("sign_in_code"), "next"))


def too_often() -> str:
    return gettext("That was too often. Please wait a minute; the last code we sent still works.")
