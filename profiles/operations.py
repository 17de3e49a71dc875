"""Showing something of oneself, changing to whom, taking it back: gone at once, everywhere."""

from django.db import transaction

from communities.models import Membership
from core.permissions import require
from files.operations import drop_picture, keep_picture
from files.pictures import Picture
from profiles.models import ProfileLine, ProfilePicture, Visibility
from profiles.permissions import P

MOST_LINES = 12


class TooManyLines(Exception):
    """`MOST_LINES` stand in the profile already."""


def add_line(*, actor: Membership, label: str, text: str, visibility: str) -> ProfileLine:
    """Raises `TooManyLines`."""
    require(actor, P.SHOW)
    with transaction.atomic():
        if ProfileLine.objects.filter(person=actor).count() >= MOST_LINES:
            raise TooManyLines
        return ProfileLine.objects.create(
            person=actor, label=label, text=text, visibility=visibility
        )


def change_line(
    *, actor: Membership, line: ProfileLine, label: str, text: str, visibility: str
) -> None:
    require(actor, P.CHANGE, line)
    line.label, line.text, line.visibility = label, text, visibility
    line.save(update_fields=["label", "text", "visibility"])


def take_line_back(*, actor: Membership, line: ProfileLine) -> None:
    """Show it to nobody; it stays with its owner."""
    require(actor, P.TAKE_BACK, line)
    ProfileLine.objects.filter(pk=line.pk).update(visibility=Visibility.ME)


def delete_line(*, actor: Membership, line: ProfileLine) -> None:
    require(actor, P.TAKE_BACK, line)
    ProfileLine.objects.filter(pk=line.pk).delete()


def set_picture(*, actor: Membership, picture: Picture, visibility: str) -> ProfilePicture:
    """Take the place of an earlier one, whose file goes. Raises `OSError` (a full disk)."""
    require(actor, P.SHOW)
    with transaction.atomic():
        end_picture(actor)
        kept = keep_picture(added_by=actor, picture=picture, alt="")
        return ProfilePicture.objects.create(person=actor, attachment=kept, visibility=visibility)


def show_picture(*, actor: Membership, picture: ProfilePicture, visibility: str) -> None:
    """Change to whom it is shown; to nobody is taking it back."""
    require(actor, P.TAKE_BACK if visibility == Visibility.ME else P.CHANGE, picture)
    ProfilePicture.objects.filter(pk=picture.pk).update(visibility=visibility)


def delete_picture(*, actor: Membership, picture: ProfilePicture) -> None:
    """The file goes with it."""
    require(actor, P.TAKE_BACK, picture)
    with transaction.atomic():
        end_picture(actor)


def end_picture(person: Membership) -> None:
    for old in ProfilePicture.objects.filter(person=person).select_related("attachment"):
        drop_picture(attachment=old.attachment)
