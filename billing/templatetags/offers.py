"""What is sold here, as the public page shows it."""

from typing import Any

from django import template
from django.template import Context

from billing import queries

register = template.Library()


@register.inclusion_tag("billing/_public_offers.html", takes_context=True)
def public_offers(context: Context) -> dict[str, Any]:
    """Plans with their prices; nothing where nothing is for sale."""
    return {"offers": queries.offers(context["request"].community)}
