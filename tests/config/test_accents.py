"""Each pair of colours that carries text has enough contrast (WCAG AA), in both schemes."""

import re
from itertools import product

import pytest
from django.conf import settings

from communities.models.community import Accent
from core.face import TONES

CSS = settings.BASE_DIR / "static" / "css"
ENOUGH_FOR_TEXT = 4.5
ENOUGH_FOR_EDGES = 3.0
SCHEMES = ("light", "dark")
ACCENT = re.compile(r"\.accent-(\w+) {(.*?)}", re.DOTALL)
GROUNDS = ("paper", "surface", "raised", "sunken")
Colours = dict[str, tuple[str, str]]


def colours_in(css: str) -> Colours:
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", css)
    return {name: (light, dark) for name, light, dark in pairs}


def accents() -> dict[str, Colours]:
    css = (CSS / "accents.css").read_text()
    return {name: colours_in(body) for name, body in ACCENT.findall(css)}


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


TOKENS = colours_in((CSS / "tokens.css").read_text())


def too_faint(colours: Colours, pairs: list[tuple[str, str]], enough: float) -> list[str]:
    return [
        f"{text} on {ground}, {scheme}"
        for (text, ground), (index, scheme) in product(pairs, enumerate(SCHEMES))
        if contrast(colours[text][index], colours[ground][index]) < enough
    ]


def test_contrast_of_black_on_white_is_the_known_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_a_faint_pair_is_found():
    faint = {"grey": ("#999999", "#999999"), "page": ("#ffffff", "#000000")}
    assert too_faint(faint, [("grey", "page")], ENOUGH_FOR_TEXT) == ["grey on page, light"]


def test_there_is_a_class_for_each_accent_a_community_may_pick():
    assert set(accents()) == set(Accent.values)


def test_avatars_use_accents_that_exist():
    assert set(TONES) <= set(accents())


@pytest.mark.parametrize("accent", sorted(accents()))
def test_accent_can_be_read(accent):
    pairs = [("accent", ground) for ground in (*GROUNDS, "accent-soft")]
    pairs += [("accent-strong", ground) for ground in GROUNDS]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-strong")]
    pairs += [("ink", "accent-soft"), ("ink-soft", "accent-soft")]
    assert too_faint(TOKENS | accents()[accent], pairs, ENOUGH_FOR_TEXT) == []


def test_text_and_states_can_be_read():
    pairs = [(text, ground) for text in ("ink", "ink-soft", "bad") for ground in GROUNDS]
    for state in ("good", "warm", "bad"):
        pairs += [(state, f"{state}-soft"), ("ink", f"{state}-soft"), (state, "surface")]
    pairs.append(("on-bad", "bad"))
    assert too_faint(TOKENS, pairs, ENOUGH_FOR_TEXT) == []


def test_edges_of_controls_can_be_seen():
    pairs = [("line-strong", ground) for ground in GROUNDS]
    assert too_faint(TOKENS, pairs, ENOUGH_FOR_EDGES) == []
