"""What somebody decides on deleting their account."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.leaving import words_field
from communities.models import Membership


class DeleteAccountForm(forms.Form):
    """One choice for each of `places` whose words are still there, and a tick."""

    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Without the tick nothing is deleted.")},
    )

    def __init__(self, *args: Any, places: Sequence[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = [place for place in places if place.words == Membership.Words.ALIAS]
        for place in self.places:
            field = words_field()
            field.label = place.community.name
            self.fields[self.name_of(place)] = field
        self.order_fields([self.name_of(place) for place in self.places])

    @staticmethod
    def name_of(place: Membership) -> str:
        return f"words_{place.code}"

    @property
    def words(self) -> dict[int, str]:
        """Id of a place -> what becomes of its words."""
        return {place.pk: self.cleaned_data[self.name_of(place)] for place in self.places}
