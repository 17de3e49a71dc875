"""The same questions to every page of a community."""

import pytest
from django.urls import reverse

from communities.models import AuditEntry, Line, Membership
from core.tenancy import across_communities
from tests.communities.pages import PAGES, Page

pytestmark = pytest.mark.django_db
OPEN_WITHOUT_ACCESS = {
    "communities:me",
    "communities:documents",
    "communities:leave",
    "communities:line_to_owner",
    "communities:help_now",
}
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
with_get = pytest.mark.parametrize(
    "page", [p for p in PAGES if p.wrong_method != "get"], ids=lambda page: page.name
)


@with_get
def test_works(page: Page, cast, client_of):
    assert client_of(getattr(cast, page.works)).get(page.url(cast)).status_code == 200


@every_page
def test_a_stranger_finds_nothing(page: Page, cast, client_of):
    url = page.url(cast)
    assert client_of(cast.outsider).get(url).status_code == 404
    assert client_of(cast.outsider).post(url).status_code == 404


@every_page
def test_a_visitor_is_sent_to_sign_in(page: Page, cast, client_of):
    url = page.url(cast)
    assert client_of(None).get(url).url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("rest", ["%00/feed/", "{slug}/tag/%00/", "{slug}/suggest/tags/?q=%00"])
def test_the_character_zero_is_found_nowhere(rest, cast, client_of):
    url = "/c/" + rest.format(slug=cast.community.slug)
    unknown = client_of(cast.outsider).get("/c/nowhere-at-all/")
    for who in (cast.member, None):
        answer = client_of(who).get(url)
        assert (answer.status_code, answer.content) == (404, unknown.content)


@pytest.mark.parametrize("page", [p for p in PAGES if p.refused], ids=lambda page: page.name)
def test_another_role_finds_nothing(page: Page, cast, client_of):
    answer = client_of(getattr(cast, page.refused)).generic(
        "POST" if page.wrong_method == "get" else "GET", page.url(cast)
    )
    unknown = client_of(cast.outsider).get("/c/nowhere-at-all/")
    assert (answer.status_code, answer.content) == (404, unknown.content)


@every_page
def test_another_method_is_refused(page: Page, cast, client_of):
    client = client_of(getattr(cast, page.works))
    assert getattr(client, page.wrong_method)(page.url(cast)).status_code == 405


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p.works == "member"], ids=lambda page: page.name
)
@pytest.mark.parametrize("role", ["lapsed", "newcomer"])
def test_who_has_no_access_gets_ways_out_and_nothing_else(page: Page, role, cast, client_of):
    answer = client_of(getattr(cast, role)).get(page.url(cast))
    if page.name in OPEN_WITHOUT_ACCESS:
        assert answer.status_code == 200
    else:
        assert answer.url == reverse("billing:mine", args=[cast.community.slug])


@with_get
def test_looking_writes_nothing(page: Page, cast, client_of):
    url = page.url(cast)
    with across_communities("count"):
        before = [model.objects.count() for model in (AuditEntry, Line, Membership)]
    client_of(getattr(cast, page.works)).get(url)
    with across_communities("count"):
        assert [model.objects.count() for model in (AuditEntry, Line, Membership)] == before
