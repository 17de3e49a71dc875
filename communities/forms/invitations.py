"""Links that let people in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class InvitationForm(forms.Form):
    uses_allowed = forms.IntegerField(
        min_value=1, max_value=500, initial=20, label=_("For how many people")
    )
    days = forms.IntegerField(min_value=1, max_value=90, initial=14, label=_("For how many days"))
