"""A line of the profile, a picture, and to whom it is shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from files.forms import OnePictureField
from profiles.models import Visibility


def visibility_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=Visibility.choices,
        initial=Visibility.ME,
        label=_("Who sees it"),
        widget=forms.RadioSelect,
    )


class LineForm(forms.Form):
    label = forms.CharField(
        max_length=40,
        label=_("What it is about"),
        help_text=_("For example: About me, What helps me, Where else to find me."),
    )
    text = forms.CharField(
        max_length=500, label=_("Text"), widget=forms.Textarea(attrs={"rows": 3})
    )
    visibility = visibility_field()

    def refuse_more(self) -> None:
        """Say that the profile is full."""
        self.add_error(None, _("Twelve lines are the most. Delete one to write another."))


class PictureForm(forms.Form):
    picture = OnePictureField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or GIF. Place and time of the photo are taken out of it."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    visibility = visibility_field()

    def refuse_picture(self) -> None:
        """Say that there is no room to keep it."""
        self.add_error(
            "picture", _("The picture could not be kept just now. Please try again later.")
        )


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(choices=Visibility.choices)
