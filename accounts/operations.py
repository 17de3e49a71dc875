"""What a person does to their own account. The actor is always the person concerned."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import second_factor
from accounts.models import User


def open_account(*, email: str, language: str = "en", time_zone: str = "UTC") -> User:
    """The account of a proven address, made on first use. Safe to call twice at once."""
    email = email.lower()
    with transaction.atomic():
        user, _ = User.objects.get_or_create(
            email=email,
            defaults={
                "password": make_password(None),
                "language": language,
                "time_zone": time_zone or "UTC",
            },
        )
        EmailAddress.objects.update_or_create(
            user=user, email=email, defaults={"verified": True, "primary": True}
        )
    return user


def follow_browser(*, user: User, language: str, time_zone: str) -> None:
    """Keep the browser's language and zone for mail, until the person has chosen.

    Writes only what differs; an empty `time_zone` means the browser has not told it.
    """
    if not user.language_chosen and user.language != language:
        keep(user, language=language)
    if not user.time_zone_chosen and time_zone and user.time_zone != time_zone:
        keep(user, time_zone=time_zone)


def choose_language(*, user: User, language: str) -> None:
    keep(user, language=language, language_chosen=True)


def choose_time_zone(*, user: User, time_zone: str) -> None:
    """`time_zone`: an IANA name."""
    keep(user, time_zone=time_zone, time_zone_chosen=True)


def tidy_recovery_codes(*, user: User) -> None:
    """Recovery codes end with the last second factor."""
    if second_factor.missing(user):
        user.recovery_codes.all().delete()


def keep(user: User, **fields: str | bool) -> None:
    for name, value in fields.items():
        setattr(user, name, value)
    user.save(update_fields=list(fields))
