"""Money as people read it, and the banner only its bearer sees."""

from datetime import timedelta
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import get_language

from billing import currency, queries
from billing.permissions import P
from communities.models import UNLIMITED, Membership
from core import clock

register = template.Library()

# The rounding to a working morning adds at most this to the days of grace.
ROUNDING = timedelta(days=3)


@register.filter
def money(row: Any, field: str = "amount") -> str:
    """The amount of `row` with its currency; `field` names another amount than `amount`."""
    return currency.written(getattr(row, field), row.currency, get_language() or "en")


@register.inclusion_tag("billing/_banner.html", takes_context=True)
def billing_banner(context: Context) -> dict[str, Any]:
    """Shown while access hangs on grace or is about to end; nothing for anybody else.

    Costs one or two queries, and only near the end of what is paid for.
    """
    request = context["request"]
    member = request.member
    said = banner_of(member) if member is not None else ""
    return {"said": said, "member": member, "community": request.community}


def banner_of(member: Membership) -> str:
    """'reading', 'ending', 'failed' or ''."""
    now = clock.now()
    if not member.may_read or member.full_until >= UNLIMITED or member.community.closes_at:
        return ""
    if member.full_until <= now:
        return "reading"
    if member.full_until == member.read_until:
        return "ending" if member.full_until <= now + queries.SOON else ""
    grace = timedelta(days=member.community.full_grace_days) + ROUNDING
    near = member.full_until <= now + grace
    return "failed" if near and queries.is_in_grace(member) else ""


@register.inclusion_tag("billing/_of_person.html", takes_context=True)
def payments_of(context: Context, person: Membership) -> dict[str, Any]:
    """For a member's card: what they have, for the owner alone."""
    request = context["request"]
    shown = P.SEE_PAYMENTS.allows(request.member) and not person.is_owner
    (payer,) = queries.payers([person]) if shown else (None,)
    return {"request": request, "payer": payer}
