"""What is left over is deleted, and nothing else."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings

from core import clock
from feeds.models import PostPicture
from feeds.operations import create_post
from files import sweeps
from files.models import Attachment
from files.operations import keep_picture
from files.tasks import sweep_files
from tests.conftest import Cast
from tests.feeds.drawing import described

DAYS = timedelta(days=2)


def shown(cast: Cast) -> Attachment:
    create_post(
        actor=cast.member, subgroup=None, body="x", submission=uuid4(), pictures=[described()]
    )
    return PostPicture.objects.latest("pk").attachment


def unshown(cast: Cast) -> Attachment:
    return keep_picture(added_by=cast.member, picture=described().picture, alt="")


def age(attachment: Attachment, by: timedelta = DAYS) -> None:
    Attachment.objects.filter(pk=attachment.pk).update(added_at=clock.now() - by)
    age_file(attachment.full_path, by)


def age_file(path: Path, by: timedelta = DAYS) -> None:
    at = (clock.now() - clock.offset() - by).timestamp()
    os.utime(path, (at, at))


def lost_file(cast: Cast, name: str = "ab/abandoned.webp", folder: str = "") -> Path:
    path = Path(settings.MEDIA_ROOT) / (folder or str(cast.community.pk)) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    age_file(path)
    return path


def test_an_old_row_that_nothing_shows_goes_with_its_file(here: Cast) -> None:
    kept, left, young = shown(here), unshown(here), unshown(here)
    age(kept)
    age(left)
    assert sweeps.sweep_files() == 1
    assert set(Attachment.objects.all()) == {kept, young}
    assert not left.full_path.exists()
    assert kept.full_path.exists()
    assert young.full_path.exists()


def test_an_old_file_without_a_row_goes(here: Cast) -> None:
    old = lost_file(here)
    young = lost_file(here, "ab/just_written.webp")
    age_file(young, timedelta(hours=1))
    assert sweeps.sweep_files() == 1
    assert not old.exists()
    assert young.exists()


def test_what_is_no_community_s_stays(here: Cast) -> None:
    others = [lost_file(here, "x.zip", folder) for folder in ("exports", ".backup")]
    assert sweeps.sweep_files() == 0
    assert all(path.exists() for path in others)


def test_a_moved_clock_makes_no_file_old(here: Cast, travel: Any) -> None:
    travel(timedelta(days=40))
    young = lost_file(here)
    age_file(young, timedelta(minutes=1))
    sweeps.sweep_files()
    assert young.exists()


def test_many_are_swept_in_parts(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeps, "AT_ONCE", 2)
    kept = shown(here)
    age(kept)
    for number in range(5):
        lost_file(here, f"ab/{number}.webp")
    assert sweeps.sweep_files() == 5
    assert kept.full_path.exists()


def test_it_is_asked_for_once_a_day(db: None) -> None:
    planned = current_app.conf.beat_schedule["files"]
    assert planned["schedule"] == timedelta(days=1)
    assert planned["task"] == sweep_files.name
    assert sweep_files() == 0
