"""Every text has its Russian, and the Russian on the page is the one we wrote."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation

from core import catalogue
from tests.invariants.tree import ROOT, write

APPS = catalogue.own_apps(ROOT, settings.INSTALLED_APPS)


def shown_otherwise(root: Path, app: str) -> list[str]:
    """Texts for which Django shows something else: another app's catalogue came first."""
    path = catalogue.path_of(root, app)
    if not path.exists():
        return []
    with translation.override("ru"):
        return [
            f"{app}: {entry.msgid}: {shown}"
            for entry in polib.pofile(str(path)).translated_entries()
            if (shown := _shown(entry)) != _written(entry)
        ]


def _written(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr)


def _shown(entry: polib.POEntry) -> str:
    if entry.msgid_plural and entry.msgctxt:
        return translation.npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, 1)
    if entry.msgid_plural:
        return translation.ngettext(entry.msgid, entry.msgid_plural, 1)
    if entry.msgctxt:
        return translation.pgettext(entry.msgctxt, entry.msgid)
    return translation.gettext(entry.msgid)


@pytest.mark.parametrize("app", APPS)
def test_the_catalogue_is_complete(app: str) -> None:
    assert catalogue.check(ROOT, app) == []


@pytest.mark.parametrize("app", APPS)
def test_the_page_shows_our_words(app: str) -> None:
    assert shown_otherwise(ROOT, app) == []


def test_an_untranslated_text_is_found(tmp_path: Path) -> None:
    write(tmp_path, "shop/__init__.py")
    write(tmp_path, "shop/forms.py", '_("Save")')
    assert catalogue.check(tmp_path, "shop") == ["shop: missing: Save"]


def test_a_text_that_another_catalogue_overrides_is_found(tmp_path: Path) -> None:
    # Django's own catalogue has «Да».
    path = catalogue.path_of(tmp_path, "shop")
    write(tmp_path, path.relative_to(tmp_path).as_posix(), 'msgid "Yes"\nmsgstr "Ага"\n')
    assert shown_otherwise(tmp_path, "shop") == ["shop: Yes: Да"]
