"""What lower apps' pages show of subgroups."""

from typing import Any

from django import template
from django.template import Context

from subgroups.models import SubgroupMembership
from subgroups.permissions import places_of
from subgroups.queries import Card, cards_for

register = template.Library()


@register.inclusion_tag("subgroups/_mine.html", takes_context=True)
def my_subgroups(context: Context) -> dict[str, Any]:
    """The member's own subgroups, for the left column."""
    request = context["request"]
    subgroups = [place.subgroup for place in places_of(request.member)]
    own = sorted(subgroups, key=lambda subgroup: subgroup.name_key)
    return {"request": request, "subgroups": own}


@register.inclusion_tag("subgroups/_desk.html", takes_context=True)
def desk_subgroups(context: Context) -> dict[str, Any]:
    """For the desk: what the member curates or may let people into, those who wait first."""
    request = context["request"]
    led = [card for card in cards_for(request.member) if is_led(card)]
    return {"request": request, "cards": sorted(led, key=lambda card: not card.wishes)}


def is_led(card: Card) -> bool:
    """Curated by the member, or with somebody waiting whom they may let in."""
    curated = card.role == SubgroupMembership.Role.CURATOR and not card.subgroup.for_staff
    return curated or card.wishes > 0
