"""Letters about the community itself, for whom its pages may be closed already."""

from typing import Self

from django.db import models

from communities.models.membership import Membership
from core.due import Due
from core.tenancy import TenantModel, TenantQuerySet, manager


class LetterQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(membership=member)


class Letter(Due, TenantModel):
    """One neutral letter of each kind `about` one row; what it is about stands behind its link."""

    class Kind(models.TextChoices):
        PARTING = "parting"
        CLOSING = "closing"
        STAYS = "stays"
        APPLICATION = "application"

    kind = models.CharField(max_length=16, choices=Kind)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    about = models.BigIntegerField()

    objects = manager(LetterQuerySet)

    class Meta(Due.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "kind", "about"], name="one_letter_about_it"
            )
        ]

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mailbox shows one letter."""
        return f"community-{self.code}"
