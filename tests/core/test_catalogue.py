"""Extraction and checking of translations, on a small tree of our own."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from core import catalogue

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext, pgettext
import django.utils.translation as t
A = _("Save " "it")
B = gettext_lazy("Lazy")
C = ngettext("%(n)s answer", "%(n)s answers", 3)
D = pgettext("verb", "Open")
E = npgettext("time", "%(n)s day", "%(n)s days", 2)
F = t.gettext("Attribute")
G = _(A)
"""
TEMPLATE = """
{% load i18n %}<p title="{% translate 'It\u00a0is 5%' %}">{{ x|default:_("None yet") }}</p>
{% translate "Open" context "adjective" %}
{% include "a.html" with text=_("First") other=_('Second') %}
{% blocktranslate trimmed with name=member.alias %}
  Hello,
  {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=n trimmed %}{{ n }} post{% plural %}{{ n }} posts{% endblocktranslate %}
{% comment %}{% translate "Hidden" %}{% endcomment %}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").touch()
    (tmp_path / "shop" / "views.py").write_text('_("Save")\nngettext("%(n)s x", "%(n)s xs", n)\n')
    return tmp_path


def translate(base: Path, save: str = "Сохранить", forms: str = "%(n)s раз") -> None:
    catalogue.update(base, "shop")
    path = catalogue.path_of(base, "shop")
    po = polib.pofile(str(path))
    po.find("Save").msgstr = save
    po.find("%(n)s x").msgstr_plural = dict.fromkeys(range(4), forms)
    po.save()
    catalogue.update(base, "shop")


def test_python_messages_reads_every_kind_of_call() -> None:
    found = {(m.context, m.text, m.plural) for m in catalogue.python_messages(PYTHON)}
    assert found == {
        (None, "Save it", ""),
        (None, "Lazy", ""),
        (None, "%(n)s answer", "%(n)s answers"),
        ("verb", "Open", ""),
        ("time", "%(n)s day", "%(n)s days"),
        (None, "Attribute", ""),
    }


def test_template_messages_reads_every_kind_of_tag() -> None:
    found = {(m.context, m.text, m.plural) for m in catalogue.template_messages(TEMPLATE)}
    assert found == {
        (None, "It\u00a0is 5%%", ""),
        (None, "None yet", ""),
        ("adjective", "Open", ""),
        (None, "First", ""),
        (None, "Second", ""),
        (None, "Hello, %(name)s", ""),
        (None, "%(n)s post", "%(n)s posts"),
    }


def test_templates_belong_to_their_app_and_the_rest_to_core(base: Path) -> None:
    for name in ("shop/a.html", "base.html", "components/_b.html", "account/login.html"):
        path = base / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{% translate "{name}" %}}')
    texts = {
        app: {text for text, _ in catalogue.messages_of(base, app)}
        for app in ("shop", "core", "accounts")
    }
    assert "shop/a.html" in texts["shop"]
    assert texts["core"] == {"base.html", "components/_b.html"}
    assert texts["accounts"] == {"account/login.html"}


def test_own_apps_are_those_under_the_base(base: Path) -> None:
    assert catalogue.own_apps(base, ["django.contrib.auth", "shop", "allauth"]) == ["shop"]


def test_update_names_the_untranslated_and_check_lists_them(base: Path) -> None:
    assert catalogue.update(base, "shop") == ["%(n)s x", "Save"]
    assert catalogue.check(base, "shop") == [
        "shop: untranslated: %(n)s x",
        "shop: untranslated: Save",
    ]


def test_a_translated_catalogue_is_in_order_and_stable(base: Path) -> None:
    translate(base)
    path = catalogue.path_of(base, "shop")
    before = path.read_bytes(), path.with_suffix(".mo").read_bytes()
    assert catalogue.update(base, "shop") == []
    assert catalogue.check(base, "shop") == []
    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == before


def test_line_numbers_do_not_churn(base: Path) -> None:
    translate(base)
    before = catalogue.path_of(base, "shop").read_bytes()
    source = base / "shop" / "views.py"
    source.write_text("\n\n\n" + source.read_text())
    catalogue.update(base, "shop")
    assert catalogue.path_of(base, "shop").read_bytes() == before


def test_update_drops_what_the_sources_no_longer_say(base: Path) -> None:
    translate(base)
    (base / "shop" / "views.py").write_text('_("Other")\n')
    assert catalogue.check(base, "shop") == [
        "shop: missing: Other",
        "shop: obsolete: %(n)s x",
        "shop: obsolete: Save",
    ]
    catalogue.update(base, "shop")
    assert [e.msgid for e in polib.pofile(str(catalogue.path_of(base, "shop")))] == ["Other"]


def test_an_app_without_texts_gets_no_catalogue(tmp_path: Path) -> None:
    assert catalogue.update(tmp_path, "empty") == []
    assert catalogue.check(tmp_path, "empty") == []
    assert not catalogue.path_of(tmp_path, "empty").exists()


@pytest.mark.parametrize("forms", ["раз", "%(m)s раз", "%(n)d раз"])
def test_check_compares_placeholders(base: Path, forms: str) -> None:
    translate(base, forms=forms)
    assert catalogue.check(base, "shop") == ["shop: placeholders differ: %(n)s x"]


def test_check_sees_a_stale_compiled_file(base: Path) -> None:
    translate(base)
    path = catalogue.path_of(base, "shop")
    path.write_text(path.read_text().replace("Сохранить", "Записать"))
    assert catalogue.check(base, "shop") == ["shop: django.mo is not what django.po compiles to"]


def test_check_sees_a_fuzzy_translation(base: Path) -> None:
    translate(base)
    path = catalogue.path_of(base, "shop")
    path.write_text(path.read_text().replace('msgid "Save"', '#, fuzzy\nmsgid "Save"'))
    assert "shop: untranslated: Save" in catalogue.check(base, "shop")


def test_check_sees_a_plural_that_changed(base: Path) -> None:
    translate(base)
    source = base / "shop" / "views.py"
    source.write_text(source.read_text().replace("xs", "crosses"))
    assert "shop: plural changed: %(n)s x" in catalogue.check(base, "shop")


def test_check_wants_all_four_forms(base: Path) -> None:
    translate(base)
    path = catalogue.path_of(base, "shop")
    path.write_text(path.read_text().replace('msgstr[3] "%(n)s раз"\n', ""))
    assert "shop: not all plural forms: %(n)s x" in catalogue.check(base, "shop")


def test_the_command_updates_and_checks(
    base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "BASE_DIR", base)
    call_command("messages", "shop")
    assert "shop: untranslated: Save" in capsys.readouterr().out
    with pytest.raises(CommandError, match="2 faults"):
        call_command("messages", "shop", "--check")
    translate(base)
    call_command("messages", "shop", "--check")


def test_the_plural_formula_is_djangos() -> None:
    ours = catalogue.PLURAL_FORMS.replace(" ", "")
    path = Path(translation.__file__).parents[2] / "conf/locale/ru/LC_MESSAGES/django.po"
    assert polib.pofile(str(path)).metadata["Plural-Forms"].replace(" ", "") == ours


@pytest.mark.parametrize(("n", "text"), [(1, "1 thing"), (2, "2 things"), (0, "0 things")])
def test_english_plurals_need_no_catalogue(n: int, text: str) -> None:
    with translation.override("en"):
        assert translation.ngettext("%(n)s thing", "%(n)s things", n) % {"n": n} == text
