import pytest
from django.urls import reverse

from core.tenancy import community_scope
from subgroups.models import SubgroupMembership
from subgroups.operations import ask_to_join
from tests.factories import MembershipFactory, PlaceFactory

pytestmark = pytest.mark.django_db


def to(name, cast, subgroup, *more):
    return reverse(f"subgroups:{name}", args=[cast.community.slug, subgroup.pk, *more])


def places(cast, subgroup):
    with community_scope(cast.community):
        rows = SubgroupMembership.objects.present().filter(subgroup=subgroup)
        return dict(rows.values_list("membership__alias", "role"))


def test_curators_stand_first(cast, client_of):
    page = client_of(cast.member).get(to("people", cast, cast.north))
    assert [p.membership.alias for p in page.context["places"]] == ["Alder", "Мышь"]


def test_a_member_sees_no_levers_and_no_wishes(cast, client_of):
    with community_scope(cast.community):
        ask_to_join(actor=cast.member, subgroup=cast.quiet)
    page = client_of(cast.insider).get(to("people", cast, cast.quiet))
    assert "Wren" not in page.text
    assert 'class="menu"' not in page.text
    assert to("add", cast, cast.quiet) not in page.text


@pytest.mark.parametrize("htmx", [True, False])
def test_a_curator_lets_in_who_asked(htmx, cast, client_of):
    with community_scope(cast.community):
        ask_to_join(actor=cast.member, subgroup=cast.quiet)
    curator = client_of(cast.curator)
    people = to("people", cast, cast.quiet)
    admit = to("admit", cast, cast.quiet, cast.member.pk)
    assert admit in curator.get(people).text
    answer = curator.post(admit, headers={"HX-Request": "true"} if htmx else {})
    assert answer.url == people if not htmx else "<html" not in answer.text
    assert places(cast, cast.quiet)["Wren"] == "member"
    assert client_of(cast.member).get(people).status_code == 200


def test_a_curator_declines_a_wish(cast, client_of):
    with community_scope(cast.community):
        ask_to_join(actor=cast.member, subgroup=cast.quiet)
    client_of(cast.curator).post(to("move_out", cast, cast.quiet, cast.member.pk))
    with community_scope(cast.community):
        assert not SubgroupMembership.objects.standing().filter(membership=cast.member).exists()


def test_somebody_is_added_by_alias(cast, client_of):
    answer = client_of(cast.curator).post(to("add", cast, cast.quiet), {"alias": "@wren"})
    assert answer.url == to("people", cast, cast.quiet)
    assert places(cast, cast.quiet)["Wren"] == "member"


@pytest.mark.parametrize("alias", ["", "Nobody", "Lark", "Swift", "Rook"])
def test_nobody_else_is_found_by_alias(alias, cast, client_of):
    """Newcomers, those who left and members of other communities are nobody here."""
    page = client_of(cast.curator).post(to("add", cast, cast.quiet), {"alias": alias})
    assert page.status_code == 422
    assert f'value="{alias}"' in page.text or not alias
    assert set(places(cast, cast.quiet)) == {"Alder", "Мышь"}


def test_moving_out_ends_reading_at_once(cast, client_of):
    people = to("people", cast, cast.quiet)
    insider = client_of(cast.insider)
    assert insider.get(people).status_code == 200
    client_of(cast.curator).post(to("move_out", cast, cast.quiet, cast.insider.pk))
    assert insider.get(people).status_code == 404


@pytest.mark.parametrize(("deed", "role"), [("curator", "curator"), ("specialist", None)])
def test_a_specialist_names_curators_where_they_read(deed, role, cast, client_of):
    answer = client_of(cast.specialist).post(to(deed, cast, cast.north, cast.member.pk))
    assert answer.status_code == (302 if role else 404)
    assert places(cast, cast.north).get("Wren") == role


def test_the_owner_names_a_curator_and_takes_it_back(cast, client_of):
    owner = client_of(cast.owner)
    owner.post(to("curator", cast, cast.quiet, cast.insider.pk))
    assert places(cast, cast.quiet)["Мышь"] == "curator"
    owner.post(to("release", cast, cast.quiet, cast.insider.pk))
    assert places(cast, cast.quiet)["Мышь"] == "member"


def test_the_owner_names_a_specialist_and_its_people_see_it(cast, client_of):
    owner, people = client_of(cast.owner), to("people", cast, cast.quiet)
    specialist = to("specialist", cast, cast.quiet, cast.specialist.pk)
    assert specialist in owner.get(people).text
    owner.post(specialist)
    assert client_of(cast.specialist).get(people).status_code == 200
    page = client_of(cast.insider).get(people).text
    assert "Sorrel" in page
    assert "Specialist" in page


def test_crossed_ids_find_nobody(cast, client_of):
    curator = client_of(cast.curator)
    assert curator.post(to("admit", cast, cast.quiet, cast.outsider.pk)).status_code == 404
    assert curator.post(to("move_out", cast, cast.quiet, cast.member.pk)).status_code == 404
    assert curator.post(to("move_out", cast, cast.attic, cast.insider.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    count, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for _ in range(count):
            inside, asking = MembershipFactory.create_batch(2, community=cast.community)
            PlaceFactory(subgroup=cast.north, membership=inside)
            ask_to_join(actor=asking, subgroup=cast.north)
    client = client_of(cast.owner)
    with django_assert_num_queries(8):
        client.get(to("people", cast, cast.north))
