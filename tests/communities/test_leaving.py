import pytest
from django.urls import reverse

from communities.models import NEVER, Membership
from communities.operations import leave
from core.permissions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return reverse("communities:leave", args=[cast.community.slug])


@pytest.mark.parametrize("role", ["member", "curator", "specialist", "reading_only", "lapsed"])
def test_leaving_takes_two_clicks(role, url, cast, client_of):
    """The first is on one's own page, or comes from it; the second is here."""
    who = getattr(cast, role)
    client = client_of(who)
    me = reverse("communities:me", args=[cast.community.slug])
    assert url in client.get(me).text
    assert client.post(url).url == reverse("left")
    who.refresh_from_db()
    assert (who.state, who.role) == (Membership.State.LEFT, Membership.Role.MEMBER)
    assert who.full_until == who.read_until == NEVER
    assert who.left_at


def test_the_page_says_that_payment_ends(url, cast, client_of):
    text = client_of(cast.member).get(url).text
    assert "nothing more is charged" in text
    assert reverse("export", args=[cast.community.slug]) in text


def test_a_second_click_finds_it_done(url, cast, client_of):
    client = client_of(cast.member)
    assert client.post(url).url == client.post(url).url == reverse("left")
    assert client.get(url).url == reverse("billing:mine", args=[cast.community.slug])


def test_a_newcomer_may_turn_round(url, cast, client_of):
    client_of(cast.newcomer).post(url)
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.state == Membership.State.LEFT


def test_the_owner_does_not_leave(here):
    with pytest.raises(Refused):
        leave(actor=here.owner)


def test_after_leaving_the_common_space_is_closed(url, cast, client_of):
    client = client_of(cast.member)
    client.post(url)
    mine = reverse("billing:mine", args=[cast.community.slug])
    assert client.get(reverse("feeds:stream", args=[cast.community.slug])).url == mine
    assert client.get(reverse("communities:people", args=[cast.community.slug])).url == mine
    assert client.get(reverse("export", args=[cast.community.slug])).status_code == 200


def test_open_pages_are_told(here, nudges, committed):
    with committed():
        leave(actor=here.member)
    assert str(here.member.pk) in str(nudges)
