"""What is sold."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from core.tenancy import TenantModel, TenantQuerySet, manager


class PlanQuerySet(TenantQuerySet):
    def live(self) -> Self:
        return self.filter(archived_at=None)

    def visible_to(self, member: Membership) -> Self:
        """Whoever is in the community, or about to be, sees what is offered; the owner sees all."""
        return self.all() if member.is_owner else self.live()


class Plan(TenantModel):
    """Archived plans are offered to nobody and stay with those who have them."""

    name = models.CharField(max_length=80)
    description = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, editable=False)

    objects = manager(PlanQuerySet)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"plan {self.pk}"


class PriceQuerySet(TenantQuerySet):
    def live(self) -> Self:
        return self.filter(archived_at=None, plan__archived_at=None)

    def visible_to(self, member: Membership) -> Self:
        return self.all() if member.is_owner else self.live()


class Price(TenantModel):
    """`amount` minor units of `currency` for each `interval`, paid in one `way`. Never changed:
    another amount is another price."""

    class Interval(models.TextChoices):
        MONTH = "month", _("a month")
        QUARTER = "quarter", _("for three months")
        YEAR = "year", _("a year")

    class Way(models.TextChoices):
        CARD = "card", _("by card")
        HAND = "hand", _("by transfer")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="prices")
    currency = models.CharField(max_length=3)
    amount = models.PositiveBigIntegerField()
    interval = models.CharField(max_length=7, choices=Interval, default=Interval.MONTH)
    way = models.CharField(max_length=4, choices=Way, default=Way.CARD)
    archived_at = models.DateTimeField(null=True, editable=False)

    objects = manager(PriceQuerySet)

    class Meta:
        ordering = ("plan__position", "plan_id", "currency", "amount", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "currency", "interval", "way"],
                condition=Q(archived_at=None),
                name="one_live_price",
            )
        ]

    def __str__(self) -> str:
        return f"price {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.archived_at is None and self.plan.archived_at is None
