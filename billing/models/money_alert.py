"""What the owner must look at: money that came where it should not have."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from billing.models.subscription import Subscription
from communities.models import Membership, Parting
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


class MoneyAlertQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.filter(settled_at=None) if member.is_owner else self.none()


class MoneyAlert(TenantModel):
    """Raised once per subscription and kind, or once per parting that gives money back.

    `settled_at` when the owner has dealt with it.
    """

    class Kind(models.TextChoices):
        DOUBLE = "double", _("Paid a second time; the second subscription was cancelled")
        AFTER_LEAVING = "after_leaving", _("Paid after leaving; the subscription was cancelled")
        REFUND = "refund", _("Parted with; you decided to give money back")

    kind = models.CharField(max_length=14, choices=Kind)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    subscription = models.ForeignKey(
        Subscription, null=True, on_delete=models.PROTECT, related_name="+"
    )
    parting = models.OneToOneField(Parting, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)

    objects = manager(MoneyAlertQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "kind"], condition=models.Q(parting=None), name="alert_once"
            )
        ]
