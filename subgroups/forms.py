"""Shape and cleaning of what is typed about subgroups."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from core import text
from subgroups.models import Subgroup

TAKEN = _("A subgroup here already has this name or this hashtag.")
KINDS = [
    (Subgroup.Kind.OPEN, _("Open: the whole community reads and answers, its people write")),
    (
        Subgroup.Kind.CLOSED,
        _("Closed: its card is seen and one may ask to join, words only inside"),
    ),
    (Subgroup.Kind.HIDDEN, _("Hidden: for those who are not in it, it does not exist")),
]


class DescriptionForm(forms.Form):
    """Name and purpose: what may change later."""

    name = forms.CharField(max_length=60, label=_("Name"))
    purpose = forms.CharField(
        max_length=500,
        required=False,
        label=_("What it is for"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def refuse_taken(self) -> None:
        """Say that the name or the hashtag was taken."""
        self.add_error("name", TAKEN)


class SubgroupForm(DescriptionForm):
    kind = forms.ChoiceField(
        choices=KINDS,
        initial=Subgroup.Kind.OPEN,
        label=_("Who reads it"),
        help_text=_("This is not changed later: nobody's words get more readers afterwards."),
        widget=forms.RadioSelect,
    )
    tag = forms.CharField(
        max_length=50,
        required=False,
        label=_("Hashtag"),
        help_text=_("One word, without #. Left empty, it is made from the name."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_tag(self) -> str:
        typed = self.cleaned_data["tag"].removeprefix("#")
        tag = typed or re.sub(r"\W+", "_", self.cleaned_data.get("name", "")).strip("_").lower()
        if not text.HASHTAG_PATTERN.fullmatch(tag):
            raise ValidationError(_("One word of 2 to 50 letters, digits or _, with a letter."))
        return tag


class AliasForm(forms.Form):
    """Finds somebody who is here by their alias."""

    alias = forms.CharField(
        max_length=30,
        label=_("Alias"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_alias(self) -> Any:
        key = text.key(self.cleaned_data["alias"].removeprefix("@"))
        person = Membership.objects.present().filter(alias_key=key).first()
        if person is None:
            raise ValidationError(_("Nobody here is called that."))
        return person
