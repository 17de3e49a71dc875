"""What the rows of files must always show."""

from collections.abc import Callable

from files.models import Attachment


def files_are_there() -> list[str]:
    """Each row's file is on disk, of the size it was written with."""
    return [
        f"attachment {row.pk}: its file is missing or cut"
        for row in Attachment.objects.all().iterator()
        if not row.full_path.is_file() or row.full_path.stat().st_size != row.size
    ]


checks: list[Callable[[], list[str]]] = [files_are_there]
