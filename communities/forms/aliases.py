"""Another alias."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.forms.joining import ALIAS_TAKEN, alias_field

CHANGED_OFTEN = _("The alias was changed three times today. Tomorrow it can be changed again.")


class AliasForm(forms.Form):
    alias = alias_field(
        label=_("New alias"),
        help_text=_("One word; two can be joined: Field_Mouse."),
    )

    def refuse_alias(self) -> None:
        """Say that somebody has it, or had it lately."""
        self.add_error("alias", ALIAS_TAKEN)

    def refuse_more(self) -> None:
        """Say that the day's changes are used up."""
        self.add_error("alias", CHANGED_OFTEN)
