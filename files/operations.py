"""Keeping a picture, for which the app whose words it belongs to has asked for permission; and the
community's own, its logo."""

import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.conf import settings
from django.db import transaction

from communities.models import Community, Membership
from communities.operations import record
from communities.permissions import P
from core.permissions import require
from files.models import Attachment, Logo
from files.pictures import Described, Picture


def keep_pictures(*, added_by: Membership, pictures: Sequence[Described]) -> list[Attachment]:
    """`keep_picture` for all of them in their order, or for none where one raises `OSError`."""
    kept: list[Attachment] = []
    try:
        for picture, alt in pictures:
            kept.append(keep_picture(added_by=added_by, picture=picture, alt=alt))
    except OSError:
        for attachment in kept:
            attachment.full_path.unlink(missing_ok=True)
        raise
    return kept


def keep_picture(*, added_by: Membership, picture: Picture, alt: str) -> Attachment:
    """Store `picture` and its row, inside the caller's transaction.

    The file is on disk before the row: a lost transaction leaves a file nobody can reach, never a
    row without its file. Raises `OSError` (a full disk) with nothing left behind.
    """
    name = secrets.token_hex(16)
    path = f"{added_by.community_id}/{name[:2]}/{name}{picture.suffix}"
    write(Path(settings.MEDIA_ROOT) / path, picture.content)
    return Attachment.objects.create(
        added_by=added_by,
        path=path,
        content_type=picture.content_type,
        size=len(picture.content),
        width=picture.width,
        height=picture.height,
        alt=alt,
    )


def erase_files(attachments: Iterable[Attachment]) -> None:
    """Delete rows and files, inside the caller's transaction, for work that is tried again.

    Files go before the commit: a lost transaction is repeated and finds them gone, while a file
    that outlived its row would be found by nobody.
    """
    found = list(attachments)
    Attachment.objects.filter(pk__in=[attachment.pk for attachment in found]).delete()
    for attachment in found:
        attachment.full_path.unlink(missing_ok=True)


def write(path: Path, content: bytes) -> None:
    """Write whole and to the disk, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


def drop_picture(*, attachment: Attachment) -> None:
    """Delete the row and, once that is certain, the file; inside the caller's transaction."""
    path = attachment.full_path
    attachment.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def set_logo(*, actor: Membership, picture: Picture) -> Logo:
    """Take the place of an earlier one, whose file goes. Raises `OSError` (a full disk)."""
    require(actor, P.CHANGE_COMMUNITY)
    with transaction.atomic():
        end_logo(actor)
        logo: Logo = Logo.objects.create(
            attachment=keep_picture(added_by=actor, picture=picture, alt="")
        )
        Community.objects.filter(pk=actor.community_id).update(has_logo=True)
        record(actor=actor, action="set_logo")
    return logo


def remove_logo(*, actor: Membership) -> None:
    """The file goes with it."""
    require(actor, P.CHANGE_COMMUNITY)
    with transaction.atomic():
        if end_logo(actor):
            Community.objects.filter(pk=actor.community_id).update(has_logo=False)
            record(actor=actor, action="remove_logo")


def end_logo(actor: Membership) -> bool:
    """Whether there was one. One at a time, so that two clicks leave one picture."""
    Community.objects.select_for_update().get(pk=actor.community_id)
    old = Logo.objects.select_related("attachment").first()
    if old:
        drop_picture(attachment=old.attachment)
    return old is not None
