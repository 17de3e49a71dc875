"""Shapes of what people type about their own account."""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.fields import SetPasswordField
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import codes, recovery
from accounts.models import User

OWN, SHARED = "own", "shared"


def email_field(label: Any) -> forms.EmailField:
    typed = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    return forms.EmailField(label=label, widget=typed, max_length=254)


def code_field(label: Any, **attrs: Any) -> forms.CharField:
    typed = forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", **attrs})
    return forms.CharField(label=label, widget=typed, max_length=40)


def emailed_code_field() -> forms.CharField:
    return code_field(_("Code from the letter"), inputmode="numeric", autofocus=True)


def password_field(label: Any) -> forms.CharField:
    typed = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, widget=typed, strip=False, max_length=1000)


def new_password_field() -> SetPasswordField:
    field = SetPasswordField(
        label=_("New password"),
        help_text=_("At least ten characters. Three words in a row are a good one."),
    )
    del field.widget.attrs["placeholder"]
    return field


class SignInForm(forms.Form):
    """One page for three ways. `how` is the button pressed; what was filled in counts before it,
    for Enter in the password field presses the first button.

    "Not only I" is chosen beforehand: who overlooks the question on a family tablet must not stay
    signed in there, while on an own phone the price is one more code.
    """

    use_required_attribute = False

    email = email_field(_("E-mail"))
    device = forms.ChoiceField(
        label=_("This device is used by"),
        choices=[(OWN, _("me alone")), (SHARED, _("not only me"))],
        initial=SHARED,
        widget=forms.RadioSelect,
        help_text=_(
            "Not only you: the visit ends when the browser closes or after 20 quiet minutes. "
            "What you are typing is kept."
        ),
    )
    password = password_field(_("Password"))
    credential = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.how = self.way()
        self.fields["email"].required = self.how != "passkey"
        self.fields["password"].required = self.how == "password"
        self.fields["credential"].required = self.how == "passkey"

    def way(self) -> str:
        if self.data.get("credential"):
            return "passkey"
        if self.data.get("password") or self.data.get("how") == "password":
            return "password"
        return "code"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and self.how == "password":
            self.user = self.person_with_password()
        if not self.errors and self.how == "passkey":
            self.authenticator = self.passkey()
        return cleaned

    def person_with_password(self) -> User:
        given = {name: self.cleaned_data[name] for name in ("email", "password")}
        given["email"] = given["email"].lower()
        adapter = get_adapter()
        user: User | None = adapter.authenticate(self.request, **given)
        if user is None:
            raise adapter.validation_error("email_password_mismatch")
        return user

    def passkey(self) -> Any:
        form = webauthn.LoginWebAuthnForm(data=self.data)
        if not form.is_valid():
            raise forms.ValidationError(_("This passkey is not known here."))
        return form.cleaned_data["credential"]

    @property
    def on_shared_device(self) -> bool:
        return bool(self.cleaned_data["device"] != OWN)


class EmailedCodeForm(forms.Form):
    """The code sent by `codes.send` for `purpose`; valid, `address` is what it proves."""

    code = emailed_code_field()

    def __init__(self, *args: Any, request: HttpRequest, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.purpose = request, purpose

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.address = codes.redeem(self.request, purpose=self.purpose, code=code)
        except codes.Wrong:
            raise get_adapter().validation_error("incorrect_code") from None
        except codes.Spent:
            raise forms.ValidationError(
                _("This code no longer works. Please ask for a new one.")
            ) from None
        return code


class PasswordProof(forms.Form):
    """The person's own password once more."""

    password = password_field(_("Your password"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class SecondFactorForm(mfa.AuthenticateForm):
    """Six digits from the app, or one of our recovery codes."""

    code = code_field(_("Code from the app, or a recovery code"))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not recovery.is_one(code):
            return str(super().clean_code())
        forget_tries = check_rate_limit(self.user)
        if not recovery.use(self.user, code):
            raise forms.ValidationError(_("This recovery code is not valid, or was used before."))
        forget_tries()
        self.authenticator = None
        return code

    def save(self) -> None:
        if self.authenticator:
            super().save()
        else:
            record_authentication(context.request, self.user, method="recovery_code")


class AppForm(totp.ActivateTOTPForm):
    code = code_field(_("Six digits from the app"), inputmode="numeric")


class PasskeyForm(webauthn.SignupWebAuthnForm):
    name = forms.CharField(
        label=_("What to call it"),
        required=False,
        max_length=60,
        help_text=_("So that you know later which device it lives on."),
    )


class PasskeyNameForm(webauthn.EditWebAuthnForm):
    name = forms.CharField(label=_("What to call it"), max_length=60)


class NewEmailForm(account.AddEmailForm):
    email = email_field(_("New address"))


class EmailCodeForm(account.ConfirmEmailVerificationCodeForm):
    code = emailed_code_field()


class ResetForm(account.ResetPasswordForm):
    email = email_field(_("E-mail"))


class ResetCodeForm(account.ConfirmPasswordResetCodeForm):
    code = emailed_code_field()


class ResetPasswordForm(account.ResetPasswordKeyForm):
    password1 = new_password_field()
    password2 = None


class PasswordForm(account.SetPasswordForm):
    password1 = new_password_field()
    password2 = None


class PreferencesForm(forms.Form):
    """Language and time zone, once the person chooses them."""

    language = forms.ChoiceField(
        label=_("Language"), choices=[("en", "English"), ("ru", "Русский")]
    )
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text=_("Begin to type a city: Berlin, Moscow, Almaty."),
    )

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"].strip().replace(" ", "_")
        if name not in available_timezones():
            raise forms.ValidationError(_("Please take a time zone from the list."))
        return name
