from pathlib import Path
from typing import Any

import pytest

from files.invariants import files_are_there
from files.models import Attachment
from files.operations import keep_picture
from files.pictures import Picture
from files.serving import send
from tests.conftest import Cast

PICTURE = Picture(b"webp", 4, 3)


def kept(cast: Cast) -> Attachment:
    return keep_picture(added_by=cast.member, picture=PICTURE, alt="a river")


def test_a_picture_is_on_disk_under_a_name_that_says_nothing(here: Cast) -> None:
    row = kept(here)
    assert row.full_path.read_bytes() == b"webp"
    assert here.member.alias not in row.path
    assert files_are_there() == []


def test_a_missing_file_is_found(here: Cast) -> None:
    row = kept(here)
    row.full_path.unlink()
    assert files_are_there() == [f"attachment {row.pk}: its file is missing or cut"]


def test_a_full_disk_leaves_neither_row_nor_file(
    here: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        kept(here)
    assert not Attachment.objects.exists()
    assert [p for p in Path(settings.MEDIA_ROOT).rglob("*") if p.is_file()] == []


def test_it_is_sent_as_what_it_is_and_can_run_nothing(here: Cast) -> None:
    row = kept(here)
    response = send(row)
    assert response.headers["X-Sendfile"] == str(row.full_path)
    assert response.headers["Content-Type"] == "image/webp"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
