"""«Мой круг»: a private list."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from communities.models import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager


class FollowQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """One's own list and nothing else: nobody learns who follows them."""
        return self.filter(follower=member)


class Follow(TenantModel):
    """`follower` keeps `followee` near."""

    follower = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="circle")
    followee = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now, editable=False)

    objects = manager(FollowQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followee"], name="follow_once"),
            models.CheckConstraint(
                condition=~Q(follower=F("followee")), name="nobody_follows_themselves"
            ),
        ]
