"""Who is gone already, parted with or by themselves, decides what becomes of their words."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from communities.models import Leaving, Line, Membership
from communities.operations import choose_words, leave, remove_member
from core import due
from core.permissions import Refused
from core.tenancy import community_scope
from feeds.models import Post
from tests.conftest import Cast
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def removed(cast: Cast) -> Membership:
    with community_scope(cast.community):
        PostFactory(author=cast.member, source="Mine")
        Line.objects.create(author=cast.member, body="one line")
        remove_member(actor=cast.owner, member=cast.member, reason="x", words="Take care")
    return cast.member


def url(cast: Cast) -> str:
    return reverse("communities:words", args=[cast.community.slug])


@pytest.mark.parametrize("page", ["communities:parting", "billing:mine"])
def test_who_was_parted_with_decides_in_two_clicks(
    page: str, cast: Cast, removed: Membership, client_of: Any
) -> None:
    """The first is on the page of the parting or of one's access, the second here."""
    client = client_of(removed)
    assert url(cast) in client.get(reverse(page, args=[cast.community.slug])).text
    answer = client.post(url(cast), {"words": "deleted"})
    assert answer.url == reverse("communities:parting", args=[cast.community.slug])
    assert "within minutes" in client.get(answer.url).text
    with community_scope(cast.community):
        due.sweep("communities.Leaving")
        assert not Post.objects.exists()
        assert not Line.objects.exists()
    removed.refresh_from_db()
    assert (removed.state, removed.words) == ("removed", "deleted")
    assert url(cast) not in client.get(answer.url).text
    assert client.get(url(cast)).status_code == 404


def test_the_choice_is_asked_for(cast: Cast, removed: Membership, client_of: Any) -> None:
    assert client_of(removed).post(url(cast), {}).status_code == 422
    assert "no longer knows which place was yours" in client_of(removed).get(url(cast)).text


def test_who_left_under_the_alias_thinks_of_it_later(here: Cast, client_of: Any) -> None:
    PostFactory(author=here.member)
    leave(actor=here.member)
    client = client_of(here.member)
    mine = reverse("billing:mine", args=[here.community.slug])
    assert url(here) in client.get(mine).text
    assert client.post(url(here), {"words": "former"}).url == mine
    due.sweep("communities.Leaving")
    assert Post.objects.get().author is None


def test_who_is_here_leaves_to_decide(here: Cast, client_of: Any, travel: Any) -> None:
    with pytest.raises(Refused):
        choose_words(actor=here.member, words="deleted")
    travel(timedelta(days=1))
    assert (
        url(here)
        not in client_of(here.lapsed).get(reverse("billing:mine", args=[here.community.slug])).text
    )


def test_of_two_clicks_the_first_decides(here: Cast) -> None:
    leave(actor=here.member)
    one, other = (Membership.objects.get(pk=here.member.pk) for _ in range(2))
    choose_words(actor=one, words="deleted")
    choose_words(actor=other, words="former")
    here.member.refresh_from_db()
    assert here.member.words == "deleted"
    assert [row.words for row in Leaving.objects.order_by("pk")] == ["alias", "deleted"]
