"""Lines to the owner, and parting."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
