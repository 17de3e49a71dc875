"""Opening a community and its settings."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.address import suggest
from communities.forms.aliases import CHANGED_OFTEN
from communities.forms.joining import ALIAS_TAKEN, alias_field
from communities.models import Community, Membership

ADDRESS_TAKEN = _("This address is taken. Please choose another.")


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


class OpeningForm(forms.Form):
    """The first screen once the community is there: all but the address."""

    name = forms.CharField(max_length=80, label=_("Name"))
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    alias = alias_field(
        label=_("Your alias"),
        help_text=_("How members call you here: one word, a name is fine."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_choices()

    @staticmethod
    def described(owner: Membership) -> dict[str, Any]:
        """What the form shows first."""
        fields = ("name", "language", "time_zone")
        shown = {name: getattr(owner.community, name) for name in fields}
        return shown | {"alias": owner.alias}

    def refuse_alias(self) -> None:
        """Say that somebody has this alias."""
        self.add_error("alias", ALIAS_TAKEN)

    def refuse_more(self) -> None:
        """Say that the day's changes are used up."""
        self.add_error("alias", CHANGED_OFTEN)


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
            "icon",
            "public_page",
            "publish",
            "help_contacts",
            "legal_name",
            "legal_address",
            "legal_contact",
            "legal_number",
        )
        labels = {
            "name": _("Name"),
            "language": _("Language"),
            "time_zone": _("Time zone"),
            "accent": _("Colour"),
            "icon": _("Icon"),
            "public_page": _("Public page"),
            "help_contacts": _("Whom to turn to in need"),
            "legal_name": _("Name or firm"),
            "legal_address": _("Postal address"),
            "legal_contact": _("How to reach you"),
            "legal_number": _("Tax or registry number"),
        }
        help_texts = {
            "icon": _("Stands in the head of every page; none of them says what this is."),
            "public_page": _("Your own words; Markdown works."),
            "legal_contact": _("An e-mail address, a telephone, or both."),
            "legal_number": _("As the law of your country asks: tax number, register and entry."),
            "help_contacts": _(
                "Stands first under «Help now», before the lines of the country. Markdown works."
            ),
        }
        widgets = {
            "public_page": forms.Textarea(attrs={"rows": 18}),
            "help_contacts": forms.Textarea(attrs={"rows": 5}),
            "accent": forms.RadioSelect,
            "icon": forms.RadioSelect,
            "legal_address": forms.Textarea(attrs={"rows": 3}),
        }

    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_choices()
        self.fields["publish"].initial = self.instance.published_at is not None
        self.fields["icon"].required = False

    def clean_icon(self) -> str:
        return self.cleaned_data["icon"] or self.instance.icon
