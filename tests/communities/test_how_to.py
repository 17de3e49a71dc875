"""«Как это сделать»: who reads which page, and that nothing on it leads nowhere."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

from communities.how_to import PAGES
from communities.models import Membership
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
Clients = Callable[[Membership | None], Client]
READ_BY = {
    "owner": {"owner"},
    "curator": {"owner", "specialist", "curator"},
    "member": {"owner", "specialist", "curator", "member", "reading_only", "lapsed", "newcomer"},
}
# Letters that a row of 280 units holds.
FITS = {"title": 30, "text": 40, "field": 40, "button": 30, "link": 34, "person": 26}
ROWS = [(page, row) for page, asked in PAGES.items() for q in asked for row in q.picture.rows]


def url(cast: Cast, page: str) -> str:
    return reverse("communities:how_to", args=[cast.community.slug, page])


@pytest.mark.parametrize(("page", "roles"), READ_BY.items())
def test_who_reads_which_page(page: str, roles: set[str], cast: Cast, client_of: Clients) -> None:
    for role in READ_BY["member"]:
        status = client_of(getattr(cast, role)).get(url(cast, page)).status_code
        assert (role, status) == (role, 200 if role in roles else 404)


def test_a_stranger_an_unknown_page_and_another_method(cast: Cast, client_of: Clients) -> None:
    assert client_of(cast.outsider).get(url(cast, "member")).status_code == 404
    assert client_of(cast.owner).get(url(cast, "therapist")).status_code == 404
    assert client_of(cast.owner).post(url(cast, "owner")).status_code == 405


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("page", "role"), [(page, role) for page, roles in READ_BY.items() for role in sorted(roles)]
)
def test_no_link_on_it_is_dead(
    page: str, role: str, language: str, cast: Cast, client_of: Clients
) -> None:
    client = client_of(getattr(cast, role))
    text = client.get(url(cast, page), headers={"accept-language": language}).text
    main = text[text.index("<main") : text.index("</main>")]
    links = set(re.findall(r'href="([^"]+)"', main))
    anchors = {link[1:] for link in links if link.startswith("#")}
    assert anchors
    assert anchors <= set(re.findall(r'id="([^"]+)"', main))
    for link in links - {f"#{anchor}" for anchor in anchors}:
        assert (link, client.get(link, follow=True).status_code) == (link, 200)


def test_the_ways_to_it(cast: Cast, client_of: Clients) -> None:
    for role, name, page in (
        ("owner", "desk", "owner"),
        ("curator", "desk", "curator"),
        ("member", "me", "member"),
    ):
        at = reverse(f"communities:{name}", args=[cast.community.slug])
        assert url(cast, page) in client_of(getattr(cast, role)).get(at).text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_words_fit_into_the_drawings(language: str) -> None:
    with override(language):
        wide = {str(row.words) for _page, row in ROWS if len(str(row.words)) > FITS[row.kind]}
    assert wide == set()


def test_a_drawing_says_in_words_what_it_shows(cast: Cast, client_of: Clients) -> None:
    text = client_of(cast.curator).get(url(cast, "curator")).text
    assert (
        text.count('<svg class="drawing"') == text.count("How it looks:") == len(PAGES["curator"])
    )
    assert "How it looks: Wishes to join · Newcomer · Let in" in text


# Words that stand in another case in a Russian sentence.
DECLINED = {"My circle"}


def test_the_steps_name_things_as_the_pages_do() -> None:
    steps = [step for asked in PAGES.values() for q in asked for step in q.steps]
    named = [(word, step) for step in steps for word in re.findall("“([^”]+)”", str(step))]
    assert len(named) > 20
    with override("ru"):
        wrong = [
            word
            for word, step in named
            if word not in DECLINED and f"«{gettext(word)}»" not in str(step)
        ]
    assert wrong == []


def test_each_question_has_an_address_of_its_own() -> None:
    for asked in PAGES.values():
        assert len({question.anchor for question in asked}) == len(asked)
