import pytest
from django.urls import reverse

from billing.operations import NewPrice, open_plan
from core import clock
from core.tenancy import community_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(cast):
    return reverse("communities:door", args=[cast.community.slug])


@pytest.fixture
def published(cast):
    cast.community.public_page_html = "<p>How we work</p>"
    cast.community.published_at = clock.now()
    cast.community.save()


def test_members_go_on_to_the_common_space(door, cast, client_of):
    stream = reverse("feeds:stream", args=[cast.community.slug, "all"])
    assert client_of(cast.member).get(door).url == stream


@pytest.mark.parametrize("role", ["lapsed", "newcomer", "left"])
def test_who_has_no_access_goes_on_to_billing(role, door, cast, client_of):
    mine = reverse("billing:mine", args=[cast.community.slug])
    assert client_of(getattr(cast, role)).get(door).url == mine


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("role", ["visitor", "outsider"])
def test_strangers_read_what_is_published(role, door, cast, client_of):
    page = client_of(cast.everybody()[role]).get(door)
    assert page.status_code == 200
    assert "How we work" in page.text


@pytest.mark.usefixtures("published")
def test_the_public_page_tells_of_nobody(door, cast, client_of):
    text = client_of(None).get(door).text
    assert not [who.alias for who in cast.everybody().values() if who and who.alias in text]
    assert not [g.name for g in (cast.quiet, cast.attic) if g.name in text]


def test_what_is_not_published_is_not_there(door, cast, client_of):
    assert client_of(cast.outsider).get(door).status_code == 404
    assert client_of(None).get(door).url.startswith(reverse("account_login"))


@pytest.mark.usefixtures("published")
def test_only_looking(door, cast, client_of):
    assert client_of(cast.member).post(door).status_code == 405


@pytest.mark.usefixtures("published")
def test_only_the_published_page_may_be_indexed(door, cast, client_of):
    page = client_of(None).get(door)
    assert page.headers["X-Robots-Tag"] == "all"
    assert 'name="robots"' not in page.text
    me = client_of(cast.member).get(reverse("communities:me", args=[cast.community.slug]))
    assert me.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert 'content="noindex, nofollow"' in me.text


@pytest.mark.usefixtures("published")
def test_the_public_page_shows_plans_and_prices(door, cast, client_of):
    with community_scope(cast.community):
        price = NewPrice("EUR", 1900, way="hand")
        open_plan(actor=cast.owner, name="Companionship", prices=[price])
    text = client_of(None).get(door).text
    assert "Companionship" in text
    assert "19" in text
