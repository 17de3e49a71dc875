"""The style sheets, and how a person is drawn who has shown no picture."""

from functools import cache

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core import face

register = template.Library()

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
# All of them in one file, where `core.staticfiles.BundlingStorage` has made it.
BUNDLE = "css/all.css"


@register.simple_tag
@cache
def stylesheets() -> SafeString:
    """A link for each sheet, in order, or for all in one; written once, as a look-up is dear."""
    bundled = BUNDLE in getattr(staticfiles_storage, "hashed_files", {})
    names = [BUNDLE] if bundled else [f"css/{name}.css" for name in SHEETS]
    addresses = [(static(name),) for name in names]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', addresses)


register.filter("tone", face.tone)
register.filter("drawing", face.drawing)
