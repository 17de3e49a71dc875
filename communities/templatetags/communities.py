"""What any page of a community shows of it."""

from typing import Any

from django import template
from django.template import Context

from communities.deeds import names
from core import clock

register = template.Library()


@register.filter
def deed(action: str) -> str:
    """An action of the trace in words; as it was noted where nobody gave it words."""
    return str(names.get(action, action.replace("_", " ")))


@register.inclusion_tag("communities/_documents_banner.html", takes_context=True)
def documents_banner(context: Context) -> dict[str, Any]:
    """Asks a member to agree to new versions before writing on."""
    request = context["request"]
    member = request.member
    waiting = member is not None and member.has_full_access and member.must_accept
    return {"request": request, "waiting": waiting}


@register.inclusion_tag("communities/_parting_banner.html", takes_context=True)
def parting_banner(context: Context) -> dict[str, Any]:
    """For the person alone whom the owner parts with, before the day and after it."""
    request = context["request"]
    member = request.member
    removed = member is not None and member.state == member.State.REMOVED
    told = member is not None and (removed or member.parts_at is not None)
    return {"request": request, "told": told, "member": member}


@register.inclusion_tag("communities/_closing_banner.html", takes_context=True)
def closing_banner(context: Context) -> dict[str, Any]:
    """For everybody, from the announcement to the end."""
    request = context["request"]
    community = request.community
    told = request.member is not None and community.closes_at is not None
    over = told and community.closes_at <= clock.now()
    return {"request": request, "community": community, "told": told, "over": over}
