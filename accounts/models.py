"""A person who signs in. What others see of them lives in each community's `Membership`."""

import secrets
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models

from core import clock
from core.due import Due
from core.ids import new_id


def known_zone(name: str) -> None:
    """Raise `ValidationError` for a name that is no IANA time zone."""
    if name not in available_timezones():
        raise ValidationError("unknown time zone")


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address; there are no user names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Signs in by e-mail. `is_staff` is the operator of the installation, not a therapist.

    `language` and `time_zone` follow the browser until the person chooses (`*_chosen`).
    `may_open` is the operator's leave to open communities, asked for where OPENING=operator.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES, default="en")
    language_chosen = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_zone])
    time_zone_chosen = models.BooleanField(default=False)
    may_open = models.BooleanField(default=False, db_default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class RecoveryCode(models.Model):
    """One unused recovery code, as a salted slow hash; using it deletes it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "code_hash"], name="accounts_recovery_code_once"
            ),
        ]


def new_name() -> str:
    return secrets.token_hex(16)


class Export(Due):
    """A copy of all that is a person's own: being written, or lying ready until `ends_at`.

    `name` is its file without the folder; `done_parts` of `all_parts` say how far it is. Due
    again when its time is over, to be erased.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="export")
    name = models.CharField(max_length=32, default=new_name, editable=False)
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    done_parts = models.PositiveIntegerField(default=0, editable=False)
    all_parts = models.PositiveIntegerField(default=0, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)

    @property
    def is_ready(self) -> bool:
        return self.ends_at is not None and clock.now() < self.ends_at

    @property
    def is_short_of_room(self) -> bool:
        """Whether the last try failed for the disk."""
        return self.last_error == "OSError"

    @property
    def path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "exports" / f"{self.name}.zip"


class AccountErasure(Due):
    """A person who asked to be erased; shut out already, gone when nothing can be charged."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
