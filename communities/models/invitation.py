"""What lets people ask to come in: a link for several, or a letter to one address."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from communities.models.membership import Membership
from core import clock
from core.due import Due
from core.tenancy import TenantModel, TenantQuerySet, manager

LIFE = timedelta(days=30)
# How long the address of somebody who never came is kept after their invitation is over.
KEPT = timedelta(days=30)


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

    def links(self) -> Self:
        """Those that anybody may use who has them."""
        return self.filter(address_key="")

    def by_letter(self) -> Self:
        """Those bound to one address."""
        return self.exclude(address_key="")

    def unanswered(self) -> Self:
        """Letters that nobody came by and nobody withdrew, ended or not."""
        return self.by_letter().filter(revoked_at=None, uses=0)

    def long_over(self) -> Self:
        """Letters nobody came by, ended or withdrawn longer ago than `KEPT`."""
        before = clock.now() - KEPT
        over = Q(expires_at__lte=before) | Q(revoked_at__lte=before)
        return self.by_letter().filter(over, uses=0)


class Invitation(TenantModel):
    """Good for `uses_allowed` people until `expires_at`, unless revoked.

    With an `address` it is a letter to one person and opens to nobody else; whoever is invited so
    was chosen and answers no questions first. `address_key` is `accounts.mailbox.key` of it;
    `letter_at` is when its letter was last asked for.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_by = models.ForeignKey(
        Membership, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(default=default_end)
    uses_allowed = models.PositiveIntegerField(default=50)
    uses = models.PositiveIntegerField(default=0, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    address = models.CharField(max_length=254, blank=True, editable=False)
    address_key = models.CharField(max_length=254, blank=True, editable=False)
    letter_at = models.DateTimeField(null=True, editable=False)

    objects = manager(InvitationQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "address_key"],
                condition=Q(revoked_at=None, uses=0) & ~Q(address_key=""),
                name="one_invitation_per_address",
            )
        ]

    @property
    def is_usable(self) -> bool:
        now = clock.now()
        return self.revoked_at is None and now < self.expires_at and self.uses < self.uses_allowed

    @property
    def standing(self) -> str:
        """'open', 'withdrawn', 'used' (up) or 'ended' (its time is over)."""
        if self.revoked_at:
            return "withdrawn"
        if self.uses >= self.uses_allowed:
            return "used"
        return "open" if clock.now() < self.expires_at else "ended"


class InvitationLetter(Due, TenantModel):
    """The letter that carries an invitation to its address; one waits at a time."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="letters")

    class Meta(Due.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"], condition=Q(done_at=None), name="one_invitation_letter_waits"
            )
        ]

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mailbox shows one letter."""
        return f"invitation-{self.code}"
