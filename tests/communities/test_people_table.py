"""People: the table of staff with its filters, and one member's card."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.operations import remove_member
from core import clock
from core.tenancy import community_scope
from tests.communities.test_desk_blocks import owing
from tests.factories import MembershipFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return reverse("communities:people", args=[cast.community.slug])


@pytest.fixture
def shown(url, cast, client_of):
    def ask(who, **wanted):
        page = client_of(who).get(url, wanted)
        return {person.alias for person in page.context["people"]}

    return ask


def card(cast, person):
    return reverse("communities:member", args=[cast.community.slug, person.pk])


def test_by_alias_in_any_case(cast, shown):
    assert shown(cast.member, alias="МЫШ") == {"Мышь"}
    assert shown(cast.owner, alias="ren") == {"Wren"}


def test_by_role(cast, shown):
    assert shown(cast.owner, role="specialist") == {"Sorrel"}


def test_by_subgroup_and_by_none(cast, shown):
    assert shown(cast.owner, subgroup=cast.attic.code) == {"Мышь"}
    assert shown(cast.owner, subgroup="none") == {"Finch", "Moth", "Wren"}


def test_by_the_day_they_came(cast, shown):
    with community_scope(cast.community):
        old = MembershipFactory(
            community=cast.community, alias="Old", joined_at=clock.now() - timedelta(days=40)
        )
    assert old.alias in shown(cast.owner)
    assert old.alias not in shown(cast.owner, since=str(clock.now().date() - timedelta(days=2)))


def test_by_debt_for_the_owner_alone(cast, shown):
    with community_scope(cast.community):
        owing(cast, "Heron")
    assert shown(cast.owner, behind="on") == {"Heron"}
    assert len(shown(cast.specialist, behind="on")) > 1


def test_members_search_by_alias_and_nothing_else(cast, shown, url, client_of):
    assert len(shown(cast.member, role="specialist", subgroup="none")) > 1
    text = client_of(cast.member).get(url).text
    assert 'name="alias"' in text
    for name in ("role", "subgroup", "since", "behind"):
        assert f'name="{name}"' not in text


def test_a_specialist_learns_of_no_hidden_subgroup(cast, url, client_of):
    text = client_of(cast.specialist).get(url).text
    assert "North" in text
    assert "Attic" not in text
    assert "Quiet" not in text
    answer = client_of(cast.specialist).get(url, {"subgroup": cast.attic.code})
    assert answer.status_code == 422


def test_without_a_subgroup_tells_of_no_hidden_place(cast, shown):
    with community_scope(cast.community):
        PlaceFactory(subgroup=cast.attic, membership=cast.member)
    assert "Wren" in shown(cast.specialist, subgroup="none")
    assert "Wren" not in shown(cast.owner, subgroup="none")


def test_a_wrong_filter_keeps_what_was_typed(cast, url, client_of):
    answer = client_of(cast.owner).get(url, {"since": "yesterday", "alias": "Wr"})
    assert answer.status_code == 422
    assert 'value="Wr"' in answer.text


def test_nobody_found_is_said(cast, url, client_of):
    assert "Nobody here is like that" in client_of(cast.owner).get(url, {"alias": "zzz"}).text


def test_the_card_shows_role_subgroups_and_dates(cast, client_of):
    text = client_of(cast.specialist).get(card(cast, cast.insider)).text
    assert "North" in text
    assert "Attic" not in text
    assert "here since" in text
    assert reverse("communities:part", args=[cast.community.slug, cast.insider.pk]) in text


def test_payments_stand_on_the_card_for_the_owner_alone(cast, client_of):
    with community_scope(cast.community):
        member = owing(cast, "Heron")
    person = reverse("billing:person", args=[cast.community.slug, member.pk])
    assert person in client_of(cast.owner).get(card(cast, member)).text
    answer = client_of(cast.specialist).get(card(cast, member)).text
    assert person not in answer
    assert "19.00" not in answer


@pytest.mark.parametrize("role", ["curator", "member", "insider", "reading_only", "outsider"])
def test_the_card_is_for_staff(role, cast, client_of):
    assert client_of(getattr(cast, role)).get(card(cast, cast.member)).status_code == 404


def test_nobody_opens_a_newcomer_s_card(cast, client_of):
    assert client_of(cast.owner).get(card(cast, cast.newcomer)).status_code == 404


def test_the_wrong_method(cast, client_of):
    assert client_of(cast.owner).post(card(cast, cast.member)).status_code == 405


def test_a_parting_ahead_can_be_taken_back_from_the_card(cast, client_of):
    day = clock.now().date() + timedelta(days=3)
    with community_scope(cast.community):
        parting = remove_member(actor=cast.owner, member=cast.member, reason="x", day=day)
    take_back = reverse("communities:parting_take_back", args=[cast.community.slug, parting.pk])
    assert take_back in client_of(cast.owner).get(card(cast, cast.member)).text


@pytest.mark.parametrize("count", [1, 3])
def test_card_and_table_cost_the_same_for_one_and_three(
    count, url, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        new = MembershipFactory(community=cast.community)
        for _number in range(count):
            PlaceFactory(membership=new, subgroup__name=f"Group {_number}")
            MembershipFactory(community=cast.community)
    client = client_of(cast.owner)
    with django_assert_num_queries(9):
        client.get(url)
    with django_assert_num_queries(10):
        client.get(card(cast, new))
