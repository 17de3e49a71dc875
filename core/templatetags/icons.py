"""`{% lucide "bell" size=20 %}`: an icon beside words; screen readers pass over it."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def lucide(name: str, *, size: int = 24, aria_hidden: str = "true") -> SafeString:
    """The icon from the sheet that `manage.py icons` writes; `size` in CSS pixels."""
    return _drawn(str(name), size, str(aria_hidden))


@cache
def _drawn(name: str, size: int, aria_hidden: str) -> SafeString:
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="{1}"><use href="{2}#{3}"/></svg>',
        size,
        aria_hidden,
        static("img/icons.svg"),
        name,
    )
