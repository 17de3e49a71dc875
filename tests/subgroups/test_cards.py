import pytest
from django.urls import reverse

from core.tenancy import community_scope
from subgroups.models import Subgroup, SubgroupMembership
from subgroups.operations import ask_to_join
from subgroups.queries import cards_for
from tests.factories import PlaceFactory, SubgroupFactory

pytestmark = pytest.mark.django_db


def to(name, cast, subgroup=None):
    return reverse(
        f"subgroups:{name}", args=[cast.community.slug, *([subgroup.pk] if subgroup else [])]
    )


@pytest.mark.parametrize(
    ("role", "names"),
    [
        ("owner", ["Attic", "North", "Quiet"]),
        ("specialist", ["North", "Quiet"]),
        ("curator", ["North", "Quiet"]),
        ("member", ["North", "Quiet"]),
        ("insider", ["Attic", "North", "Quiet"]),
        ("reading_only", ["North", "Quiet"]),
    ],
)
def test_who_sees_which_cards(role, names, here):
    assert [card.subgroup.name for card in cards_for(getattr(here, role))] == names


def test_own_ones_stand_first(here):
    PlaceFactory(subgroup=here.quiet, membership=here.member)
    assert [card.subgroup.name for card in cards_for(here.member)] == ["Quiet", "North"]


def test_how_many_are_in_it_is_known_to_its_readers_alone(cast, client_of):
    with community_scope(cast.community):
        counts = {
            role: {c.subgroup.name: c.people for c in cards_for(getattr(cast, role))}
            for role in ("member", "insider")
        }
    assert counts["member"] == {"North": 2, "Quiet": None}
    assert counts["insider"] == {"North": 2, "Quiet": 2, "Attic": 1}
    assert "2 people" not in client_of(cast.member).get(to("card", cast, cast.quiet)).text


def test_who_left_the_community_is_not_counted(here):
    here.insider.state = "left"
    here.insider.save()
    assert {c.subgroup.name: c.people for c in cards_for(here.curator)}["Quiet"] == 1


def test_a_closed_card_shows_name_purpose_curators_and_no_more(cast, client_of):
    cast.quiet.purpose = "About loss"
    with community_scope(cast.community):
        cast.quiet.save()
    text = client_of(cast.member).get(to("card", cast, cast.quiet)).text
    assert "About loss" in text
    assert "Alder" in text
    assert cast.insider.alias not in text
    assert "#quiet" not in text
    assert to("ask", cast, cast.quiet) in text
    assert reverse("feeds:subgroup", args=[cast.community.slug, cast.quiet.pk]) not in text


def test_the_list_without_subgroups_says_what_will_be_here(cast, client_of):
    with community_scope(cast.community):
        Subgroup.objects.all().delete()
    for role in ("owner", "member"):
        assert 'class="empty"' in client_of(getattr(cast, role)).get(to("index", cast)).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    count, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for subgroup in SubgroupFactory.create_batch(count):
            PlaceFactory(subgroup=subgroup, membership=cast.member)
    client = client_of(cast.member)
    with django_assert_num_queries(8):
        client.get(to("index", cast))


def typed(**changes):
    return {"name": "Warm shore", "purpose": "For parents", "kind": "closed", "tag": ""} | changes


def test_opening_makes_a_card_and_a_hashtag(cast, client_of):
    answer = client_of(cast.owner).post(to("new", cast), typed())
    with community_scope(cast.community):
        made = Subgroup.objects.get(name="Warm shore")
    assert (made.tag, made.kind) == ("warm_shore", "closed")
    assert answer.url == to("card", cast, made)


def test_a_subgroup_is_two_clicks_away_from_the_list(cast, client_of):
    """The link, then the form: peers.md, row 4."""
    assert f'href="{to("new", cast)}"' in client_of(cast.owner).get(to("index", cast)).text
    assert client_of(cast.owner).post(to("new", cast), typed()).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "north"},
        {"tag": "#NORTH"},
        {"tag": "two words"},
        {"tag": "12"},
        {"name": "!", "tag": ""},
        {"kind": "public"},
        {"purpose": "x" * 501},
    ],
)
def test_a_wrong_subgroup_is_kept_typed(wrong, cast, client_of):
    page = client_of(cast.owner).post(to("new", cast), typed(**wrong))
    assert page.status_code == 422
    assert ("purpose" in wrong) or "For parents" in page.text
    with community_scope(cast.community):
        assert Subgroup.objects.count() == 3


def test_describing_anew_keeps_kind_and_hashtag(cast, client_of):
    typed = {"name": "Far north", "purpose": "Snow", "kind": "hidden", "tag": "snow"}
    client_of(cast.curator).post(to("change", cast, cast.north), typed)
    cast.north.refresh_from_db()
    north = cast.north
    assert (north.name, north.purpose, north.kind, north.tag) == (
        "Far north",
        "Snow",
        "open",
        "north",
    )


@pytest.mark.parametrize("name", ["", "Quiet"])
def test_a_wrong_description_is_kept_typed(name, cast, client_of):
    page = client_of(cast.curator).post(
        to("change", cast, cast.north), {"name": name, "purpose": "Typed just now"}
    )
    assert page.status_code == 422
    assert "Typed just now" in page.text
    cast.north.refresh_from_db()
    assert cast.north.name == "North"


@pytest.mark.parametrize("htmx", [True, False])
def test_asking_is_one_wish_however_often(htmx, cast, client_of):
    client = client_of(cast.member)
    headers = {"HX-Request": "true"} if htmx else {}
    first = client.post(to("ask", cast, cast.quiet), headers=headers)
    client.post(to("ask", cast, cast.quiet), headers=headers)
    with community_scope(cast.community):
        assert SubgroupMembership.objects.get(membership=cast.member).asked
    if htmx:
        assert "You asked to join" in first.text
        assert "<html" not in first.text
    else:
        assert first.url == to("card", cast, cast.quiet)


def test_a_wish_opens_nothing(here):
    ask_to_join(actor=here.member, subgroup=here.quiet)
    assert here.quiet not in Subgroup.objects.readable_by(here.member)
    assert not {c.people for c in cards_for(here.member) if c.subgroup == here.quiet} - {None}


def test_who_may_only_read_is_told_why_they_cannot_ask(cast, client_of):
    answer = client_of(cast.reading_only).post(to("ask", cast, cast.quiet))
    assert answer.status_code == 403


def test_leaving_closes_what_was_read(cast, client_of):
    client = client_of(cast.insider)
    assert client.post(to("leave", cast, cast.attic)).url == to("index", cast)
    assert client.get(to("card", cast, cast.attic)).status_code == 404


def test_leaving_works_while_only_reading(cast, client_of):
    with community_scope(cast.community):
        PlaceFactory(subgroup=cast.quiet, membership=cast.reading_only)
    assert client_of(cast.reading_only).post(to("leave", cast, cast.quiet)).status_code == 302
