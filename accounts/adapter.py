"""How allauth behaves here: our words, our letters, our idea of a fresh confirmation."""

import base64
import hashlib
from typing import Any, ClassVar

import qrcode
import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from accounts import browser, fresh, sessions
from accounts.models import User

log = structlog.get_logger(__name__)

# What is said after a change; allauth's other messages stay unsaid, the page itself says them.
SAID = {
    "account/messages/email_confirmed.txt": _("The address is confirmed."),
    "account/messages/email_confirmation_failed.txt": _("This address cannot be used."),
    "account/messages/password_changed.txt": _("The new password is set."),
    "account/messages/password_set.txt": _("The password is set."),
    "mfa/messages/totp_activated.txt": _("Codes from the app are on."),
    "mfa/messages/totp_deactivated.txt": _("Codes from the app are off."),
    "mfa/messages/webauthn_added.txt": _("The passkey is saved."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by e-mail alone."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("Address and password do not fit together."),
        "email_taken": _("This address cannot be used."),
        "incorrect_code": _("This is not the code we sent."),
        "incorrect_password": _("This is not your password."),
        "rate_limited": _("That was too often. Please wait a minute."),
        "same_as_current": _("This is your address already."),
        "too_many_login_attempts": _("Too many tries. Please begin again a little later."),
    }

    def login(self, request: HttpRequest, user: User) -> None:
        sessions.begin(request, user)

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every other session of this person."""
        super().set_password(user, password)
        sessions.end_others(user, keep=context.request.session.session_key)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask everybody: allauth itself lets those through who have no password and no key."""
        if not fresh.is_fresh(context.request.session):
            raise ReauthenticationRequired
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        if not user.is_authenticated:
            return []
        return [{"id": "fresh", "description": "", "url": reverse("fresh")}]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account")

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The change of address is one transaction; the letter to the old one leaves after it."""
        with transaction.atomic():
            return bool(super().confirm_email(request, email_address))

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *args: Any, **said: Any
    ) -> None:
        text = said.get("message") or SAID.get(message_template)
        if text:
            messages.add_message(request, level, str(text))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Plain text in the reader's language, with a subject that tells nothing."""
        with translation.override(language_of_reader(email)):
            subject = gettext("Your code") if "code" in context else gettext("News for you")
            body = render_to_string(
                f"{template_prefix}_message.txt", {**context, "contact": settings.OPERATOR_CONTACT}
            )
        letter = EmailMessage(subject, body.strip() + "\n", to=[email])
        letter.extra_headers["Auto-Submitted"] = "auto-generated"
        transaction.on_commit(lambda: post(letter, awaited="code" in context))


def language_of_reader(email: str) -> str:
    """The chosen language of whoever has this address, else that of the page."""
    chosen = User.objects.filter(email=email, language_chosen=True).values_list("language")
    row = chosen.first()
    return row[0] if row else translation.get_language() or settings.LANGUAGE_CODE


def post(letter: EmailMessage, *, awaited: bool) -> None:
    """Send; where somebody waits for a code, a failure is said on the page."""
    try:
        letter.send()
    except OSError as error:
        log.warning("letter_not_sent", reason=type(error).__name__)
        if awaited:
            page = render(context.request, "accounts/mail_failed.html", status=503)
            raise ImmediateHttpResponse(page) from error


class SecondFactorAdapter(DefaultMFAAdapter):
    """App codes and passkeys. The app's secret is encrypted at rest."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. A new one comes every half minute."),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """On white whatever the page's colours are: a camera reads no dark-on-dark."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: User, *args: Any, **kwargs: Any) -> str:
        return browser.named(context.request.headers.get("User-Agent", "")) or gettext("Passkey")

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.email}


def cipher() -> MultiFernet:
    """Keys from SECRET_KEY and its fallbacks, so that the key can be changed."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"accounts.second_factor:" + s.encode()).digest() for s in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
