"""Two sendings of one form at the same moment make one post."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, connections

from communities.models import Membership
from core.tenancy import community_scope
from feeds.models import Comment, Post, PostPicture
from feeds.operations import create_comment, create_post
from files.models import Attachment
from tests.conftest import Cast
from tests.feeds.drawing import described

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


def at_once(here: Cast, work: object) -> list[int]:
    """What `work` makes in several threads that start together."""
    start = Barrier(THREADS)

    def run(_: int) -> int:
        try:
            with community_scope(here.community):
                start.wait()
                return work().pk  # type: ignore[operator]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_one_post(here: Cast) -> None:
    submission = uuid4()

    def send() -> Post:
        return create_post(actor=here.member, subgroup=None, body="Once", submission=submission)

    assert len(set(at_once(here, send))) == 1
    assert Post.objects.count() == 1


def test_one_set_of_pictures(here: Cast, settings: Any) -> None:
    submission = uuid4()

    def send() -> Post:
        return create_post(
            actor=here.member,
            subgroup=None,
            body="Once",
            submission=submission,
            pictures=[described("a river"), described("a hill")],
        )

    assert len(set(at_once(here, send))) == 1
    assert PostPicture.objects.count() == Attachment.objects.count() == 2
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 2


def test_one_answer(here: Cast) -> None:
    submission = uuid4()
    post = create_post(actor=here.member, subgroup=None, body="Once", submission=uuid4())

    def send() -> Comment:
        return create_comment(actor=here.curator, post=post, body="Yes", submission=submission)

    assert len(set(at_once(here, send))) == 1
    post.refresh_from_db()
    assert Comment.objects.count() == post.comment_count == 1


def insert(author: Membership, submission: UUID) -> None:
    """What a thread does that has looked and found no post yet."""
    Post.objects.create(author=author, submission=submission, source="x", html="x")


@contextmanager
def without_the_guard() -> Iterator[None]:
    kept = Post._meta.constraints
    guard = next(each for each in kept if each.name == "post_sent_once")
    Post._meta.constraints = [each for each in kept if each is not guard]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Post, guard)
    try:
        yield
    finally:
        Post.objects.all().delete()
        Post._meta.constraints = kept
        with connection.schema_editor() as editor:
            editor.add_constraint(Post, guard)


def test_the_unique_key_is_what_stops_the_second(here: Cast) -> None:
    submission = uuid4()
    insert(here.member, submission)
    with pytest.raises(IntegrityError):
        insert(here.member, submission)


def test_control_without_the_unique_key_there_are_two(here: Cast) -> None:
    submission = uuid4()
    with without_the_guard():
        insert(here.member, submission)
        insert(here.member, submission)
        assert Post.objects.filter(submission=submission).count() == 2
