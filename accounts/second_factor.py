"""Whether somebody has a second factor: an app with codes, or a passkey."""

from allauth.mfa.models import Authenticator

from accounts.models import User

KINDS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def missing(user: User) -> bool:
    """True where only a letter or a password stands between a stranger and this account.

    For whoever wants to offer or require one of owners, specialists and curators.
    """
    return not Authenticator.objects.filter(user=user, type__in=KINDS).exists()
