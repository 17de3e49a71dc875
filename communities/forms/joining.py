"""Coming in: an alias, and what is agreed to."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.forms.applications import answer_field, answer_name
from communities.models import Document
from core import text

ALIAS_TAKEN = _("Somebody here has this alias or one that looks the same. Please choose another.")
NEW_VERSION = _(
    "What we agree on has changed since you opened this page. Please look at it once more."
)


class AliasField(forms.CharField):
    """One word of 2-30 letters, digits, `_` and `-`."""

    default_error_messages = {
        "not_an_alias": _(
            "One word of 2 to 30 letters, digits, _ or -, with a letter or digit at both ends."
        )
    }

    def clean(self, value: Any) -> str:
        alias: str = super().clean(value)
        if not text.is_alias(alias):
            raise ValidationError(self.error_messages["not_an_alias"])
        return alias


def alias_field(*, label: Any, help_text: Any) -> AliasField:
    names = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"})
    return AliasField(max_length=30, label=label, help_text=help_text, widget=names)


class JoinForm(forms.Form):
    """Alias and two consents, apart from each other as the law asks.

    `asked` are the present versions. The page names those it showed, and no other is agreed to.
    """

    documents = forms.ModelMultipleChoiceField(
        queryset=Document.objects.none(),
        required=False,
        widget=forms.MultipleHiddenInput,
        error_messages={"invalid_choice": NEW_VERSION, "invalid_pk_value": NEW_VERSION},
    )
    alias = alias_field(
        label=_("Alias"),
        help_text=_(
            "This is how you are called here. Your name and e-mail are shown to nobody. "
            "Two words can be joined: Field_Mouse."
        ),
    )
    agreement = forms.BooleanField(
        label=_("I have read the agreement and the privacy text and accept them."),
        error_messages={"required": _("Without the agreement we cannot let you in.")},
    )
    data_consent = forms.BooleanField(
        label=_(
            "I consent to the use of special categories of my personal data: what I write here "
            "may tell of my health, including mental health. I can withdraw this at any time."
        ),
        error_messages={"required": _("Without this consent your words cannot be kept here.")},
    )

    def __init__(
        self, *args: Any, asked: Any = None, questions: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions:
            self.fields[answer_name(question)] = answer_field(question)
        if asked is None:
            del self.fields["documents"]
        else:
            self.fields["documents"].queryset = asked

    def clean_documents(self) -> Any:
        shown = self.cleaned_data["documents"]
        if set(shown) != set(self.fields["documents"].queryset):
            raise ValidationError(NEW_VERSION)
        return shown

    def answers(self) -> list[tuple[str, str]]:
        """Each question with what was answered, once the form is valid."""
        return [(each, self.cleaned_data[answer_name(each)]) for each in self.questions]

    def answer_fields(self) -> list[forms.BoundField]:
        return [self[answer_name(question)] for question in self.questions]

    def refuse_questions(self) -> None:
        """Say that the questions were changed meanwhile."""
        self.add_error(None, _("The questions have just changed. Please look at them once more."))

    def refuse_alias(self) -> None:
        """Say that the alias was taken meanwhile."""
        self.add_error("alias", ALIAS_TAKEN)


class AcceptForm(forms.Form):
    """Agrees to the versions named on the page, so that none is accepted unseen."""

    documents = forms.ModelMultipleChoiceField(
        queryset=Document.objects.none(), widget=forms.MultipleHiddenInput
    )
    agreed = forms.BooleanField(
        label=_("I have read this and agree."),
        error_messages={"required": _("Writing goes on once you agree.")},
    )

    def __init__(self, *args: Any, asked: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].queryset = asked
