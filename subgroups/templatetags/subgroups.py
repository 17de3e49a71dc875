"""What lower apps' pages show of subgroups."""

from typing import Any

from django import template
from django.template import Context
from django.utils import timezone

from communities.models import Membership
from core import clock
from subgroups.hours import days_in_words
from subgroups.models import Subgroup, SubgroupMembership, places_of
from subgroups.queries import Card, cards_for, last_led_by, places_seen_by

register = template.Library()


@register.inclusion_tag("subgroups/_mine.html", takes_context=True)
def my_subgroups(context: Context) -> dict[str, Any]:
    """The member's own subgroups, for the left column."""
    request = context["request"]
    subgroups = [p.subgroup for p in places_of(request.member) if p.subgroup.archived_at is None]
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


@register.inclusion_tag("subgroups/_hours.html", takes_context=True)
def reading_hours(context: Context, subgroup: Subgroup) -> dict[str, Any]:
    """When its curators read; says whose clock it is where the reader's shows another time."""
    hours = subgroup.hours
    if hours is None:
        return {}
    now, zone = clock.now(), context["request"].community.zone
    elsewhere = now.astimezone(zone).utcoffset() != timezone.localtime(now).utcoffset()
    return {"hours": hours, "days": days_in_words(hours.days), "zone": zone if elsewhere else None}


@register.inclusion_tag("subgroups/_last_led.html", takes_context=True)
def subgroups_left_alone(context: Context) -> dict[str, Any]:
    """For who leaves the community: which subgroups nobody would lead without them."""
    return {"subgroups": last_led_by(context["request"].member)}


@register.inclusion_tag("subgroups/_of_person.html", takes_context=True)
def subgroups_of(context: Context, person: Membership) -> dict[str, Any]:
    """For a member's card: where they are, as far as the asker reads it."""
    request = context["request"]
    places = places_seen_by(request.member, [person])
    return {"request": request, "places": places.get(person.pk, [])}


@register.simple_tag(takes_context=True)
def subgroups_of_all(context: Context, people: list[Membership]) -> dict[int, str]:
    """Person -> names of the subgroups the asker reads them in."""
    found = places_seen_by(context["request"].member, people)
    return {pk: ", ".join(place.subgroup.name for place in places) for pk, places in found.items()}


@register.filter
def of_person(names: dict[int, str], person: Membership) -> str:
    return names.get(person.pk, "")
