"""What billing adds to the form above the list of people: for the owner alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing import queries
from billing.permissions import P
from communities.filters import Filter
from communities.models import Membership


def behind_field(asker: Membership) -> forms.Field:
    return forms.BooleanField(required=False, label=_("Behind with payment"))


def by_debt(people: Any, value: bool, asker: Membership) -> Any:  # noqa: FBT001 - a form's value
    return people.filter(pk__in=queries.people_behind().values("pk"))


BEHIND = Filter(50, "behind", P.SEE_PAYMENTS.allows, behind_field, by_debt)
