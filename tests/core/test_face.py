"""The picture drawn from an alias."""

from xml.etree import ElementTree as ET

from core.face import TONES, drawing, picture, tone


def test_it_is_the_same_in_any_case_and_for_ever() -> None:
    assert drawing("Мышь") == drawing("мышь")
    assert tone("Мышь") == tone("мышь")
    assert drawing("Wren") == "M3 4 1 3 3 0 1 1"


def test_others_look_otherwise() -> None:
    assert len({drawing(f"alias{number}") for number in range(100)}) > 95
    assert {tone(f"alias{number}") for number in range(100)} == set(TONES)


def test_alone_it_is_a_drawing_without_a_word_of_the_alias() -> None:
    drawn = picture("<Wren>")
    assert ET.fromstring(drawn).tag.endswith("svg")  # noqa: S314 - our own text
    assert "Wren" not in drawn
