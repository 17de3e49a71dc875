"""How stored words are shown: today's aliases and addresses are put in."""

from collections.abc import Collection
from functools import lru_cache, partial
from typing import Any
from zlib import crc32

from django import template
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core import ids, text

register = template.Library()

NO_ID = ids.encode(0)


@lru_cache(maxsize=10_000)
def pattern(name: str, slug: str) -> str:
    """The address `name` with nobody's id in it: `reverse` is too slow for twenty posts."""
    return reverse(name, args=[slug, 0])


@register.simple_tag
def address(name: str, community: Any, pk: int) -> str:
    """`{% address "feeds:post" community post.pk %}`: as `url`, for lists."""
    return pattern(name, community.slug).replace(NO_ID, ids.encode(pk))


@register.simple_tag
def words(written: Any, community: Any, pictures: Collection[Any] = ()) -> SafeString:
    """The HTML of a dressed post or comment: people and hashtags as links, then `pictures`.

    Cached by id, version and language; by the aliases in it too, so that a changed one is gone
    at once.
    """
    names = crc32(repr(sorted(written.aliases.items())).encode())
    key = f"words.{written.pk}.{written.version}.{get_language()}.{names}"
    html = cache.get(key)
    if html is None:
        html = str(linked(written, community))
        if pictures:
            known = {"pictures": pictures, "community": community}
            html += render_to_string("feeds/_pictures.html", known)
        cache.set(key, html)
    return mark_safe(html)  # noqa: S308 - stored HTML is sanitised when it is written


def linked(written: Any, community: Any) -> SafeString:
    return text.put_in(
        written.html,
        people=written.aliases,
        person_url=partial(address, "feeds:person", community),
        # Letters as they are: percent signs would take three times the room.
        hashtag_url=lambda key: uri_to_iri(reverse("feeds:tag", args=[community.slug, key])),
    )
