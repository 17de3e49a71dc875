from xml.etree import ElementTree as ET

import lucide
import pytest
from django.conf import settings
from django.template import engines

from core import icons


def test_the_sheet_holds_what_the_templates_name():
    sheet = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text()
    assert sheet == icons.sheet(icons.named_in(settings.BASE_DIR / "templates")), (
        "run manage.py icons"
    )


def test_names_are_found_in_templates(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.html").write_text('{% lucide "bell" size=20 %}{% lucide "x" %}')
    assert icons.named_in(tmp_path) == {"bell", "x"}


def test_the_sheet_is_a_drawing_with_a_symbol_for_each_name():
    symbols = list(ET.fromstring(icons.sheet({"x", "bell"})))  # noqa: S314 - our own
    assert [symbol.get("id") for symbol in symbols] == ["bell", "x"]
    assert all(len(symbol) for symbol in symbols)


def test_an_unknown_icon_is_refused():
    with pytest.raises(lucide.IconDoesNotExist):
        icons.sheet({"no-such-icon"})


def test_a_page_names_the_icon_and_hides_it_from_screen_readers():
    page = engines["django"].from_string('{% load icons %}{% lucide "bell" size=20 %}').render()
    assert '<use href="/static/img/icons.svg#bell"/>' in page
    assert 'width="20"' in page
    assert 'aria-hidden="true"' in page
