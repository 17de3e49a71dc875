"""Shape of what is written: a post, an answer, the reason of hiding."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import text
from core.limits import LimitReached
from feeds.queries import Audience
from files.forms import AltsField, PicturesField, described
from files.pictures import Described
from subgroups.models import Subgroup

LONGEST = 20_000


class CommentForm(forms.Form):
    """An answer. `submission` is made with the form, so that sending twice makes one."""

    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        error_messages={
            "required": _("There is no text yet."),
            "max_length": _(
                "The text is longer than %(limit_value)d characters: it has %(show_value)d. "
                "Please shorten it or send it in two parts."
            ),
        },
    )
    submission = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def change(self, **values: str) -> None:
        """Show the form again with these values in place of those that were sent."""
        sent: Any = self.data
        self.data = changed = sent.copy()
        for name, value in values.items():
            changed[name] = value

    def refuse_as_sent(self) -> None:
        """This form was sent before with another text: offer to send this one as new."""
        self.change(submission=str(uuid4()))
        self.add_error(
            None,
            gettext(
                "An earlier version of this text was published already. "
                "Send once more to publish this one beside it."
            ),
        )

    def refuse_for_now(self, reached: LimitReached) -> None:
        """Too much within an hour: the text stays, and the sentence says until when."""
        self.add_error(None, reached.sentence)


class PostForm(CommentForm):
    """A post and its place, of `places` where the person may write, narrowest first.

    `here` says that the form stands on the page of one subgroup and offers no choice; `asked`
    are the keys of closed subgroups' hashtags the person was asked about.
    """

    place = forms.ChoiceField(
        label=_("Who will read this"),
        error_messages={
            "required": _("Please choose who will read this."),
            "invalid_choice": _("You cannot post to this place now. Please choose another."),
        },
    )
    here = forms.BooleanField(required=False, widget=forms.HiddenInput)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)
    pictures = PicturesField(
        label=_("Pictures"),
        help_text=_("Up to four. Where and when a photo was taken is removed from it."),
    )
    alt = AltsField(label=_("What is in the picture"))

    def __init__(self, *args: Any, places: list[Audience], **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = places
        self.fields["place"].choices = [(place.code, place.code) for place in places]

    @property
    def offered(self) -> list[Audience]:
        """The places to choose from; only the chosen one where there is no choice."""
        chosen = [place for place in self.places if place.code == self["place"].value()]
        return (
            chosen
            if chosen and self["here"].value() not in {None, False, "", "False"}
            else (self.places)
        )

    @property
    def draft(self) -> str:
        """Under which name the browser keeps what is typed here."""
        return self.offered[0].code if len(self.offered) == 1 else "feed"

    @property
    def alts(self) -> list[str]:
        """What was said of the pictures, for the fields to show again; at least one."""
        value = self["alt"].value() or ""
        return [value] if isinstance(value, str) else value

    @property
    def described(self) -> list[Described]:
        """The pictures of a valid form, each with its words."""
        return described(self.cleaned_data["pictures"], self.cleaned_data["alt"])

    def refuse_pictures(self) -> None:
        """They could not be stored."""
        self.add_error(
            "pictures",
            gettext(
                "The pictures could not be stored just now. "
                "Please try again later, or publish the text without them."
            ),
        )

    def clean_place(self) -> Subgroup | None:
        code = self.cleaned_data["place"]
        return next(place.subgroup for place in self.places if place.code == code)

    def clean(self) -> dict[str, Any]:
        cleaned: Any = super().clean()
        closed = self.closed_tags(cleaned.get("body", ""))
        for_all = "place" in cleaned and cleaned["place"] is None
        if for_all and closed - set(cleaned["asked"].split()):
            self.ask(closed)
        return cleaned

    def closed_tags(self, body: str) -> set[str]:
        """Keys of hashtags in `body` that belong to the writer's own closed subgroups."""
        own = {p.subgroup.tag_key for p in self.places if p.subgroup and p.is_narrow}
        if not own or "#" not in body:
            return set()
        return own & {key for _name, key in text.render(body, person=lambda _: None).hashtags}

    def ask(self, closed: set[str]) -> None:
        """Ask once who is meant: the subgroup, or all, and then its tag is an ordinary word."""
        self.places = [
            place
            for place in self.places
            if place.subgroup is None or place.subgroup.tag_key in closed
        ]
        self.change(place="", asked=" ".join(sorted(closed)))
        self.add_error(
            "place",
            gettext(
                "The text has the hashtag of a closed subgroup. Is it for that subgroup alone, "
                "or for all? For all, the hashtag will be an ordinary word."
            ),
        )


class ReasonForm(forms.Form):
    """Why something is hidden; its author reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author will read it. For others there will be nothing here at all."),
        error_messages={"required": _("Please write a reason for the author.")},
    )
