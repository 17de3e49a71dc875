"""Who reads a place, as a sentence."""

from django import template
from django.utils.translation import ngettext

from feeds.queries import Audience

register = template.Library()


@register.filter
def in_words(audience: Audience) -> str:
    """«Прочтут 14: подгруппа «Север», её кураторы и ведущий»."""
    name = audience.subgroup.name if audience.subgroup else ""
    return sentence(audience) % {"n": audience.count, "name": name}


def sentence(audience: Audience) -> str:
    n = audience.count
    if audience.subgroup is None:
        return ngettext(
            "Read by %(n)s person: the whole community",
            "Read by %(n)s people: the whole community",
            n,
        )
    if not audience.is_narrow:
        return ngettext(
            "Read by %(n)s person: subgroup “%(name)s” is open to the whole community",
            "Read by %(n)s people: subgroup “%(name)s” is open to the whole community",
            n,
        )
    if audience.specialists:
        return ngettext(
            "Read by %(n)s person: subgroup “%(name)s”, its curators, specialists and the owner",
            "Read by %(n)s people: subgroup “%(name)s”, its curators, specialists and the owner",
            n,
        )
    return ngettext(
        "Read by %(n)s person: subgroup “%(name)s”, its curators and the owner",
        "Read by %(n)s people: subgroup “%(name)s”, its curators and the owner",
        n,
    )
