"""Lines to the owner, and parting."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities import refunds
from communities.filters import filters_for
from communities.models import Membership, Parting
from communities.permissions import P
from core import clock


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


class PeopleForm(forms.Form):
    """The list of people, narrowed; which fields there are depends on who asks."""

    def __init__(self, *args: Any, asker: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in filters_for(asker):
            self.fields[each.name] = each.field(asker)


FURTHEST = timedelta(days=30)


LONGEST_ILLNESS = timedelta(days=90)


class DeputyForm(forms.Form):
    """Until when somebody stands in for the owner."""

    until = forms.DateField(
        label=_("Until and including"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = clock.now().astimezone(timezone.get_current_timezone()).date()
        if not today <= until <= today + LONGEST_ILLNESS:
            raise ValidationError(_("Choose a day within the next 90 days."))
        return until


class PartingForm(forms.Form):
    """The day is left empty for now; what is given back is decided by the owner alone."""

    reason = forms.CharField(
        max_length=500,
        label=_("Why"),
        help_text=_("Read by staff and by the person concerned, by nobody else."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = forms.DateField(
        required=False,
        label=_("From which day"),
        help_text=_("Empty: at once. At most 30 days ahead; until then they write as before."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(
        max_length=2_000,
        required=False,
        label=_("Your words to the person"),
        help_text=_("Only they read them, on a page of their own."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    turn_to = forms.CharField(
        max_length=1_000,
        required=False,
        label=_("Where to turn next"),
        help_text=_("Somebody who can go on with them: a name, an address, a telephone."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    refund = forms.ChoiceField(
        choices=Parting.Refund.choices,
        initial=Parting.Refund.NONE,
        required=False,
        label=_("What is given back"),
        widget=forms.RadioSelect,
    )
    refund_note = forms.CharField(
        max_length=100,
        required=False,
        label=_("How much"),
        help_text=_("For an amount: as you would say it, «20 €»."),
    )

    def __init__(self, *args: Any, actor: Membership, person: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if P.DECIDE_REFUND.allows(actor):
            self.fields["refund"].help_text = refunds.offers(person)
        else:
            del self.fields["refund"], self.fields["refund_note"]

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        today = clock.now().astimezone(timezone.get_current_timezone()).date()
        if day is not None and not today <= day <= today + FURTHEST:
            raise ValidationError(_("Choose today or a day within the next 30 days."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "refund" in cleaned:
            cleaned["refund"] = cleaned["refund"] or Parting.Refund.NONE
        if cleaned.get("refund") == Parting.Refund.AMOUNT:
            self.clean_amount(cleaned)
        return cleaned

    def clean_amount(self, cleaned: dict[str, Any]) -> None:
        typed = cleaned.get("refund_note")
        if not typed:
            self.add_error("refund_note", _("Say how much is given back."))
            return
        try:
            cleaned["refund_sum"] = refunds.read(self.person, typed)
        except ValueError as error:
            self.add_error("refund_note", str(error))

    def refuse_second(self) -> None:
        """Say that a parting is announced already."""
        self.add_error(None, _("A parting with them is announced already. It can be taken back."))
