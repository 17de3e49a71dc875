"""Only what is used of allauth is routed. A `sensitive` address asks for a fresh confirmation."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as allauth
from allauth.mfa.base.views import authenticate
from allauth.mfa.webauthn.views import EditWebAuthnView
from django.urls import URLPattern, path, reverse_lazy
from django.views.generic import RedirectView

from accounts.fresh import fresh_required
from accounts.views import confirmation, cover, exports, preferences, security, sign_in
from accounts.views.security import invalid_is_422


def checked(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    """A form of allauth's, answering 422 where it did not validate."""
    return path(route, invalid_is_422(view), name=name)


def sensitive(route: str, view: Callable[..., Any], name: str) -> URLPattern:
    return path(route, fresh_required(invalid_is_422(view)), name=name)


to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
new_password = allauth.CompletePasswordResetView.as_view(success_url=reverse_lazy("account_login"))
rename_passkey = EditWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
remove_passkey = security.RemovePasskeyView.as_view(success_url=reverse_lazy("mfa_index"))

entrance = [
    path("login/", sign_in.SignInView.as_view(), name="account_login"),
    path("login/code/", sign_in.SignInCodeView.as_view(), name="sign_in_code"),
    path("login/passkey/", sign_in.passkey_options, name="passkey_options"),
    checked("login/second/", authenticate, "mfa_authenticate"),
    path("logout/", sign_in.SignOutView.as_view(), name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    # allauth's letters name it; signing up is signing in for the first time.
    path("signup/", to_sign_in, name="account_signup"),
    checked("email/code/", allauth.email_verification_sent, "account_email_verification_sent"),
    checked("password/reset/", allauth.password_reset, "account_reset_password"),
    checked(
        "password/reset/code/",
        allauth.confirm_password_reset_code,
        "account_confirm_password_reset_code",
    ),
    checked("password/reset/new/", new_password, "account_complete_password_reset"),
]

own_account = [
    path("", security.account, name="account"),
    path("fresh/", confirmation.confirm, name="fresh"),
    path("cover/", cover.cover, name="cover"),
    path("cover/lock/", cover.lock, name="lock"),
    path("hiding/", cover.hiding, name="hiding"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("language/", preferences.set_language, name="set_language"),
    path("security/", security.overview, name="mfa_index"),
    path("sessions/", security.list_sessions, name="usersessions_list"),
    path("export/", exports.page, name="export"),
    sensitive("export/ask/", exports.ask, "export_ask"),
    sensitive("export/file/", exports.download, "export_file"),
    sensitive("email/", allauth.email, "account_email"),
    sensitive("password/", security.password, "account_change_password"),
    sensitive("security/app/", security.ConnectAppView.as_view(), "mfa_activate_totp"),
    sensitive("security/app/off/", security.DisconnectAppView.as_view(), "mfa_deactivate_totp"),
    sensitive("security/passkeys/add/", security.AddPasskeyView.as_view(), "mfa_add_webauthn"),
    sensitive("security/passkeys/<int:pk>/name/", rename_passkey, "mfa_edit_webauthn"),
    sensitive("security/passkeys/<int:pk>/remove/", remove_passkey, "mfa_remove_webauthn"),
    sensitive("security/recovery/", security.recovery_codes, "recovery_codes"),
    sensitive("sessions/<int:pk>/end/", security.end_session, "end_session"),
    sensitive("sessions/end-others/", security.end_other_sessions, "end_other_sessions"),
]

urlpatterns = entrance + own_account
