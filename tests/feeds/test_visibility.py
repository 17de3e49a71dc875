"""Who sees which post and comment: against a naive oracle, and both ways round."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.models import Membership
from core import clock
from feeds.models import Comment, Post
from feeds.queries import readers_of_comment, readers_of_post
from tests.conftest import Cast
from tests.factories import CommentFactory, PostFactory

READERS = ["owner", "specialist", "curator", "member", "insider", "reading_only"]
# Beside the owner: who has a place there, and who leads it. «north» is open to all.
INSIDE = {"north": set(READERS), "quiet": {"curator", "insider"}, "attic": {"insider"}}
LED = {"north": {"curator"}, "quiet": {"curator"}, "attic": set()}


def sees_home(who: str, home: str) -> bool:
    return home == "common" or who == "owner" or who in INSIDE[home]


def keeps(who: str, home: str) -> bool:
    staff = who in {"owner", "specialist"} and sees_home(who, home)
    return staff or who in LED.get(home, set())


def sees(who: str, home: str, author: str, *, hidden: bool) -> bool:
    """The rule in a sentence: its home, and when hidden, the author and who keeps order there."""
    return sees_home(who, home) and (not hidden or who == author or keeps(who, home))


HOMES = st.sampled_from(["common", "north", "quiet", "attic"])
written = st.tuples(HOMES, st.sampled_from(READERS), st.booleans())
said = st.lists(st.tuples(written, st.lists(st.tuples(st.sampled_from(READERS), st.booleans()))))


def hidden_at(hidden: bool) -> Any:  # noqa: FBT001 - a value drawn by hypothesis
    return clock.now() if hidden else None


@pytest.fixture
def people(here: Cast) -> dict[str, Membership]:
    return {name: getattr(here, name) for name in READERS}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=said)
def test_a_post_is_seen_as_the_oracle_says(
    here: Cast, people: dict[str, Membership], said: list[Any]
) -> None:
    Post.objects.all().delete()
    posts, comments = {}, {}
    for (home, author, hidden), answers in said:
        subgroup = None if home == "common" else getattr(here, home)
        post = PostFactory(author=people[author], subgroup=subgroup, hidden_at=hidden_at(hidden))
        posts[post] = (home, author, hidden)
        for answerer, folded in answers:
            comment = CommentFactory(
                post=post, author=people[answerer], hidden_at=hidden_at(folded)
            )
            comments[comment] = (posts[post], answerer, folded)
    everybody = {member.pk for member in people.values()}
    for who, member in people.items():
        expected = {
            p for p, (home, author, hid) in posts.items() if sees(who, home, author, hidden=hid)
        }
        assert set(Post.objects.visible_to(member)) == expected
        assert {p for p in posts if member.pk in readers_of_post(p, everybody)} == expected
        answers = {
            c
            for c, ((home, author, hid), answerer, folded) in comments.items()
            if sees(who, home, author, hidden=hid) and sees(who, home, answerer, hidden=folded)
        }
        assert set(Comment.objects.visible_to(member)) == answers
        assert {c for c in comments if member.pk in readers_of_comment(c, everybody)} == answers
