"""The style sheets, and how a person is drawn who has shown no picture."""

from functools import cache
from zlib import crc32

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

TONES = ("sea", "moss", "honey", "clay", "rose", "plum", "iris", "sky")


# Each file says its own layer; reset.css, the first, declares their order.
SHEETS = (
    "reset",
    "tokens",
    "accents",
    "fonts",
    "base",
    "components/layout",
    "components/frame",
    "components/controls",
    "components/forms",
    "components/faces",
    "components/posts",
    "components/composer",
    "components/lists",
    "components/drawings",
    "pages",
)


@register.simple_tag
@cache
def stylesheets() -> SafeString:
    """A link for each sheet, in order; written once, since each address costs a look-up."""
    addresses = [(static(f"css/{name}.css"),) for name in SHEETS]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', addresses)


@register.filter
def initial(alias: str) -> str:
    """The first letter or digit, as a capital; a dot where there is none."""
    return next((sign.upper() for sign in alias if sign.isalnum()), "·")


@register.filter
def tone(alias: str) -> str:
    """The name of an accent, always the same for the same alias in any case."""
    return TONES[crc32(alias.casefold().encode()) % len(TONES)]
