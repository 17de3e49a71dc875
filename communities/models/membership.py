"""A person inside one community."""

from datetime import UTC, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock, text
from core.due import EPOCH
from core.tenancy import TenantModel, TenantQuerySet, manager

NEVER = EPOCH
UNLIMITED = datetime(9999, 1, 1, tzinfo=UTC)


class MembershipQuerySet(TenantQuerySet):
    def present(self) -> Self:
        """People who came in and have not left."""
        return self.filter(state=Membership.State.ACTIVE).exclude(joined_at=None)

    def visible_to(self, member: "Membership") -> Self:
        """Everybody who ever came in and whose alias still stands here.

        A newcomer who has not paid appears to nobody else, nor does who left without an alias.
        """
        named = self.filter(words=Membership.Words.ALIAS).exclude(joined_at=None)
        return named | self.filter(pk=member.pk)

    def deputies(self) -> Self:
        """Who stands in for the owner now: nobody, or one."""
        here = self.present().filter(role=Membership.Role.SPECIALIST)
        return here.filter(stands_in_until__gt=clock.now())

    def owners(self) -> Self:
        return self.filter(role=Membership.Role.OWNER)


class Membership(TenantModel):
    """An alias, a role and the two instants at which access ends.

    `full_until` and `read_until` are written by billing alone (`NEVER`, `UNLIMITED` or an instant
    that already contains the grace); entry compares them with the clock. `must_accept` is set
    when a document gets a new version and ends when its bearer has agreed. At `parts_at` the
    membership ends by the owner's decision. `words` is chosen on leaving and is `ALIAS` for
    everybody who is here. `seen_at` is when they last looked at the feed; nobody else is shown it.
    `welcome_due` until the page of arrival was shown.
    """

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        SPECIALIST = "specialist", _("Specialist")
        MEMBER = "member", _("Member")

    class State(models.TextChoices):
        APPLYING = "applying"
        JOINING = "joining"
        ACTIVE = "active"
        LEFT = "left"
        REMOVED = "removed"

    class Words(models.TextChoices):
        """Under whose name the words of somebody who left stand."""

        ALIAS = "alias", _("My words stay, under my alias")
        FORMER = "former", _("My words stay, under “former member”")
        DELETED = "deleted", _("My words are deleted")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    alias = models.CharField(max_length=30)
    alias_key = models.CharField(max_length=60, editable=False)
    alias_skeleton = models.CharField(max_length=60, editable=False)
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    state = models.CharField(max_length=8, choices=State, default=State.JOINING)
    full_until = models.DateTimeField(default=NEVER, editable=False)
    read_until = models.DateTimeField(default=NEVER, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    joined_at = models.DateTimeField(null=True, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    welcome_due = models.BooleanField(default=False, editable=False)
    parts_at = models.DateTimeField(null=True, editable=False)
    words = models.CharField(max_length=7, choices=Words, default=Words.ALIAS, editable=False)
    stands_in_until = models.DateTimeField(null=True, editable=False)
    must_accept = models.BooleanField(default=False, editable=False)
    invitation = models.ForeignKey(
        "communities.Invitation", null=True, on_delete=models.SET_NULL, related_name="newcomers"
    )

    objects = manager(MembershipQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"],
                condition=Q(user__isnull=False),
                name="one_membership_per_person",
            ),
            models.UniqueConstraint(fields=["community", "alias_skeleton"], name="alias_is_free"),
            models.UniqueConstraint(
                fields=["community"], condition=Q(role="owner"), name="one_owner"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "read_until"], name="membership_access_end"),
            models.Index(fields=["community", "alias_key"], name="membership_by_alias"),
        ]

    def __str__(self) -> str:
        return f"membership {self.pk}"

    def take_alias(self, alias: str) -> None:
        """Set the alias and the two forms it is found and compared by; not saved yet."""
        self.alias = alias
        self.alias_key, self.alias_skeleton = text.key(alias), text.alias_skeleton(alias)

    @property
    def is_owner(self) -> bool:
        return self.role == self.Role.OWNER

    @property
    def is_staff(self) -> bool:
        """Owner or specialist."""
        return self.role != self.Role.MEMBER

    @property
    def stands_in(self) -> bool:
        """A specialist whom the owner, being away, named deputy; ends by the clock."""
        named = self.stands_in_until is not None and clock.now() < self.stands_in_until
        return named and self.role == self.Role.SPECIALIST and self.is_here

    @property
    def is_here(self) -> bool:
        """Came in, and neither left nor was parted with by now."""
        parted = self.parts_at is not None and self.parts_at <= clock.now()
        return self.state == self.State.ACTIVE and not parted

    @property
    def has_full_access(self) -> bool:
        return self.is_here and clock.now() < self.full_until

    @property
    def may_write(self) -> bool:
        """Full access, and nothing new that waits to be agreed to."""
        return self.has_full_access and not self.must_accept

    @property
    def may_read(self) -> bool:
        return self.is_here and clock.now() < self.read_until
