"""The fields that take pictures and what they show; pictures come out already re-encoded."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import text
from files.pictures import (
    LOGO_SIDE,
    LONGEST_SIDE,
    Described,
    Picture,
    TooLarge,
    Unreadable,
    re_encode,
)

MOST = 4
LONGEST_ALT = 500
# Of one request, for the words around the pictures.
BESIDE_BYTES = 1_000_000


class PicturesInput(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Up to `MOST` pictures, `together` bytes in all; cleans to a list of `Picture`."""

    widget = PicturesInput
    most = MOST
    longest = LONGEST_SIDE
    together = settings.BODY_LIMIT_BYTES - BESIDE_BYTES
    default_error_messages = {
        "many": _("At most four pictures go with one post."),
        "large": _("«%(name)s» is too large: 15 MB and 50 megapixels at most."),
        "unreadable": _("«%(name)s» is not a picture we can read: JPEG, PNG, WebP or GIF."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Picture]:
        uploads = data or []
        if len(uploads) > MOST:
            raise ValidationError(self.error_messages["many"])
        return [self.read(upload) for upload in uploads]

    def read(self, upload: Any) -> Picture:
        try:
            return re_encode(upload, upload.size, self.longest)
        except TooLarge as error:
            raise self.refused("large", upload) from error
        except Unreadable as error:
            raise self.refused("unreadable", upload) from error

    def refused(self, kind: str, upload: Any) -> ValidationError:
        return ValidationError(self.error_messages[kind], params={"name": upload.name})


class OnePictureField(PicturesField):
    """Cleans to one `Picture`."""

    default_error_messages = {"one": _("Please choose one picture.")}

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = super().clean([data] if data else [], initial)
        if len(found) != 1:
            raise ValidationError(self.error_messages["one"])
        return found[0]


class LogoField(OnePictureField):
    longest = LOGO_SIDE


class LogoForm(forms.Form):
    picture = LogoField(
        label=_("Picture"),
        help_text=_("JPEG, PNG, WebP or GIF. It stands small beside the name on every page."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def refuse_picture(self) -> None:
        """Say that there is no room to keep it."""
        self.add_error(
            "picture", _("The picture could not be kept just now. Please try again later.")
        )


class AltsInput(forms.TextInput):
    """As many texts as fields of the name were sent."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name))


class AltsField(forms.Field):
    """What each picture shows, in words; cleans to a list of single lines, some of them empty."""

    widget = AltsInput
    default_error_messages = {
        "long": _("What is in a picture takes at most 500 characters."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: list[str]) -> list[str]:
        alts = [" ".join(text.clean(alt).split()) for alt in value]
        if any(len(alt) > LONGEST_ALT for alt in alts):
            raise ValidationError(self.error_messages["long"])
        return alts


def described(pictures: Sequence[Picture], alts: Sequence[str]) -> list[Described]:
    """Each picture with its words; the last words, or none, are those of all that remain."""
    last = alts[-1] if alts else ""
    words = [*alts, *[last] * len(pictures)]
    return [Described(picture, alt) for picture, alt in zip(pictures, words, strict=False)]
