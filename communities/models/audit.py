"""What staff did; rows are only ever added."""

from typing import Any, Self

from django.db import models

from communities.models.membership import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


class AuditEntryQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """The owner sees all; anybody sees what was done by them or concerns them."""
        if member.is_owner:
            return self.all()
        return self.filter(models.Q(actor=member) | models.Q(concerns=member))


class AuditEntry(TenantModel):
    """`action` names the operation, `target` its row; `reason` is in the actor's words."""

    actor = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    concerns = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=40)
    target = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(AuditEntryQuerySet)

    class Meta:
        indexes = [models.Index(fields=["community", "-at"], name="audit_by_time")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An audit entry does not change.")
        super().save(*args, **kwargs)
