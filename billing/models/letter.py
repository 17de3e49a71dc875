"""Letters about access, sent at least once."""

from typing import Self

from django.db import models

from communities.models import Membership
from core.due import Due
from core.tenancy import TenantModel, TenantQuerySet, manager


class AccessLetterQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(membership=member)


class AccessLetter(Due, TenantModel):
    """One letter of each kind per `period`: the instant the letter is about."""

    class Kind(models.TextChoices):
        PAYMENT_FAILED = "payment_failed"
        READING_ONLY = "reading_only"
        CLOSED = "closed"
        PLACE_ENDING = "place_ending"

    kind = models.CharField(max_length=14, choices=Kind)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    period = models.DateTimeField()

    objects = manager(AccessLetterQuerySet)

    class Meta(Due.Meta):
        constraints = [
            models.UniqueConstraint(fields=["membership", "kind", "period"], name="one_letter")
        ]

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mailbox shows one letter."""
        return f"access-{self.code}"
