"""What subgroups add to the form above the list of people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.filters import Filter, staff
from communities.models import Membership
from core import ids
from subgroups import queries
from subgroups.models import Subgroup, SubgroupMembership

NONE = "none"


def subgroup_field(asker: Membership) -> forms.Field:
    read = Subgroup.objects.standing().readable_by(asker).order_by("name_key")
    choices = [
        ("", _("Any subgroup")),
        (NONE, _("Without a subgroup")),
        *((ids.encode(subgroup.pk), subgroup.name) for subgroup in read),
    ]
    return forms.ChoiceField(required=False, choices=choices, label=_("Subgroup"))


def by_subgroup(people: Any, value: str, asker: Membership) -> Any:
    """`value` is the code of one that `asker` reads, or `NONE`."""
    if value == NONE:
        return people.filter(pk__in=queries.people_without_subgroup(asker))
    places = SubgroupMembership.objects.present().filter(subgroup=ids.decode(value))
    return people.filter(pk__in=places.values("membership"))


BY_SUBGROUP = Filter(30, "subgroup", staff, subgroup_field, by_subgroup)
