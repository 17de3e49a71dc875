"""What somebody decides on leaving."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Membership

Words = Membership.Words


def words_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=Words.choices,
        initial=Words.ALIAS,
        label=_("What becomes of what I wrote"),
        widget=forms.RadioSelect,
    )


class WordsForm(forms.Form):
    """The choice of who is gone already."""

    words = words_field()


class LeaveForm(forms.Form):
    """The choice, and an optional goodbye for who may still write."""

    words = words_field()
    goodbye = forms.CharField(
        required=False,
        max_length=20_000,
        label=_("A goodbye, if you like"),
        help_text=_("The whole community reads it. Without one nobody is told anything."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, may_write: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_write:
            del self.fields["goodbye"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("goodbye") and cleaned.get("words") == Words.DELETED:
            self.add_error(
                "goodbye",
                _("It would be deleted with your other words. Leave it empty, or let them stay."),
            )
        return cleaned
