"""«Отклики»."""

from typing import Any

import pytest
from django.urls import reverse

from core.tenancy import community_scope
from notifications.operations import tell
from notifications.queries import unread_count
from tests.conftest import Cast
from tests.feeds.writing import say
from tests.notifications.test_operations import told

pytestmark = pytest.mark.django_db


def url(cast: Cast, name: str) -> str:
    return reverse(f"notifications:{name}", args=[cast.community.slug])


def test_what_waits_is_listed_and_can_be_read_at_once(cast: Cast, client_of: Any) -> None:
    with community_scope(cast.community):
        told(cast, 2)
    client = client_of(cast.member)
    page = client.get(url(cast, "index"))
    newest = page.context["notices"][0].notification.pk
    assert "Мышь" in page.content.decode()
    client.post(url(cast, "read"), {"up_to": newest})
    with community_scope(cast.community):
        assert unread_count(cast.member.user_id) == 0


def test_an_empty_page_says_what_will_be_here(cast: Cast, client_of: Any) -> None:
    assert b"it will wait here" in client_of(cast.member).get(url(cast, "index")).content


def test_a_form_that_names_nothing_reads_nothing(cast: Cast, client_of: Any) -> None:
    with community_scope(cast.community):
        told(cast)
    client_of(cast.member).post(url(cast, "read"), {"up_to": "all"})
    with community_scope(cast.community):
        assert unread_count(cast.member.user_id) == 1


def test_reading_is_a_post(cast: Cast, client_of: Any) -> None:
    assert client_of(cast.member).get(url(cast, "read")).status_code == 405


@pytest.mark.parametrize("who", ["lapsed", "newcomer", "left"])
def test_nothing_is_counted_without_access(cast: Cast, client_of: Any, who: str) -> None:
    person = getattr(cast, who)
    with community_scope(cast.community):
        post = say(cast.insider)
        tell(users=[person.user_id], kind="post_mention", target=post.pk)
    page = client_of(person).get(f"/c/{cast.community.slug}/billing/").content.decode()
    assert 'id="bell"' in page
    assert 'class="badge"' not in page
