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
        "lines": list(lines.values("label", "text", "visibility", "written_at")),
        "picture": [{"file": file_name(p), "visibility": p.visibility} for p in pictures],
    }


def own_files(member: Membership) -> Iterator[tuple[str, Path]]:
    """Name in the archive and path on disk of the own picture, if it is there."""
    for picture in own_pictures(member):
        if picture.attachment.full_path.is_file():
            yield file_name(picture), picture.attachment.full_path


def own_pictures(member: Membership) -> Any:
    return ProfilePicture.objects.filter(person=member).select_related("attachment")


def file_name(picture: ProfilePicture) -> str:
    return f"pictures/{NAME}{picture.attachment.full_path.suffix}"
