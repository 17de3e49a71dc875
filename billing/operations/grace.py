"""The owner's policy for charges that failed."""

from django.db import transaction
from django.db.models import Q

from billing.models import HandPayment, Subscription
from billing.operations.access import rewrite_access
from billing.permissions import P
from communities.models import Membership
from communities.operations import record
from core.permissions import require


def change_grace(*, actor: Membership, full_days: int, reading_days: int) -> None:
    """Days of full access, then of reading only; everybody's access is written anew with it."""
    require(actor, P.CHANGE_GRACE)
    community = actor.community
    with transaction.atomic():
        community.full_grace_days, community.reading_grace_days = full_days, reading_days
        community.save(update_fields=["full_grace_days", "reading_grace_days"])
        record(actor=actor, action="change_grace")
        for member in Membership.objects.filter(paying()):
            rewrite_access(member)


def paying() -> Q:
    """Everybody whose access may contain grace."""
    return Q(pk__in=Subscription.objects.live().values("membership")) | Q(
        pk__in=HandPayment.objects.standing().values("membership")
    )
