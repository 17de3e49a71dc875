"""Letters that were given up: the owner learns what kind, to whom, when; nobody else anything."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from billing.models import AccessLetter
from communities.models import InvitationLetter, Letter
from communities.operations import invite_address
from communities.undelivered import undelivered
from core import clock, due
from core.tenancy import community_scope
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast: Cast) -> str:
    return reverse("communities:undelivered", args=[cast.community.slug])


def give_up(row: Any, ago: timedelta = timedelta()) -> None:
    rows = type(row).objects.filter(pk=row.pk)
    rows.update(done_at=clock.now() - ago, last_error="SMTPException", attempts=15)


def lost_letters(cast: Cast) -> None:
    """One of each, newest last."""
    access = AccessLetter.objects.create(
        membership=cast.member, kind="payment_failed", period=clock.now()
    )
    parting = Letter.objects.create(membership=cast.insider, kind="parting", about=1)
    invite_address(actor=cast.owner, address="away@example.org")
    give_up(access, timedelta(days=2))
    give_up(parting, timedelta(days=1))
    give_up(InvitationLetter.objects.get())


def test_each_kind_is_told_latest_first(here: Cast) -> None:
    lost_letters(here)
    assert [(str(row.what), row.to) for row in undelivered()] == [
        ("Invitation", "away@example.org"),
        ("Letter about parting", "Мышь"),
        ("Letter about a failed payment", "Wren"),
    ]


def test_what_left_waits_or_is_old_is_not_told(here: Cast) -> None:
    sent = Letter.objects.create(membership=here.member, kind="parting", about=1)
    Letter.objects.filter(pk=sent.pk).update(done_at=clock.now())
    trying = Letter.objects.create(membership=here.member, kind="parting", about=2)
    Letter.objects.filter(pk=trying.pk).update(last_error="OSError", attempts=3)
    old = Letter.objects.create(membership=here.member, kind="parting", about=3)
    give_up(old, timedelta(days=31))
    assert undelivered() == []


def test_the_page_and_the_desk_tell_the_owner(cast: Cast, client_of: Any, url: str) -> None:
    with community_scope(cast.community):
        lost_letters(cast)
    owner = client_of(cast.owner)
    page = owner.get(url).text
    assert "away@example.org" in page
    assert "Letter about a failed payment · Wren" in page
    assert "SMTPException" not in page
    assert url in owner.get(reverse("communities:desk", args=[cast.community.slug])).text


def test_without_any_the_page_says_so_and_the_desk_is_still(
    cast: Cast, client_of: Any, url: str
) -> None:
    owner = client_of(cast.owner)
    assert 'class="empty"' in owner.get(url).text
    assert url not in owner.get(reverse("communities:desk", args=[cast.community.slug])).text


@pytest.mark.parametrize("role", ["specialist", "curator", "member", "outsider"])
def test_nobody_else_finds_it(role: str, cast: Cast, client_of: Any, url: str) -> None:
    assert client_of(getattr(cast, role)).get(url).status_code == 404


def test_another_method_is_refused(cast: Cast, client_of: Any, url: str) -> None:
    assert client_of(cast.owner).post(url).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_one_query_for_one_and_three(
    here: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        give_up(Letter.objects.create(membership=here.member, kind="parting", about=number))
    with django_assert_num_queries(1):
        assert len(undelivered()) == count


def test_a_mail_server_that_is_down_ends_there(
    here: Cast, travel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: tried with longer and longer pauses, then told."""

    def down(**letter: Any) -> None:
        raise OSError

    monkeypatch.setattr("notifications.mail.send", down)
    Letter.objects.create(membership=here.member, kind="parting", about=1)
    for _ in range(3 * due.LETTER_TRIES):
        travel(timedelta(hours=7))
        due.sweep(Letter._meta.label)
    assert [(str(row.what), row.to) for row in undelivered()] == [("Letter about parting", "Wren")]
