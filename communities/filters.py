"""What the list of people can be narrowed by; each app adds its own."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from core import text

People = Any


class Filter(NamedTuple):
    """One field of the form above the list. `narrow(people, value, asker)` is asked if it is set.

    `field` and `narrow` run in the community's scope.
    """

    order: int
    name: str
    seen_by: Callable[[Membership], bool]
    field: Callable[[Membership], forms.Field]
    narrow: Callable[[People, Any, Membership], People]


def staff(asker: Membership) -> bool:
    return asker.is_staff


def anybody(asker: Membership) -> bool:
    return True


def alias_field(asker: Membership) -> forms.Field:
    search = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    return forms.CharField(required=False, max_length=30, label=_("Alias"), widget=search)


def role_field(asker: Membership) -> forms.Field:
    choices = [("", _("Any role")), *Membership.Role.choices]
    return forms.ChoiceField(required=False, choices=choices, label=_("Role"))


def since_field(asker: Membership) -> forms.Field:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(required=False, label=_("Here since"), widget=picker)


def by_alias(people: People, value: str, asker: Membership) -> People:
    return people.filter(alias_key__contains=text.key(value))


def by_role(people: People, value: str, asker: Membership) -> People:
    return people.filter(role=value)


def by_day(people: People, value: Any, asker: Membership) -> People:
    """Who came on that day of the community's zone, or later."""
    return people.filter(joined_at__gte=datetime.combine(value, time(), asker.community.zone))


filters: list[Filter] = [
    Filter(10, "alias", anybody, alias_field, by_alias),
    Filter(20, "role", staff, role_field, by_role),
    Filter(40, "since", staff, since_field, by_day),
]


def filters_for(asker: Membership) -> list[Filter]:
    """Those `asker` may use, in their order."""
    theirs = [each for each in filters if each.seen_by(asker)]
    return sorted(theirs, key=lambda each: each.order)


def narrowed(people: People, wanted: dict[str, Any], asker: Membership) -> People:
    """`people` narrowed by the values of `wanted` that are set."""
    for each in filters_for(asker):
        if wanted.get(each.name):
            people = each.narrow(people, wanted[each.name], asker)
    return people
