"""Another alias: everywhere at once, the old one reserved, of two who want one only one has it."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from communities import operations
from communities.export import own_data
from communities.models import FormerAlias, Membership
from communities.operations import AliasTaken, TooManyChanges, begin_joining, change_alias, leave
from communities.operations.opening import describe_community
from communities.tasks import forget_aliases
from config.celery import schedule
from core import nudge
from core.permissions import ReadingOnly
from feeds.models import Mention
from tests.communities.test_joining import without
from tests.conftest import Cast
from tests.factories import InvitationFactory, MembershipFactory, UserFactory
from tests.feeds.writing import reply, say

Clients = Callable[[Membership | None], Client]
DAY = timedelta(days=1)


def of(member: Membership) -> str:
    return Membership.objects.get(pk=member.pk).alias


def test_it_stands_on_what_was_written_before(cast: Cast, client_of: Clients, here: Cast) -> None:
    mine, theirs = say(here.member, "Good evening"), say(here.curator, "@Wren, thank you")
    reader = client_of(here.insider)
    urls = [reverse("feeds:post", args=[here.community.slug, post.pk]) for post in (mine, theirs)]
    assert all("Wren" in reader.get(url).text for url in urls)
    change_alias(actor=here.member, alias="Heather")
    for url in urls:
        assert "Wren" not in reader.get(url).text
        assert "Heather" in reader.get(url).text


def test_open_pages_are_told(here: Cast, committed: Any, nudges: list[nudge.Nudge]) -> None:
    post = say(here.member)
    answer = reply(here.member, post)
    with committed():
        change_alias(actor=here.member, alias="Heather")
    told = str(nudges)
    assert str(post.pk) in told
    assert str(answer.pk) in told


@pytest.mark.parametrize("alias", ["Wren", "wren", "Wrеn"])
def test_the_old_one_is_its_bearers_for_ninety_days(here: Cast, travel: Any, alias: str) -> None:
    """Also what looks the same: the last of these has a Cyrillic letter."""
    change_alias(actor=here.member, alias="Heather")
    with pytest.raises(AliasTaken):
        change_alias(actor=here.insider, alias=alias)
    assert of(here.insider) == here.insider.alias == "Мышь"
    travel(91 * DAY)
    there = MembershipFactory(community=here.community)
    change_alias(actor=there, alias=alias)
    assert of(there) == alias


def test_its_bearer_may_take_it_back(here: Cast) -> None:
    change_alias(actor=here.member, alias="Heather")
    change_alias(actor=here.member, alias="Wren")
    assert of(here.member) == "Wren"
    with pytest.raises(AliasTaken):
        change_alias(actor=here.insider, alias="Heather")


@pytest.mark.parametrize("words", list(Membership.Words))
def test_after_leaving_it_stays_reserved(here: Cast, words: str) -> None:
    leave(actor=here.member, words=words)
    with pytest.raises(AliasTaken):
        change_alias(actor=here.insider, alias="Wren")


def test_newcomers_do_not_get_a_reserved_one(here: Cast) -> None:
    change_alias(actor=here.member, alias="Heather")
    invitation = InvitationFactory()
    with pytest.raises(AliasTaken):
        begin_joining(user=UserFactory(), alias="Wren", documents=[], invitation=invitation)
    assert Membership.objects.filter(alias="Wren").count() == 0


def test_who_comes_back_under_another_keeps_the_old_one_reserved(here: Cast) -> None:
    leave(actor=here.member)
    invitation = InvitationFactory()
    begin_joining(user=here.member.user, alias="Heather", documents=[], invitation=invitation)
    with pytest.raises(AliasTaken):
        change_alias(actor=here.insider, alias="Wren")


def test_a_mention_by_the_old_one_names_nobody(here: Cast) -> None:
    change_alias(actor=here.member, alias="Heather")
    say(here.insider, "@Wren and @Heather")
    assert [m.person for m in Mention.objects.all()] == [here.member]


def test_three_changes_a_day(here: Cast, travel: Any) -> None:
    for alias in ("Heather", "Wren", "Heather"):
        change_alias(actor=here.member, alias=alias)
    with pytest.raises(TooManyChanges):
        change_alias(actor=here.member, alias="Wren")
    change_alias(actor=here.member, alias="Heather")
    travel(DAY + timedelta(minutes=1))
    fresh = Membership.objects.get(pk=here.member.pk)
    change_alias(actor=fresh, alias="Wren")


def test_who_may_only_read_keeps_their_alias(here: Cast) -> None:
    with pytest.raises(ReadingOnly):
        change_alias(actor=here.reading_only, alias="Heather")


def test_what_is_reserved_no_more_is_forgotten(here: Cast, travel: Any) -> None:
    change_alias(actor=here.member, alias="Heather")
    travel(91 * DAY)
    there = MembershipFactory(community=here.community)
    change_alias(actor=there, alias="Hazel")
    assert forget_aliases() == 1
    assert [row.bearer for row in FormerAlias.objects.all()] == [there]


def test_the_daily_sweep_forgets_them() -> None:
    daily = [entry["task"] for entry in schedule().values()]
    assert forget_aliases.name in daily


def test_the_own_export_tells_them_and_nobody_else_is_told(here: Cast) -> None:
    change_alias(actor=here.member, alias="Heather")
    assert [row["alias"] for row in own_data(here.member)["former_aliases"]] == ["Wren"]
    assert not FormerAlias.objects.visible_to(here.owner).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_who_take_one_at_once(here: Cast, monkeypatch: Any, *, guarded: bool) -> None:
    """The second looked before the first wrote; the control is without the unique key."""
    twins = [
        MembershipFactory(community=here.community, user__email=f"twin{n}@example.org")
        for n in range(2)
    ]
    refuse_more = operations.aliases.refuse_more

    def meanwhile(place: Membership) -> None:
        refuse_more(place)
        if place.pk == twins[0].pk:
            Membership.objects.filter(pk=twins[1].pk).update(
                alias="Heather", alias_key="heather", alias_skeleton=skeleton
            )

    probe = Membership()
    probe.take_alias("Heather")
    skeleton = probe.alias_skeleton
    monkeypatch.setattr(operations.aliases, "refuse_more", meanwhile)
    refused = pytest.raises(AliasTaken) if guarded else nullcontext()
    with nullcontext() if guarded else without("alias_is_free"):
        with refused:
            change_alias(actor=twins[0], alias="Heather")
        bearers = Membership.objects.filter(alias="Heather").count()
        FormerAlias.objects.all().delete()
        Membership.objects.filter(pk__in=[t.pk for t in twins]).delete()
    assert bearers == (0 if guarded else 2)


def at(here: Cast) -> str:
    return reverse("communities:alias", args=[here.community.slug])


def test_the_page(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.member)
    assert client.get(at(cast)).status_code == 200
    assert client.post(at(cast), {"alias": "Heather"}).url.endswith("/me/")
    assert "Heather" in client.get(f"/c/{cast.community.slug}/me/").text


@pytest.mark.parametrize("alias", ["two words", "Iris", "x", ""])
def test_a_refused_one_is_kept_in_the_form(cast: Cast, client_of: Clients, alias: str) -> None:
    answer = client_of(cast.member).post(at(cast), {"alias": alias})
    assert answer.status_code == 422
    assert f'value="{alias}"' in answer.text or not alias


def test_too_many_are_said_on_the_page(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.member)
    for alias in ("Heather", "Hazel", "Holly"):
        client.post(at(cast), {"alias": alias})
    answer = client.post(at(cast), {"alias": "Hawthorn"})
    assert answer.status_code == 422
    assert "three times today" in answer.text


@pytest.mark.parametrize("alias", ["former-{}", "Former-{}", "fоrmer_{}"])
def test_nobody_takes_what_who_deletes_their_words_is_called(here: Cast, alias: str) -> None:
    with pytest.raises(AliasTaken):
        change_alias(actor=here.insider, alias=alias.format(here.member.code))
    leave(actor=here.member, words="deleted")
    assert here.member.alias == f"former-{here.member.code}"


def test_an_owner_s_alias_given_up_by_the_screen_of_opening_stays_theirs(here: Cast) -> None:
    same = {"name": "Haven", "language": "en", "time_zone": "UTC"}
    describe_community(actor=here.owner, alias="Olga", **same)
    with pytest.raises(AliasTaken):
        change_alias(actor=here.insider, alias="Iris")
    with pytest.raises(AliasTaken):
        describe_community(actor=here.owner, alias="Wren", **same)
