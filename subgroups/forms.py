"""Shape and cleaning of what is typed about subgroups."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Membership
from core import text
from subgroups.models import Subgroup
from subgroups.operations import FirstSubgroup

TAKEN = _("A subgroup here already has this name or this hashtag.")
KINDS = [
    (Subgroup.Kind.OPEN, _("Open: the whole community reads and answers, its people write")),
    (
        Subgroup.Kind.CLOSED,
        _("Closed: its card is seen and one may ask to join, words only inside"),
    ),
    (Subgroup.Kind.HIDDEN, _("Hidden: for those who are not in it, it does not exist")),
]


LONG_DAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def tag_field() -> forms.CharField:
    return forms.CharField(
        max_length=50,
        required=False,
        label=_("Hashtag"),
        help_text=_("One word, without #. Left empty, it is made from the name."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )


def clock_field(**options: Any) -> forms.TimeField:
    """A time of the community's clock, to the minute."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(required=False, widget=widget, **options)


def tag_of(name: str) -> str:
    """A hashtag made from a name."""
    return re.sub(r"\W+", "_", name).strip("_").lower()


def has_tag(name: str) -> None:
    """Raises `ValidationError` for a name that no hashtag can be made from."""
    if not text.HASHTAG_PATTERN.fullmatch(tag_of(name)):
        raise ValidationError(_("At least two letters, please: the hashtag is made from them."))


def read_tag(form: forms.Form) -> str:
    """The hashtag that was typed, or one made from the name. Raises `ValidationError`."""
    typed: str = form.cleaned_data["tag"].removeprefix("#")
    tag = typed or tag_of(form.cleaned_data.get("name", ""))
    if not text.HASHTAG_PATTERN.fullmatch(tag):
        raise ValidationError(_("One word of 2 to 50 letters, digits or _, with a letter."))
    return tag


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


class ChangeForm(DescriptionForm):
    """What may change later; the hours are given whole or not at all."""

    reading_days = forms.MultipleChoiceField(
        required=False,
        label=_("Days when curators read"),
        help_text=_(
            "Shown to its people, and to who writes outside these hours. "
            "By the clock of the community."
        ),
        choices=[(str(n), name) for n, name in enumerate(LONG_DAYS)],
        widget=forms.CheckboxSelectMultiple,
    )
    reads_from = clock_field(label=pgettext_lazy("hours", "From"))
    reads_until = clock_field(label=pgettext_lazy("hours", "Until"))

    @staticmethod
    def described(subgroup: Subgroup) -> dict[str, Any]:
        """What the form shows first."""
        kept = ("name", "purpose", "reads_from", "reads_until")
        shown = {name: getattr(subgroup, name) for name in kept}
        return shown | {"reading_days": list(subgroup.reading_days)}

    def clean_reading_days(self) -> str:
        return "".join(sorted(self.cleaned_data["reading_days"]))

    def clean(self) -> dict[str, Any]:
        cleaned: Any = super().clean()
        hours = [cleaned.get(name) for name in ("reading_days", "reads_from", "reads_until")]
        if any(hours) and not all(hours):
            self.add_error("reading_days", _("Days, from and until belong together."))
        elif all(hours) and hours[1] >= hours[2]:
            self.add_error("reads_until", _("This is not later than the beginning."))
        return cleaned


class PatternForm(forms.Form):
    """What a copy needs of its own."""

    name = forms.CharField(max_length=60, label=_("Name"), help_text=_("Another than before."))
    tag = tag_field()

    def clean_tag(self) -> str:
        return read_tag(self)

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
    tag = tag_field()

    def clean_tag(self) -> str:
        return read_tag(self)


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


class MoveForm(forms.Form):
    """Where somebody is moved to, of `places` that may take them."""

    to = forms.ChoiceField(label=_("To which subgroup"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, places: list[Subgroup], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        self.fields["to"].choices = [(place.code, place.name) for place in places]

    def clean_to(self) -> Subgroup:
        return next(place for place in self.places if place.code == self.cleaned_data["to"])


MOST_FIRST = 3


class FirstSubgroupsForm(forms.Form):
    """Up to three first subgroups by name; hashtags are made from the names."""

    link = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Make a link that lets the first people in"),
        help_text=_("It can be withdrawn at any time; until you send it nobody comes."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_FIRST + 1):
            self.fields[f"name_{number}"] = forms.CharField(
                max_length=60, required=False, label=_("Name"), validators=[has_tag]
            )
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                choices=KINDS, initial=Subgroup.Kind.OPEN, required=False, label=_("Who reads it")
            )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and kind of each, as they stand on the page."""
        return [
            (self[f"name_{number}"], self[f"kind_{number}"]) for number in range(1, MOST_FIRST + 1)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = [
            FirstSubgroup(name, cleaned.get(f"kind_{number}") or Subgroup.Kind.OPEN, tag_of(name))
            for number in range(1, MOST_FIRST + 1)
            if (name := cleaned.get(f"name_{number}"))
        ]
        if len({each.tag for each in named}) < len(named):
            raise ValidationError(_("Two of these have the same name."))
        return {"subgroups": named, "link": cleaned.get("link", False)}

    def refuse_taken(self) -> None:
        """Say that a name or hashtag was taken."""
        self.add_error(None, TAKEN)
