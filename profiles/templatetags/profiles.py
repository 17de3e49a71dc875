"""People, as whoever asks may see them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from communities.models import Membership
from profiles.queries import shown_among, shown_to

register = template.Library()


@register.inclusion_tag("profiles/_lines.html", takes_context=True)
def profile_lines(context: Context, person: Membership) -> dict[str, Any]:
    """The lines `person` shows to whoever asks."""
    return {"lines": shown_to(context["request"].member, person).lines}


@register.simple_tag(takes_context=True)
def faces(context: Context, people: Iterable[Membership]) -> set[int]:
    """Which of `people` show a picture to whoever asks: one query for a whole list."""
    return shown_among(context["request"].member, people)


@register.filter
def authors(notices: Iterable[Any]) -> list[Membership]:
    """Whoever wrote what the notices tell of."""
    found = (getattr(notice.target, "author", None) for notice in notices)
    return [author for author in found if author is not None]
