"""A link that lets people ask to come in."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models

from communities.models.membership import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager

LIFE = timedelta(days=30)


def new_token() -> str:
    return secrets.token_urlsafe(18)


def default_end() -> datetime:
    return clock.now() + LIFE


class InvitationQuerySet(TenantQuerySet):
    def usable(self) -> Self:
        return self.filter(
            revoked_at=None, expires_at__gt=clock.now(), uses__lt=models.F("uses_allowed")
        )

    def visible_to(self, member: Membership) -> Self:
        return self.all() if member.is_staff else self.none()


class Invitation(TenantModel):
    """Good for `uses_allowed` people until `expires_at`, unless revoked."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(default=default_end)
    uses_allowed = models.PositiveIntegerField(default=50)
    uses = models.PositiveIntegerField(default=0, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = manager(InvitationQuerySet)

    @property
    def is_usable(self) -> bool:
        now = clock.now()
        return self.revoked_at is None and now < self.expires_at and self.uses < self.uses_allowed
