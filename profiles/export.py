"""This app's part of a person's own export."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communities.models import Membership
from profiles.models import ProfileLine, ProfilePicture

NAME = "profile"


def own_data(member: Membership) -> dict[str, Any]:
    """Own lines and picture, with who sees each."""
    lines = ProfileLine.objects.filter(person=member).order_by("pk")
    pictures = own_pictures(member)
    return {
        "lines": [shown(line) | written(line) for line in lines],
        "picture": [shown(picture) | {"file": file_name(picture)} for picture in pictures],
    }


def shown(part: ProfileLine | ProfilePicture) -> dict[str, Any]:
    """To whom, as we call it and in words."""
    return {"visibility": part.visibility, "seen_by": part.get_visibility_display()}


def written(line: ProfileLine) -> dict[str, Any]:
    return {"label": line.label, "text": line.text, "written_at": line.written_at}


def own_files(member: Membership) -> Iterator[tuple[str, Path]]:
    """Name in the archive and path on disk of the own picture, if it is there."""
    for picture in own_pictures(member):
        if picture.attachment.full_path.is_file():
            yield file_name(picture), picture.attachment.full_path


def own_pictures(member: Membership) -> Any:
    return ProfilePicture.objects.filter(person=member).select_related("attachment")


def file_name(picture: ProfilePicture) -> str:
    return f"pictures/{NAME}{picture.attachment.full_path.suffix}"
