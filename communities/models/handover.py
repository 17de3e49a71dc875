"""A community offered by its owner to somebody who is here."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from communities.models.membership import Membership
from core import clock
from core.tenancy import TenantModel, TenantQuerySet, manager

LIFE = timedelta(days=14)


def offer_end() -> datetime:
    return clock.now() + LIFE


class HandoverQuerySet(TenantQuerySet):
    def visible_to(self, member: Membership) -> Self:
        """The two it is between, and nobody else."""
        return self.filter(Q(offered_by=member) | Q(offered_to=member))

    def standing(self) -> Self:
        """Neither answered nor run out."""
        return self.filter(outcome=Handover.Outcome.WAITING, ends_at__gt=clock.now())

    def told_to(self, member: Membership) -> Self:
        """What `member` is told of: an offer to them while it stands, an answer to theirs."""
        answers = (Handover.Outcome.ACCEPTED, Handover.Outcome.DECLINED)
        answered = Q(offered_by=member, outcome__in=answers)
        return self.filter(
            answered | Q(offered_to=member, pk__in=Handover.objects.standing().values("pk"))
        )


class Handover(TenantModel):
    """Stands until `ends_at` unless it is answered or withdrawn before."""

    class Outcome(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"
        RUN_OUT = "run_out"

    offered_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    offered_to = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    offered_at = models.DateTimeField(default=clock.now, editable=False)
    ends_at = models.DateTimeField(default=offer_end, editable=False)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.WAITING)
    answered_at = models.DateTimeField(null=True, editable=False)

    objects = manager(HandoverQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(outcome="waiting"), name="one_offer_stands"
            )
        ]

    @property
    def stands(self) -> bool:
        return self.outcome == self.Outcome.WAITING and clock.now() < self.ends_at
