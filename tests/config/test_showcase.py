import re

import pytest

from config.showcase_samples import SAMPLES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ru"])
def test_shows_every_component_in_both_languages(client, language):
    page = client.get("/components/", headers={"accept-language": language}).content.decode()
    assert SAMPLES[language]["title"] in page
    for name in ("button", "post", "comment", "composer", "empty", "skeleton", "failed", "pager"):
        assert re.search(rf'class="[^"]*\b{name}\b', page), name


def test_shows_the_accent_and_theme_asked_for(client):
    page = client.get("/components/", {"accent": "plum", "theme": "dark"}).content.decode()
    assert 'class="accent-plum theme-dark"' in page


def test_an_unknown_accent_or_theme_counts_as_not_given(client):
    page = client.get("/components/", {"accent": "x", "theme": "y"}).content.decode()
    assert 'class="accent-sea"' in page


def test_a_faulty_field_stands_with_its_error_and_in_the_summary(client):
    page = client.get("/components/").content.decode()
    field = re.search(r'<input[^>]*name="faulty-email"[^>]*>', page).group()
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_faulty-email_error"' in field
    assert 'value="polevaya"' in field
    assert 'id="id_faulty-email_error"' in page
    assert 'href="#id_faulty-email"' in page


def test_the_summary_leads_to_the_first_of_several_choices(client):
    page = client.get("/components/").content.decode()
    assert 'href="#id_faulty-device_0"' in page
    assert 'id="id_faulty-device_0"' in page


def test_both_languages_have_the_same_samples():
    assert SAMPLES["en"].keys() == SAMPLES["ru"].keys()


def test_ids_on_the_page_are_unique(client):
    ids = re.findall(r'\bid="([^"]+)"', client.get("/components/").content.decode())
    assert len(ids) == len(set(ids))
