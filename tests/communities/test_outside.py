from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from communities.models import Acceptance, Community, Document, Membership
from communities.operations import open_community
from core.permissions import Refused
from core.tenancy import across_communities, community_scope
from tests.factories import CommunityFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def typed(**changes):
    first = {
        "name": "Тихая гавань",
        "slug": "",
        "language": "ru",
        "time_zone": "Europe/Moscow",
        "alias": "Ольга",
    }
    return first | changes


@pytest.fixture
def person(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_a_visitor_reads_what_this_is(client, settings):
    settings.OPERATOR_NAME = "Meridian Ltd"
    page = client.get(reverse("home"))
    assert page.status_code == 200
    assert reverse("account_login") in page.text
    assert "Meridian Ltd" in page.text


def test_my_communities_are_mine_alone(client_of, cast):
    page = client_of(cast.member).get(reverse("home"))
    assert f"/c/{cast.community.slug}/" in page.text
    assert cast.elsewhere.slug not in page.text


def test_left_communities_are_gone_from_the_list(client_of, cast):
    assert f"/c/{cast.community.slug}/" not in client_of(cast.left).get("/").text


def test_a_person_without_communities_is_told_what_will_be_here(client, person):
    assert 'class="empty"' in client.get("/").text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    count, client, person, django_assert_num_queries
):
    for _ in range(count):
        MembershipFactory(community=CommunityFactory(), user=person)
    with django_assert_num_queries(3):
        client.get("/")


def test_opening_leads_to_the_second_screen(client, person):
    answer = client.post(reverse("open"), typed())
    assert answer.url == "/c/tikhaya-gavan/billing/opening/"
    community = Community.objects.get(slug="tikhaya-gavan")
    with community_scope(community):
        owner = Membership.objects.get()
        assert (owner.user, owner.alias, owner.is_owner) == (person, "Ольга", True)
        assert Document.objects.current().count() == 3
        assert "Черновик" in Document.objects.get(kind="agreement").source
        assert not Acceptance.objects.exists()
    assert client.get(answer.url).status_code == 200


def test_an_address_can_be_chosen(client, person):
    client.post(reverse("open"), typed(slug="Gavan-7"))
    assert Community.objects.filter(slug="gavan-7").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"slug": "ab"},
        {"slug": "гавань"},
        {"slug": "-gavan"},
        {"alias": "two words"},
        {"alias": "a"},
        {"language": "de"},
        {"time_zone": "Mars/Base"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(wrong, client, person):
    page = client.post(reverse("open"), typed(**wrong))
    assert page.status_code == 422
    assert 'class="error-summary"' in page.text
    assert ("name" in wrong) or "Тихая гавань" in page.text
    assert not Community.objects.exists()


def test_a_taken_address_is_said(client, person):
    CommunityFactory(slug="harbour")
    page = client.post(reverse("open"), typed(slug="harbour"))
    assert page.status_code == 422
    assert page.context["form"].has_error("slug")


def test_an_address_taken_meanwhile_is_said(client, person, monkeypatch):
    CommunityFactory(slug="harbour")
    monkeypatch.setattr("communities.forms.OpenForm.clean_slug", lambda form: "harbour")
    page = client.post(reverse("open"), typed())
    assert page.status_code == 422
    assert page.context["form"].has_error("slug")


def test_two_clicks_open_one_community(client, person):
    first, second = (client.post(reverse("open"), typed()).url for _ in range(2))
    assert first == second
    assert Community.objects.count() == 1


def test_the_same_name_a_day_later_is_another_community(person, travel):
    named = {"name": "Harbour", "language": "en", "time_zone": "UTC", "alias": "Iris"}
    open_community(user=person, slug="harbour", **named)
    travel(timedelta(days=1))
    open_community(user=person, slug="harbour-2", **named)
    with across_communities("count"):
        assert Membership.objects.owners().filter(user=person).count() == 2


def test_opening_asks_to_sign_in(client):
    assert client.get(reverse("open")).url == f"{reverse('account_login')}?next=/open/"


@pytest.mark.parametrize(("name", "method"), [("home", "post"), ("open", "put"), ("left", "post")])
def test_another_method_is_refused(name, method, client, person):
    assert getattr(client, method)(reverse(name)).status_code == 405


def test_the_page_after_leaving_names_nobody(client):
    assert client.get(reverse("left")).status_code == 200


@pytest.fixture
def by_operator(settings):
    settings.OPENING = "operator"
    settings.OPERATOR_NAME = "Somebody"
    settings.OPERATOR_CONTACT = "somebody@example.org"


@pytest.mark.usefixtures("by_operator")
@pytest.mark.parametrize("method", ["get", "post"])
def test_where_the_operator_decides_the_page_says_whom_to_ask(method, client, person):
    page = getattr(client, method)(reverse("open"), typed())
    assert page.status_code == 200
    assert "somebody@example.org" in page.text
    assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
    assert not Community.objects.exists()


@pytest.mark.usefixtures("by_operator")
def test_where_the_operator_decides_nobody_else_opens(person):
    named = {"name": "Harbour", "language": "en", "time_zone": "UTC", "alias": "Iris"}
    with pytest.raises(Refused):
        open_community(user=person, slug="harbour", **named)


@pytest.mark.usefixtures("by_operator")
def test_whom_the_operator_allowed_opens(client, person):
    call_command("allow_opening", person.email.upper(), stdout=StringIO())
    assert client.post(reverse("open"), typed()).url == "/c/tikhaya-gavan/billing/opening/"
    call_command("allow_opening", person.email, "--no", stdout=StringIO())
    assert "somebody@example.org" in client.get(reverse("open")).text


def test_an_address_nobody_has_can_be_allowed_nothing(db):
    with pytest.raises(CommandError):
        call_command("allow_opening", "nobody@example.org")
