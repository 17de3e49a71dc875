"""What is offered while one types."""

from feeds.operations import follow
from feeds.queries import suggest_people, suggest_tags
from tests.conftest import Cast
from tests.factories import MembershipFactory
from tests.feeds.writing import say


def aliases(here: Cast, prefix: str, place: object = None) -> list[str]:
    found = suggest_people(member=here.member, prefix=prefix, place=place)  # type: ignore[arg-type]
    return [person.alias for person in found]


def test_people_by_the_beginning_of_their_alias(here: Cast) -> None:
    MembershipFactory(community=here.community, alias="Ёжик")
    assert aliases(here, "al") == ["Alder"]
    assert aliases(here, "МЫ") == ["Мышь"]
    assert aliases(here, "еж") == aliases(here, "Ёж") == ["Ёжик"]


def test_neither_oneself_nor_who_is_not_here(here: Cast) -> None:
    assert not {"Wren", "Lark", "Swift", "Rook"} & set(aliases(here, ""))


def test_the_circle_comes_first(here: Cast) -> None:
    follow(actor=here.member, person=here.insider)
    assert aliases(here, "")[:2] == ["Мышь", "Alder"]


def test_only_who_may_read_the_place(here: Cast) -> None:
    for n in range(60):
        MembershipFactory(community=here.community, alias=f"Ab{n}")
    found = suggest_people(member=here.curator, prefix="", place=here.quiet)
    assert {person.alias for person in found} == {"Iris", "Мышь"}


def test_tags_of_open_and_own_subgroups_then_used_ones(here: Cast) -> None:
    say(here.member, "#November")
    say(here.insider, "#night", place=here.quiet)
    assert suggest_tags(member=here.member, prefix="n") == ["north", "November"]
    assert suggest_tags(member=here.insider, prefix="n") == ["north", "night", "November"]
    assert suggest_tags(member=here.member, prefix="qu") == []
    assert suggest_tags(member=here.insider, prefix="qu") == ["quiet"]
