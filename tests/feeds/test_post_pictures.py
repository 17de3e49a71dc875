"""Pictures on a post: who keeps them, once; who sees them; how many queries that takes."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.permissions import Refused
from feeds.export import own_data, own_files
from feeds.models import Post, PostPicture
from feeds.operations import SentDifferently, create_post, hide_post
from feeds.queries import Audiences, dress_posts, with_people
from files.models import Attachment
from tests.conftest import Cast
from tests.feeds.drawing import described
from tests.feeds.writing import say


def on_disk(settings: Any) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def show(cast: Cast, *alts: str, **more: Any) -> Post:
    """Publish a post with a picture for each of `alts`."""
    sent = {"actor": cast.insider, "subgroup": None, "body": "Look", "submission": uuid4()} | more
    return create_post(**sent, pictures=[described(alt) for alt in alts])


def test_pictures_stand_in_their_order(here: Cast) -> None:
    post = show(here, "a river", "", "a hill")
    pictures = post.pictures.order_by("position").select_related("attachment")
    assert [picture.attachment.alt for picture in pictures] == ["a river", "", "a hill"]
    assert {picture.attachment.added_by for picture in pictures} == {here.insider}


def test_who_may_not_write_leaves_no_file(here: Cast, settings: Any) -> None:
    with pytest.raises(Refused):
        show(here, "a river", actor=here.member, subgroup=here.quiet)
    assert not Attachment.objects.exists()
    assert on_disk(settings) == []


def test_sending_twice_keeps_one_set(here: Cast, settings: Any) -> None:
    same = uuid4()
    first, second = (show(here, "a river", "a hill", submission=same) for _ in range(2))
    assert first == second
    assert PostPicture.objects.count() == Attachment.objects.count() == len(on_disk(settings)) == 2


def test_pictures_changed_after_sending_are_not_lost_silently(here: Cast) -> None:
    same = uuid4()
    show(here, "a river", submission=same)
    for alts in (["a hill"], ["a river", "a hill"]):
        with pytest.raises(SentDifferently):
            show(here, *alts, submission=same)
    assert Attachment.objects.count() == 1


def test_a_draft_sent_again_without_its_pictures_is_the_same_post(here: Cast) -> None:
    same = uuid4()
    assert show(here, "a river", submission=same) == show(here, submission=same)


def test_a_disk_that_fills_up_on_the_way_leaves_nothing(
    here: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = iter([None])

    def fill(fd: int) -> None:
        try:
            next(synced)
        except StopIteration:
            raise OSError(28, "No space left on device") from None

    monkeypatch.setattr("os.fsync", fill)
    with pytest.raises(OSError, match="space"):
        show(here, "a river", "a hill")
    assert not Post.objects.exists()
    assert not Attachment.objects.exists()
    assert on_disk(settings) == []


def test_a_picture_is_seen_by_who_sees_its_post(here: Cast) -> None:
    common, quiet = show(here, "a river"), show(here, "a hill", subgroup=here.quiet)
    hidden = show(here, "a cloud")
    hide_post(actor=here.owner, post=hidden, reason="A face")
    for name, who in here.everybody().items():
        if name not in {"visitor", "outsider"}:
            posts = Post.objects.visible_to(who).filter(pk__in=[common.pk, quiet.pk, hidden.pk])
            seen = PostPicture.objects.visible_to(who).values_list("post", flat=True)
            assert set(seen) == set(posts.values_list("pk", flat=True)), name


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_is_dressed_in_as_many_queries_for_one_post_as_for_twenty(
    here: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for n in range(count):
        show(here, f"picture {n}", "another", body=f"@Alder {n} #north")
    posts = list(with_people(Post.objects.all()))
    with django_assert_num_queries(3):
        dressed = dress_posts(posts, Audiences())
    for post in dressed:
        assert len(post.gallery) == 2
        assert [place.name for place in post.standing] == ["North"]
        assert post.aliases == {here.curator.pk: "Alder"}


def test_own_export_holds_own_pictures_alone(here: Cast) -> None:
    post = show(here, "a river")
    show(here, "a hill", actor=here.curator)
    picture = post.pictures.get()
    name = f"pictures/{picture.code}.webp"
    assert dict(own_files(here.insider)) == {name: picture.attachment.full_path}
    assert own_data(here.insider)["posts"][0]["pictures"] == [{"file": name, "alt": "a river"}]
    say(here.member)
    assert own_data(here.member)["posts"][0]["pictures"] == []


def test_an_export_goes_on_without_a_lost_file(here: Cast) -> None:
    show(here, "a river").pictures.get().attachment.full_path.unlink()
    assert list(own_files(here.insider)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_an_export_asks_once_for_all_pictures(here: Cast, count: int) -> None:
    for _ in range(count):
        show(here, "a river")
    with CaptureQueriesContext(connection) as asked:
        own_data(here.insider)
    assert sum('FROM "feeds_postpicture"' in each["sql"] for each in asked) == 1
