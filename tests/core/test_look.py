import pytest
from django.conf import settings

from core.templatetags.look import SHEETS, TONES, initial, stylesheets, tone


@pytest.mark.parametrize(
    ("alias", "letter"), [("мышь", "М"), ("_owl", "O"), ("7-я", "7"), ("__", "·"), ("", "·")]
)
def test_initial_is_the_first_letter_or_digit(alias, letter):
    assert initial(alias) == letter


def test_tone_is_the_same_in_any_case():
    assert tone("Мышь") == tone("мышь")


def test_tones_are_spread():
    assert {tone(f"alias{number}") for number in range(100)} == set(TONES)


def test_every_style_sheet_is_linked_once():
    css = settings.BASE_DIR / "static" / "css"
    written = {str(path.relative_to(css).with_suffix("")) for path in css.rglob("*.css")}
    assert sorted(SHEETS) == sorted(written)
    assert all(f'href="/static/css/{name}.css"' in stylesheets() for name in SHEETS)
