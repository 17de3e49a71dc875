"""What newcomers are asked, and what staff answers them."""

from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Application
from communities.models.application import MOST_QUESTIONS, Screening

State = Application.State
FIRST_QUESTION = _("What brings you here?")


class ScreeningForm(forms.Form):
    """One switch and up to five questions."""

    asks = forms.BooleanField(
        required=False,
        label=_("Ask newcomers first"),
        help_text=_(
            "Whoever comes by a link answers your questions; you and your specialists read them. "
            "Nobody pays before your yes. Whoever you invite by letter comes in without."
        ),
    )

    def __init__(self, *args: Any, screening: Screening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asks"].initial = screening.asks
        present = screening.questions or [FIRST_QUESTION]
        for number in range(MOST_QUESTIONS):
            self.fields[f"question_{number}"] = forms.CharField(
                max_length=200,
                required=False,
                label=_("Question %(number)s") % {"number": number + 1},
                initial=present[number] if number < len(present) else "",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = [cleaned.get(f"question_{number}", "") for number in range(MOST_QUESTIONS)]
        questions = list(dict.fromkeys(question for question in named if question))
        if cleaned.get("asks") and not questions:
            self.add_error("question_0", _("Write at least one question."))
        return {"asks": cleaned.get("asks", False), "questions": questions}


def answer_name(question: str) -> str:
    """The field of a question: another question never takes over what was typed for this one."""
    return f"answer_{sha256(question.encode()).hexdigest()[:12]}"


def answer_field(question: str) -> forms.CharField:
    return forms.CharField(
        max_length=2_000, label=question, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReplyForm(forms.Form):
    """Yes may stand alone; a no and a talk are said in own words."""

    answer = forms.ChoiceField(
        choices=[(state, state.label) for state in (State.YES, State.TALK, State.NO)]
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    words = forms.CharField(
        max_length=2_000,
        required=False,
        label=_("In your words"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") in (State.NO, State.TALK) and not cleaned.get("words"):
            self.add_error("words", _("Please say it in a few words of your own."))
        return cleaned

    def refuse_second(self) -> None:
        """Say that the application was answered or taken back meanwhile."""
        self.add_error(
            None,
            _(
                "Meanwhile this application was answered by somebody else, or taken back. "
                "Nothing was sent; what you wrote is still here."
            ),
        )
