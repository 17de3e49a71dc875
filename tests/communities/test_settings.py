import pytest
from django.urls import reverse

from communities.models import AuditEntry
from communities.operations import change_community
from core.tenancy import community_scope

pytestmark = pytest.mark.django_db


def typed(**changes):
    first = {
        "name": "Quiet Harbour",
        "language": "en",
        "time_zone": "Europe/London",
        "accent": "plum",
        "public_page": "How **we** work",
        "help_contacts": "Call me",
    }
    return first | changes


@pytest.fixture
def url(cast):
    return reverse("communities:settings", args=[cast.community.slug])


def test_changes_are_kept_and_traced(url, cast, client_of):
    assert client_of(cast.owner).post(url, typed(publish="on")).url == url
    cast.community.refresh_from_db()
    here = cast.community
    assert (here.name, here.accent, here.time_zone) == ("Quiet Harbour", "plum", "Europe/London")
    assert here.public_page_html == "<p>How <strong>we</strong> work</p>\n"
    assert here.help_contacts_html == "<p>Call me</p>\n"
    assert here.published_at
    with community_scope(here):
        assert AuditEntry.objects.get().action == "change_community"


def test_unpublishing_closes_the_door(url, cast, client_of):
    owner = client_of(cast.owner)
    owner.post(url, typed(publish="on"))
    owner.post(url, typed())
    cast.community.refresh_from_db()
    assert cast.community.published_at is None


def test_publishing_again_keeps_its_day(url, cast, client_of):
    owner = client_of(cast.owner)
    owner.post(url, typed(publish="on"))
    cast.community.refresh_from_db()
    first = cast.community.published_at
    owner.post(url, typed(publish="on", name="Other"))
    cast.community.refresh_from_db()
    assert cast.community.published_at == first


def test_an_empty_public_page_starts_from_the_pattern(url, cast, client_of):
    text = client_of(cast.owner).get(url).text
    assert "What I do not promise" in text
    assert "neither a doctor nor emergency help" in text


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"accent": "neon"}, {"time_zone": "Mars/Base"}, {"public_page": "x" * 20_001}],
)
def test_what_is_wrong_changes_nothing_and_stays_typed(wrong, url, cast, client_of):
    page = client_of(cast.owner).post(url, typed(help_contacts="Typed just now") | wrong)
    assert page.status_code == 422
    assert "Typed just now" in page.text
    name = cast.community.name
    cast.community.refresh_from_db()
    assert cast.community.name == name
    assert name in page.text


def test_days_of_grace_written_meanwhile_are_not_written_over(here):
    stale = here.owner.community
    type(stale).objects.filter(pk=stale.pk).update(full_grace_days=3)
    change_community(actor=here.owner, publish=False, name="Renamed")
    stale.refresh_from_db()
    assert (stale.full_grace_days, stale.name) == (3, "Renamed")


LEGAL = {
    "legal_name": "Iris Fern",
    "legal_address": "1 Harbour Road",
    "legal_contact": "iris@example.org",
    "legal_number": "DE 123",
}


def legal(cast):
    return reverse("communities:legal", args=[cast.community.slug])


def test_the_legal_page_shows_what_the_owner_said(url, cast, client_of):
    client_of(cast.owner).post(url, typed(publish="on", **LEGAL))
    for role in ("visitor", "outsider", "member", "left"):
        answer = client_of(cast.everybody()[role]).get(legal(cast))
        assert answer.status_code == 200
        assert [said for said in LEGAL.values() if said not in answer.text] == []
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_strangers_read_it_only_when_published(url, cast, client_of):
    client_of(cast.owner).post(url, typed(**LEGAL))
    assert client_of(cast.outsider).get(legal(cast)).status_code == 404
    assert client_of(None).get(legal(cast)).url.startswith(reverse("account_login"))
    assert "Iris Fern" in client_of(cast.member).get(legal(cast)).text


def test_without_details_it_says_so(cast, client_of):
    assert "has not said this yet" in client_of(cast.member).get(legal(cast)).text
    assert client_of(cast.member).post(legal(cast)).status_code == 405


def test_the_icon_is_one_of_a_few(url, cast, client_of):
    owner = client_of(cast.owner)
    assert owner.post(url, typed(icon="leaf")).status_code == 302
    assert "#leaf" in owner.get(reverse("communities:me", args=[cast.community.slug])).text
    assert owner.post(url, typed(icon="skull")).status_code == 422
    owner.post(url, typed())
    cast.community.refresh_from_db()
    assert cast.community.icon == "leaf"
