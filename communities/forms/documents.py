"""Texts that members agree to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Document


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(choices=Document.Kind.choices, label=_("Document"))
    source = forms.CharField(
        max_length=60_000,
        label=_("Text"),
        help_text=_("Markdown works. A published version can't be changed, only followed."),
        widget=forms.Textarea(attrs={"rows": 24}),
    )
