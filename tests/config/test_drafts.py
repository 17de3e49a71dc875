"""Whatever is typed at length outlives a page that is covered, or is listed with the reason."""

import importlib
import inspect
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.urls import reverse

from tests.conftest import Cast

APPS = ("accounts", "billing", "communities", "feeds", "profiles", "subgroups")
# Form -> the template whose form keeps what is typed.
KEPT = {
    "communities.LineForm": "communities/line_to_owner.html",
    "communities.LeaveForm": "communities/leave.html",
    "communities.PartingForm": "communities/part.html",
    "communities.ReplyForm": "communities/_application_waiting.html",
    "communities.SettingsForm": "communities/settings.html",
    "communities.DocumentForm": "communities/document_new.html",
    "feeds.ReasonForm": "feeds/hide.html",
    "profiles.LineForm": "profiles/index.html",
    "subgroups.DescriptionForm": "subgroups/change.html",
    "subgroups.ChangeForm": "subgroups/change.html",
    "subgroups.SubgroupForm": "subgroups/new.html",
}
NOT_KEPT = {
    "billing.ManyForm": "addresses of other people stay in no browser",
    "billing.PlanForm": "a line about a price",
}
# Textareas that stand in a template by themselves.
OWN = {
    "config/_showcase_posts.html": "shows what it looks like",
    "feeds/_comment_form.html": "kept: composer.js",
    "feeds/_composer.html": "kept: composer.js",
    "403_reading_only.html": "says what was typed",
    "accounts/csrf_failure.html": "says what was typed",
}
FORM = "components/_draft.html"


def long_forms() -> set[str]:
    """Names of the forms with a field of several lines."""
    return {
        f"{app}.{name}"
        for app in APPS
        for name, form in inspect.getmembers(importlib.import_module(f"{app}.forms"))
        if inspect.isclass(form) and issubclass(form, forms.BaseForm) and is_long(form)
        if form.__module__.startswith(app)
    }


def is_long(form: Any) -> bool:
    fields = getattr(form, "base_fields", {}).values()
    return any(isinstance(field.widget, forms.Textarea) for field in fields)


def template(name: str) -> str:
    return (settings.BASE_DIR / "templates" / name).read_text()


def test_every_long_form_is_decided() -> None:
    assert long_forms() == set(KEPT) | set(NOT_KEPT)


@pytest.mark.parametrize("name", [*KEPT.values(), "billing/join.html", "profiles/change.html"])
def test_it_is_kept(name: str) -> None:
    assert FORM in template(name)


def test_every_textarea_is_decided() -> None:
    folder = settings.BASE_DIR / "templates"
    found = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if "<textarea" in path.read_text()
    }
    assert found == set(OWN)
    for name in ("feeds/_comment_form.html", "feeds/_composer.html"):
        assert "data-draft=" in template(name)


def test_it_is_kept_for_one_person_and_place(cast: Cast, client_of: Any) -> None:
    page = client_of(cast.member).get(
        reverse("communities:line_to_owner", args=[cast.community.slug])
    )
    key = f"{cast.member.user_id}.{cast.community.slug}.line"
    assert f'data-draft="{key}">' in page.text


def test_a_shared_device_forgets_it_with_the_tab(cast: Cast, client_of: Any) -> None:
    client = client_of(cast.member)
    session = client.session
    session["device_is_shared"] = True
    session.save()
    page = client.get(reverse("profiles:index", args=[cast.community.slug]))
    assert 'profile" data-draft-store="session">' in page.text


def test_each_draft_is_kept_by_one_script() -> None:
    """Both would write into each other's fields."""
    scripts = settings.BASE_DIR / "static" / "js"
    composer, plain = (scripts / name for name in ("composer.js", "drafts.js"))
    assert composer.read_text().count("form[data-draft]") == 1
    assert "form[data-draft][hx-post]" in composer.read_text()
    assert plain.read_text().count("form[data-draft]") == 2
    assert plain.read_text().count("form[data-draft]:not([hx-post])") == 2
