import pytest
from django.urls import reverse

from communities.models import NEVER, FormerAlias, Invitation, Leaving, Line, Membership
from communities.operations import begin_joining, leave, leaving
from core import due
from core.limits import LimitReached
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
    assert client.post(url, {"words": "alias"}).url == reverse("left")
    who.refresh_from_db()
    assert (who.state, who.role) == (Membership.State.LEFT, Membership.Role.MEMBER)
    assert who.full_until == who.read_until == NEVER
    assert who.left_at


def test_the_page_says_that_payment_ends(url, cast, client_of):
    text = client_of(cast.member).get(url).text
    assert "nothing more is charged" in text
    assert reverse("export") in text


def test_a_second_click_finds_it_done(url, cast, client_of):
    client = client_of(cast.member)
    assert (
        client.post(url, {"words": "alias"}).url
        == client.post(url, {"words": "alias"}).url
        == reverse("left")
    )
    assert client.get(url).url == reverse("billing:mine", args=[cast.community.slug])


def test_a_newcomer_may_turn_round(url, cast, client_of):
    client_of(cast.newcomer).post(url, {"words": "alias"})
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.state == Membership.State.LEFT


def test_the_owner_does_not_leave(here):
    with pytest.raises(Refused):
        leave(actor=here.owner)


def test_after_leaving_the_common_space_is_closed(url, cast, client_of):
    client = client_of(cast.member)
    client.post(url, {"words": "alias"})
    mine = reverse("billing:mine", args=[cast.community.slug])
    assert client.get(reverse("feeds:stream", args=[cast.community.slug])).url == mine
    assert client.get(reverse("communities:people", args=[cast.community.slug])).url == mine
    assert client.get(reverse("export")).status_code == 200


def test_open_pages_are_told(here, nudges, committed):
    with committed():
        leave(actor=here.member)
    assert str(here.member.pk) in str(nudges)


def test_the_choice_is_asked_for_and_what_was_typed_is_kept(url, cast, client_of):
    client = client_of(cast.member)
    answer = client.post(url, {"words": "deleted", "goodbye": "Be well, all of you"})
    assert answer.status_code == 422
    assert "Be well, all of you" in answer.text
    assert client.post(url, {"words": "nothing"}).status_code == 422
    cast.member.refresh_from_db()
    assert cast.member.state == Membership.State.ACTIVE


def test_who_may_not_write_says_no_goodbye(url, cast, client_of):
    assert "goodbye" in client_of(cast.member).get(url).text
    assert "goodbye" not in client_of(cast.reading_only).get(url).text
    client_of(cast.lapsed).post(url, {"words": "former", "goodbye": "unasked"})
    cast.lapsed.refresh_from_db()
    assert (cast.lapsed.state, cast.lapsed.words) == ("left", "former")


def test_leaving_twice_at_once_is_leaving_once(here):
    one, other = (Membership.objects.get(pk=here.member.pk) for _ in range(2))
    leave(actor=one, words="former")
    leave(actor=other, words="deleted")
    here.member.refresh_from_db()
    assert (here.member.left_at, here.member.words) == (one.left_at, "former")
    assert [row.words for row in Leaving.objects.all()] == ["former"]


def test_control_without_the_guard_the_second_click_wins(here, monkeypatch):
    monkeypatch.setattr(leaving, "HERE", [*leaving.HERE, Membership.State.LEFT])
    one, other = (Membership.objects.get(pk=here.member.pk) for _ in range(2))
    leave(actor=one, words="former")
    leave(actor=other, words="deleted")
    assert Leaving.objects.count() == 2


def test_an_alias_goes_with_the_words(here):
    leave(actor=here.member, words="deleted")
    here.member.refresh_from_db()
    assert here.member.alias == f"former-{here.member.code}"
    assert here.member not in Membership.objects.visible_to(here.owner)


def test_lines_to_the_owner_go_too(here):
    Line.objects.create(author=here.member, body="one line")
    Line.objects.create(author=here.insider, body="another")
    leave(actor=here.member, words="deleted")
    leave(actor=here.insider, words="former")
    due.sweep("communities.Leaving")
    assert [(line.body, line.author) for line in Line.objects.all()] == [("another", None)]


def test_who_comes_back_is_somebody_with_an_alias_again(here):
    leave(actor=here.member, words="former")
    link = Invitation.objects.create(created_by=here.owner)
    place = begin_joining(user=here.member.user, alias="Dipper", documents=[], invitation=link)
    assert (place.pk, place.words) == (here.member.pk, "alias")


def test_a_goodbye_that_is_too_much_keeps_nobody_from_leaving(url, cast, client_of, monkeypatch):
    def too_much(actor, body):
        raise LimitReached("mentions", 20, None)

    client, sent = client_of(cast.member), {"words": "alias", "goodbye": "Be well"}
    with monkeypatch.context() as patch:
        patch.setattr(leaving, "goodbyes", [too_much])
        answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Be well" in answer.text
    assert client.post(url, {**sent, "goodbye": ""}).url == reverse("left")


@pytest.mark.parametrize("page", ["/accounts/export/", "/account/delete/", "/accounts/cover/"])
def test_what_is_private_is_kept_by_no_browser(page, cast, client_of):
    assert "no-store" in client_of(cast.member).get(page).headers["Cache-Control"]


def test_nobody_can_tell_whose_a_given_up_alias_was(here):
    leave(actor=here.member, words="deleted")
    assert FormerAlias.objects.get().alias == "Wren"
    due.sweep("communities.Leaving")
    assert FormerAlias.objects.get().bearer is None
