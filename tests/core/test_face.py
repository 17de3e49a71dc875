"""The picture drawn from an alias."""

from xml.etree import ElementTree as ET

from core.face import SIDE, TONES, drawing, picture, runs_in, tone


def test_it_is_the_same_in_any_case_and_for_ever() -> None:
    assert drawing("Мышь") == drawing("мышь")
    assert tone("Мышь") == tone("мышь")
    assert drawing("Wren") == (
        "M0 1h1v4h-1zM1 0h1v3h-1zM2 0h1v1h-1zM2 2h1v2h-1zM3 0h1v3h-1zM4 1h1v4h-1z"
    )


def test_others_look_otherwise() -> None:
    assert len({drawing(f"alias{number}") for number in range(100)}) > 95
    assert {tone(f"alias{number}") for number in range(100)} == set(TONES)


def test_runs_are_whole() -> None:
    assert runs_in([True, True, False, True, False]) == [(0, 2), (3, 1)]
    assert runs_in([False] * SIDE) == []


def test_alone_it_is_a_drawing_without_a_word_of_the_alias() -> None:
    drawn = picture("<Wren>")
    assert ET.fromstring(drawn).tag.endswith("svg")  # noqa: S314 - our own text
    assert "Wren" not in drawn
