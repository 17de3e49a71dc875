"""Alerts about money, as far as the owner has dealt with them."""

from django.db import transaction

from billing.models import MoneyAlert
from billing.permissions import P
from communities.models import Membership
from communities.operations import record
from core import clock
from core.permissions import require


def settle_alert(*, actor: Membership, alert: MoneyAlert) -> None:
    """Take it off the list: it was refunded, or talked over."""
    require(actor, P.SETTLE_ALERT, alert)
    with transaction.atomic():
        MoneyAlert.objects.filter(pk=alert.pk, settled_at=None).update(settled_at=clock.now())
        record(actor=actor, action="settle_money_alert", target=alert, concerns=alert.membership)
