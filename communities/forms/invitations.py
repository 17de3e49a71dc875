"""Links that let people in, and addresses that are invited."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import mailbox


class InvitationForm(forms.Form):
    uses_allowed = forms.IntegerField(
        min_value=1, max_value=500, initial=20, label=_("For how many people")
    )
    days = forms.IntegerField(min_value=1, max_value=90, initial=14, label=_("For how many days"))


class AddressForm(forms.Form):
    """One address; a domain may be written in its own letters."""

    address = forms.CharField(
        max_length=254,
        label=_("E-mail"),
        help_text=_("The letter says nothing of this place. It opens to this address alone."),
        widget=forms.TextInput(
            attrs={
                # Not type="email": browsers make a domain in its own letters unreadable.
                "inputmode": "email",
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not mailbox.is_address(address):
            raise ValidationError(_("This does not look like an e-mail address."))
        return address
