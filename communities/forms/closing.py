"""The day on which a community closes."""

from datetime import date, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock

# People need time to say goodbye.
SOONEST = timedelta(days=7)
LATEST = timedelta(days=180)


class ClosingForm(forms.Form):
    day = forms.DateField(
        label=_("Last day of writing"),
        help_text=_("At least a week ahead; writing ends at ten in the morning."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        today = clock.now().astimezone(timezone.get_current_timezone()).date()
        if not today + SOONEST <= day <= today + LATEST:
            raise ValidationError(_("Choose a day between a week and half a year ahead."))
        return day

    def refuse_second(self) -> None:
        """Say that a closing is announced already."""
        self.add_error(None, _("A closing is announced already. It can be taken back until then."))
