"""All components on one page, in both themes and all accents: `/components/`, for makers only.

`?accent=plum&theme=dark` shows it under that accent and theme; the language is the browser's.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from communities.models.community import Accent
from config.showcase_samples import SAMPLES
from core import clock

THEMES = ("light", "dark")


class SampleForm(forms.Form):
    """One field of each kind."""

    alias = forms.CharField()
    email = forms.EmailField()
    about = forms.CharField(required=False, widget=forms.Textarea)
    currency = forms.ChoiceField(choices=[("EUR", "EUR"), ("RUB", "RUB"), ("KZT", "KZT")])
    device = forms.ChoiceField(widget=forms.RadioSelect)
    code = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    picture = forms.FileField(required=False)
    consent = forms.BooleanField()

    def __init__(self, sample: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["device"] = forms.ChoiceField(
            choices=sample["devices"], widget=forms.RadioSelect
        )
        for name, (label, hint) in sample["fields"].items():
            self.fields[name].label = label
            self.fields[name].help_text = hint


def components(request: HttpRequest) -> HttpResponse:
    """The page itself. An accent or theme that does not exist counts as not given."""
    sample = SAMPLES.get(get_language() or "en", SAMPLES["en"])
    now = clock.now()
    accent, theme = request.GET.get("accent"), request.GET.get("theme")
    context = {
        "sample": sample,
        "accent": accent if accent in Accent.values else Accent.SEA,
        "theme": theme if theme in THEMES else "",
        "themes": THEMES,
        "accents": Accent.choices,
        "empty_form": SampleForm(sample, prefix="empty"),
        "faulty_form": SampleForm(sample, prefix="faulty", data={"faulty-email": "polevaya"}),
        "times": [now - timedelta(hours=hours) for hours in (1, 26, 80, 900, 9000)],
        "now": now,
    }
    return render(request, "config/showcase.html", context)
