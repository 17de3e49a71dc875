"""Tags every page may use."""

from typing import Any

from django import template
from django.template import Context

from core.permissions import find

register = template.Library()


@register.simple_tag(takes_context=True)
def can(context: Context, permission: str, obj: Any = None) -> bool:
    """`{% can "feeds.PIN" post as may_pin %}`: asks the rule the operation asks."""
    member = context["request"].member
    return member is not None and find(permission).allows(member, obj)
