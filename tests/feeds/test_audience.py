"""Who reads a place, counted and said."""

import pytest
from django.utils import translation

from feeds.queries import Audience, Audiences, readable_place, writable_places
from feeds.templatetags.audience import in_words
from subgroups.models import Subgroup, SubgroupMembership
from tests.conftest import Cast
from tests.factories import PlaceFactory


def test_everybody_with_access_reads_the_common_space_and_open_subgroups(here: Cast) -> None:
    audiences = Audiences()
    # Owner, specialist, curator, member, insider, and the one who may only read.
    assert audiences.of(None).count == 6
    assert audiences.of(here.north).count == 6


def test_a_closed_subgroup_is_read_by_its_people_and_the_owner(here: Cast) -> None:
    assert Audiences().of(here.quiet) == Audience(3, here.quiet)
    assert Audiences().of(here.attic) == Audience(2, here.attic)


def test_who_lost_access_does_not_count(here: Cast) -> None:
    for member in (here.lapsed, here.left):
        PlaceFactory(subgroup=here.quiet, membership=member)
    assert Audiences().of(here.quiet).count == 3


def test_an_owner_with_a_place_counts_once(here: Cast) -> None:
    PlaceFactory(subgroup=here.quiet, membership=here.owner)
    assert Audiences().of(here.quiet).count == 3


def test_a_named_specialist_is_said(here: Cast) -> None:
    role = SubgroupMembership.Role.SPECIALIST
    PlaceFactory(subgroup=here.quiet, membership=here.specialist, role=role)
    assert Audiences().of(here.quiet) == Audience(4, here.quiet, specialists=True)


@pytest.mark.parametrize(("places", "queries"), [(1, 1), (2, 2), (3, 2)])
def test_one_query_for_what_all_read_and_one_for_all_else(
    here: Cast, places: int, queries: int, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(queries):  # type: ignore[operator]
        audiences = Audiences()
        for subgroup in (here.north, here.quiet, here.attic)[:places]:
            audiences.of(subgroup)


def test_places_come_narrowest_first(here: Cast) -> None:
    places = writable_places(here.insider, Audiences())
    assert [place.subgroup for place in places] == [here.attic, here.quiet, here.north, None]
    assert [place.subgroup for place in writable_places(here.member, Audiences())] == [None]


def test_staff_may_write_wherever_they_read(here: Cast) -> None:
    places = writable_places(here.specialist, Audiences())
    assert [place.subgroup for place in places] == [here.north, None]


def test_a_place_is_found_by_its_code(here: Cast) -> None:
    assert readable_place(here.insider, here.quiet.code) == here.quiet
    assert readable_place(here.insider, "") is None
    for code in (here.quiet.code, "nonsense"):
        with pytest.raises(Subgroup.DoesNotExist):
            readable_place(here.member, code)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Прочтёт 1: всё сообщество"),
        (22, "Прочтут 22: всё сообщество"),
        (14, "Прочтут 14: всё сообщество"),
        (21, "Прочтёт 21: всё сообщество"),
    ],
)
def test_the_number_agrees_in_russian(count: int, words: str) -> None:
    with translation.override("ru"):
        assert in_words(Audience(count, None)) == words


def test_a_closed_subgroup_in_russian() -> None:
    north = Subgroup(name="Север", kind="closed")
    with translation.override("ru"):
        assert in_words(Audience(14, north)) == (
            "Прочтут 14: подгруппа «Север», её кураторы и ведущий"
        )
        assert in_words(Audience(14, north, specialists=True)) == (
            "Прочтут 14: подгруппа «Север», её кураторы, соведущие и ведущий"
        )


def test_an_open_subgroup_says_that_it_is_open() -> None:
    north = Subgroup(name="North", kind="open")
    with translation.override("en"):
        assert "open to the whole community" in in_words(Audience(2, north))
