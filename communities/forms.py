"""Shape and cleaning of what is typed about a community and one's place in it."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.address import suggest
from communities.models import Community, Document
from core import text

ALIAS_TAKEN = _("Somebody here has this alias or one that looks the same. Please choose another.")
ADDRESS_TAKEN = _("This address is taken. Please choose another.")


class AliasField(forms.CharField):
    """One word of 2-30 letters, digits, `_` and `-`."""

    default_error_messages = {
        "not_an_alias": _(
            "One word of 2 to 30 letters, digits, _ or -, with a letter or digit at both ends."
        )
    }

    def clean(self, value: Any) -> str:
        alias: str = super().clean(value)
        if not text.is_alias(alias):
            raise ValidationError(self.error_messages["not_an_alias"])
        return alias


def alias_field(*, label: Any, help_text: Any) -> AliasField:
    names = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"})
    return AliasField(max_length=30, label=label, help_text=help_text, widget=names)


class JoinForm(forms.Form):
    """Alias and two consents, apart from each other as the law asks."""

    alias = alias_field(
        label=_("Alias"),
        help_text=_(
            "This is how you are called here. Your name and e-mail are shown to nobody. "
            "Two words can be joined: Field_Mouse."
        ),
    )
    agreement = forms.BooleanField(
        label=_("I have read the agreement and the privacy text and accept them."),
        error_messages={"required": _("Without the agreement we cannot let you in.")},
    )
    data_consent = forms.BooleanField(
        label=_(
            "I consent to the use of special categories of my personal data: what I write here "
            "may tell of my health, including mental health. I can withdraw this at any time."
        ),
        error_messages={"required": _("Without this consent your words cannot be kept here.")},
    )

    def refuse_alias(self) -> None:
        """Say that the alias was taken meanwhile."""
        self.add_error("alias", ALIAS_TAKEN)


class AcceptForm(forms.Form):
    """Agrees to the versions named on the page, so that none is accepted unseen."""

    documents = forms.ModelMultipleChoiceField(
        queryset=Document.objects.none(), widget=forms.MultipleHiddenInput
    )
    agreed = forms.BooleanField(
        label=_("I have read this and agree."),
        error_messages={"required": _("Writing goes on once you agree.")},
    )

    def __init__(self, *args: Any, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = asked


class OpenForm(forms.Form):
    name = forms.CharField(
        max_length=80,
        label=_("Name"),
        help_text=_("Members see it; on a phone that others look at, something neutral is kinder."),
    )
    slug = forms.CharField(
        max_length=40,
        required=False,
        label=_("Address"),
        help_text=_("Latin letters, digits and -. Left empty, it is made from the name."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    alias = alias_field(
        label=_("Your alias"),
        help_text=_("How members call you here: one word, a name is fine."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_choices()

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"].lower() or suggest(self.cleaned_data.get("name", ""))
        Community._meta.get_field("slug").run_validators(slug)
        if Community.objects.filter(slug=slug).exists():
            raise ValidationError(ADDRESS_TAKEN)
        return slug

    def refuse_address(self) -> None:
        """Say that the address was taken meanwhile."""
        self.add_error("slug", ADDRESS_TAKEN)


def zone_choices() -> list[tuple[str, str]]:
    zones = sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in zones)]


class SettingsForm(forms.ModelForm):
    publish = forms.BooleanField(
        required=False,
        label=_("Published: strangers may read it"),
        help_text=_("Until then the address shows nothing to those who are not members."),
    )

    class Meta:
        model = Community
        fields = (
            "name",
            "language",
            "time_zone",
            "accent",
            "public_page",
            "publish",
            "help_contacts",
        )
        labels = {
            "name": _("Name"),
            "language": _("Language"),
            "time_zone": _("Time zone"),
            "accent": _("Colour"),
            "public_page": _("Public page"),
            "help_contacts": _("Whom to turn to in need"),
        }
        help_texts = {
            "public_page": _("Your own words; Markdown works."),
            "help_contacts": _(
                "Stands first under «Help now», before the lines of the country. Markdown works."
            ),
        }
        widgets = {
            "public_page": forms.Textarea(attrs={"rows": 18}),
            "help_contacts": forms.Textarea(attrs={"rows": 5}),
            "accent": forms.RadioSelect,
        }

    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_choices()
        self.fields["publish"].initial = self.instance.published_at is not None


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(choices=Document.Kind.choices, label=_("Document"))
    source = forms.CharField(
        max_length=60_000,
        label=_("Text"),
        help_text=_("Markdown works. A published version can't be changed, only followed."),
        widget=forms.Textarea(attrs={"rows": 24}),
    )


class InvitationForm(forms.Form):
    uses_allowed = forms.IntegerField(
        min_value=1, max_value=500, initial=20, label=_("For how many people")
    )
    days = forms.IntegerField(min_value=1, max_value=90, initial=14, label=_("For how many days"))


class LineForm(forms.Form):
    body = forms.CharField(
        max_length=500,
        label=_("Your line"),
        help_text=_("Up to 500 characters. Only the owner reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def refuse_more(self) -> None:
        """Say that the day's lines are used up."""
        self.add_error("body", _("A few lines went out today. The next can be sent tomorrow."))


class PartingForm(forms.Form):
    reason = forms.CharField(
        max_length=500,
        label=_("Why"),
        help_text=_("Read by staff and by the person concerned, by nobody else."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
