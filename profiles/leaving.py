"""The profile of somebody who left: nothing of it stays, whatever becomes of their words."""

from django.db import transaction

from communities.models import Leaving
from files.models import Attachment
from files.operations import erase_files
from profiles.models import ProfileLine, ProfilePicture


def settle_profile(leaving: Leaving) -> bool:
    """Who left shows nothing any more; the file of the picture goes too."""
    person, until = leaving.membership, leaving.until
    shown = ProfilePicture.objects.filter(person=person, attachment__added_at__lte=until)
    with transaction.atomic():
        ProfileLine.objects.filter(person=person, written_at__lte=until).delete()
        erase_files(Attachment.objects.filter(pk__in=shown.values("attachment")))
    return True
