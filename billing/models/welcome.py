"""What is ready for somebody invited by letter."""

from typing import Self

from django.db import models

from billing.models.plan import Plan
from communities.models import Invitation, Membership
from core.tenancy import TenantModel, TenantQuerySet, manager
from subgroups.models import Subgroup


class WelcomeQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        return self.all() if member.is_owner else self.none()


class Welcome(TenantModel):
    """Whoever comes by `invitation` has paid elsewhere until `paid_until` (`None`: pays as usual)
    for `plan`, and stands in `subgroup` once they are in."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="welcome")
    paid_until = models.DateField(null=True)
    plan = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL, related_name="+")
    subgroup = models.ForeignKey(Subgroup, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = manager(WelcomeQuerySet)
