"""The card of a person, as whoever asks may see it."""

from typing import Any

from django import template
from django.template import Context

from communities.models import Membership
from profiles.queries import shown_to

register = template.Library()


@register.inclusion_tag("profiles/_lines.html", takes_context=True)
def profile_lines(context: Context, person: Membership) -> dict[str, Any]:
    """The lines `person` shows to whoever asks."""
    return {"lines": shown_to(context["request"].member, person).lines}
