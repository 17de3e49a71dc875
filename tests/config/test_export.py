"""A person's own copy: what is in it, and what happens when writing it is disturbed."""

import errno
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import exports
from accounts.models import Export
from communities.models import Line, Membership
from communities.operations import leave
from config import export as subject
from core import clock, due
from core.tenancy import community_scope
from feeds.operations import create_comment, create_post
from files.pictures import Described, Picture
from subgroups.operations import leave_subgroup
from tests.conftest import Cast
from tests.factories import CommentFactory, MembershipFactory, PostFactory

pytestmark = pytest.mark.django_db
PICTURE = Described(Picture(b"RIFF", 4, 3), "a river")
LABEL = "accounts.Export"


def copy_of(member: Membership) -> dict[str, str]:
    """File name -> its text, of the copy that this person is given now."""
    exports.ask(user=member.user)
    due.sweep(LABEL)
    archive = zipfile.ZipFile(Export.objects.get(user=member.user).path)
    return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def files() -> list[str]:
    folder = Path(settings.MEDIA_ROOT) / "exports"
    return sorted(path.name for path in folder.glob("*"))


def say(actor: Membership, body: str, **more: Any) -> Any:
    place = {"subgroup": None, **more}
    return create_post(actor=actor, body=body, submission=uuid4(), **place)


@pytest.fixture
def written(here: Cast) -> dict[str, str]:
    slug = here.community.slug
    say(here.insider, "Mine with a picture <b>", pictures=[PICTURE])
    say(here.insider, "Mine in quiet @Alder", subgroup=here.quiet)
    theirs = say(here.member, "Theirs alone @Мышь")
    create_comment(actor=here.insider, post=theirs, body="My answer", submission=uuid4())
    create_comment(actor=here.member, post=theirs, body="Their answer", submission=uuid4())
    Line.objects.create(author=here.insider, body="My line")
    found = copy_of(here.insider)
    return {name.replace(slug, "place"): text for name, text in found.items()}


def test_own_words_are_in_it_and_nobody_else_s(written: dict[str, str]) -> None:
    words = json.loads(written["place/words.json"])
    assert [post["text"] for post in words["posts"]] == [
        "Mine with a picture <b>",
        "Mine in quiet @Alder",
    ]
    assert [comment["text"] for comment in words["comments"]] == ["My answer"]
    everything = " ".join(written.values())
    assert "Theirs" not in everything
    assert "Their answer" not in everything
    assert "My line" in written["place.html"]


def test_the_pages_read_without_script_or_any_other_host(written: dict[str, str]) -> None:
    page = written["place.html"]
    assert "Mine with a picture &lt;b&gt;" in page
    assert "My answer" in page
    (picture,) = [name for name in written if "/pictures/" in name]
    assert f'src="{picture}"' in re.sub(r"harbour-\d+", "place", page)
    for name in ("place.html", "index.html"):
        assert "<script" not in written[name]
        assert "//" not in re.sub("<!doctype html>", "", written[name])


def test_it_speaks_the_person_s_language(here: Cast) -> None:
    here.member.user.language = "ru"
    here.member.user.save()
    page = copy_of(here.member)[f"{here.community.slug}.html"]
    assert 'lang="ru"' in page
    assert "Записи" in page


def test_words_in_subgroups_left_and_where_access_ended_are_in_it(here: Cast) -> None:
    say(here.insider, "Said in quiet", subgroup=here.quiet)
    leave_subgroup(actor=here.insider, subgroup=here.quiet)
    PostFactory(author=here.lapsed, source="Said while I could")
    leave(actor=here.insider)
    slug = here.community.slug
    assert "Said in quiet" in copy_of(here.insider)[f"{slug}.html"]
    assert "Said while I could" in copy_of(here.lapsed)[f"{slug}.html"]


def test_all_communities_are_in_it(cast: Cast) -> None:
    there = MembershipFactory(community=cast.elsewhere, user=cast.member.user, alias="Other")
    with community_scope(cast.elsewhere):
        PostFactory(author=there, source="Said elsewhere")
    found = copy_of(cast.member)
    assert "Said elsewhere" in found[f"{cast.elsewhere.slug}.html"]
    assert "Said elsewhere" not in found[f"{cast.community.slug}.html"]


def test_one_post_and_three_cost_the_same(here: Cast) -> None:
    say(here.member, "One @Мышь")
    with CaptureQueriesContext(connection) as one:
        subject.feeds.own_data(here.member)
    for number in range(2):
        post = say(here.member, f"More {number} @Мышь")
        CommentFactory(post=post, author=here.member)
    with CaptureQueriesContext(connection) as three:
        subject.feeds.own_data(here.member)
    assert len(one) == len(three) == 7


def test_a_full_disk_leaves_nothing_behind_and_is_tried_again(
    here: Cast, monkeypatch: pytest.MonkeyPatch, travel: Callable[..., None]
) -> None:
    def full(*args: Any) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    exports.ask(user=here.member.user)
    with monkeypatch.context() as patch:
        patch.setattr(subject.os, "fsync", full)
        due.sweep(LABEL)
    export = Export.objects.get()
    assert (files(), export.is_short_of_room, export.is_ready) == ([], True, False)
    travel(export.due_at - clock.now() + subject.LEASE)
    due.sweep(LABEL)
    export.refresh_from_db()
    assert (files(), export.last_error, export.is_ready) == ([f"{export.name}.zip"], "", True)


def test_a_killed_process_is_followed_by_another(
    here: Cast, monkeypatch: pytest.MonkeyPatch, travel: Callable[..., None]
) -> None:
    def killed(*args: Any) -> None:
        raise SystemExit

    exports.ask(user=here.member.user)
    with monkeypatch.context() as patch:
        patch.setattr(subject, "own_account", killed)
        with pytest.raises(SystemExit):
            due.sweep(LABEL)
    folder = Path(settings.MEDIA_ROOT) / "exports"
    (folder / f"{Export.objects.get().name}.1").write_bytes(b"half")
    assert due.sweep(LABEL) == 0
    travel(subject.LEASE)
    due.sweep(LABEL)
    assert files() == [f"{Export.objects.get().name}.zip"]


def test_killed_just_after_writing_it_is_kept_its_time(here: Cast) -> None:
    exports.ask(user=here.member.user)
    due.sweep(LABEL)
    Export.objects.update(due_at=clock.now())
    due.sweep(LABEL)
    assert Export.objects.get().is_ready


def test_a_copy_for_nobody_is_not_kept(here: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The account was erased while it was being written."""
    real = subject.own_account

    def meanwhile(user: Any) -> Any:
        Export.objects.all().delete()
        return real(user)

    exports.ask(user=here.member.user)
    monkeypatch.setattr(subject, "own_account", meanwhile)
    due.sweep(LABEL)
    assert files() == []


def test_who_is_removed_while_it_is_written_keeps_their_words(
    here: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    PostFactory(author=here.member, source="Said before")
    real = subject.own_account

    def meanwhile(user: Any) -> Any:
        Membership.objects.filter(pk=here.member.pk).update(state="removed")
        return real(user)

    monkeypatch.setattr(subject, "own_account", meanwhile)
    assert "Said before" in copy_of(here.member)[f"{here.community.slug}.html"]


def test_after_48_hours_it_is_erased(here: Cast, travel: Callable[..., None]) -> None:
    copy_of(here.member)
    assert len(files()) == 1
    travel(exports.KEPT)
    due.sweep(LABEL)
    assert files() == []
    assert not Export.objects.exists()
