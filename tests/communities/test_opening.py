"""Opening in three screens, each gone back to, nothing lost, ending on the desk."""

import pytest
from django.urls import reverse

from billing.models import Plan
from communities import queries
from communities.models import Community, Document, Invitation, Membership
from communities.operations import open_community
from core.tenancy import community_scope
from subgroups.models import Subgroup
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SCREENS = ("communities:opening", "billing:opening", "subgroups:opening")


@pytest.fixture
def owner(client):
    user = UserFactory()
    client.force_login(user)
    return open_community(
        user=user, slug="haven", name="Haven", language="en", time_zone="UTC", alias="Olga"
    )


def prices(**first):
    rows = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0"}
    for number in range(3):
        rows |= {
            f"form-{number}-currency": "EUR",
            f"form-{number}-amount": "",
            f"form-{number}-interval": "month",
            f"form-{number}-way": "card",
        }
    return rows | {f"form-0-{name}": value for name, value in first.items()}


def url(name):
    return reverse(name, args=["haven"])


def test_three_screens_end_on_the_desk(client):
    user = UserFactory()
    client.force_login(user)
    named = {"name": "Haven", "language": "en", "time_zone": "UTC", "alias": "Olga", "slug": ""}
    second = client.post(reverse("open"), named).url
    third = client.post(second, {"name": "Month", "description": "", **prices(amount="19")}).url
    last = client.post(third, {"name_1": "North", "kind_1": "open", "link": "on"}).url
    assert last == url("communities:desk")
    assert "First steps" in client.get(last).text
    with community_scope(Community.objects.get(slug="haven")):
        assert Plan.objects.get().prices.get().amount == 1900
        assert Subgroup.objects.get(for_staff=False).tag == "north"
        assert Invitation.objects.count() == 1


def test_without_payment_and_without_subgroups(client, owner):
    answer = client.post(url("billing:opening"), {"later": "1", **prices()})
    assert answer.url == url("subgroups:opening")
    assert client.post(answer.url, {"name_1": ""}).url == url("communities:desk")
    with community_scope(owner.community):
        assert not Plan.objects.exists()
        assert not Invitation.objects.exists()


def test_going_back_keeps_what_was_half_typed(client, owner):
    half = {"name": "Month in hand", "back": "1", **prices(amount="1x")}
    assert client.post(url("billing:opening"), half).url == url("communities:opening")
    third = {"name_1": "Half a name", "back": "1"}
    assert client.post(url("subgroups:opening"), third).url == url("billing:opening")
    text = client.get(url("billing:opening")).text
    assert 'value="Month in hand"' in text
    assert 'value="1x"' in text
    assert "error-summary" not in text
    assert 'value="Half a name"' in client.get(url("subgroups:opening")).text
    with community_scope(owner.community):
        assert not Plan.objects.exists()


ASKING = {"ask-asks": "on", "ask-question_0": "What brings you here?"}


@pytest.mark.parametrize("screen", ["billing:opening", "subgroups:opening"])
def test_how_people_come_in_may_begin_with_questions(client, owner, screen):
    assert 'name="ask-asks"' in client.get(url(screen)).text
    client.post(url(screen), {"later": "1", **prices(), **ASKING})
    with community_scope(owner.community):
        assert queries.questions_asked() == ["What brings you here?"]
    for each in ("billing:opening", "subgroups:opening"):
        text = client.get(url(each)).text
        assert "answer your questions first" in text
        assert 'name="ask-asks"' not in text


def test_a_plan_is_opened_with_its_questions(client, owner):
    sent = {"name": "Month", **prices(amount="19"), **ASKING}
    assert client.post(url("billing:opening"), sent).url == url("subgroups:opening")
    with community_scope(owner.community):
        assert Plan.objects.count() == 1
        assert queries.questions_asked() == ["What brings you here?"]


@pytest.mark.parametrize("screen", ["billing:opening", "subgroups:opening"])
def test_the_switch_without_a_question_is_refused_and_all_is_kept(client, owner, screen):
    sent = {"name": "Kept", "name_1": "Kept", **prices(amount="19"), "ask-asks": "on"}
    answer = client.post(url(screen), sent)
    assert answer.status_code == 422
    assert 'value="Kept"' in answer.text
    assert "at least one question" in answer.text
    with community_scope(owner.community):
        assert not Plan.objects.exists()
        assert not Subgroup.objects.filter(for_staff=False).exists()


def test_questions_half_typed_are_there_again(client, owner):
    half = {"back": "1", "ask-asks": "on", "ask-question_0": "Half a question"}
    client.post(url("subgroups:opening"), half)
    assert 'value="Half a question"' in client.get(url("subgroups:opening")).text


def test_the_first_screen_can_be_changed(client, owner):
    assert 'value="Haven"' in client.get(url("communities:opening")).text
    changed = {"name": "Гавань", "language": "ru", "time_zone": "Europe/Moscow", "alias": "Ольга"}
    answer = client.post(url("communities:opening"), changed)
    assert answer.url == url("billing:opening")
    community = Community.objects.get(slug="haven")
    assert (community.name, community.language) == ("Гавань", "ru")
    with community_scope(community):
        assert Membership.objects.get().alias == "Ольга"
        assert "Черновик" in Document.objects.current().get(kind="agreement").source


def test_own_documents_do_not_follow_the_language(client, cast, client_of):
    changed = {"name": "Harbour", "language": "ru", "time_zone": "UTC", "alias": "Iris"}
    client_of(cast.owner).post(reverse("communities:opening", args=[cast.community.slug]), changed)
    with community_scope(cast.community):
        assert not Document.objects.exists()


def test_an_alias_somebody_has_is_refused(cast, client_of):
    typed = {"name": "Kept name", "language": "en", "time_zone": "UTC", "alias": "Wren"}
    there = reverse("communities:opening", args=[cast.community.slug])
    answer = client_of(cast.owner).post(there, typed)
    assert answer.status_code == 422
    assert "Kept name" in answer.text


def test_bad_prices_and_names_are_kept(client, owner):
    answer = client.post(url("billing:opening"), {"name": "Month", **prices(amount="many")})
    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    assert client.post(url("billing:opening"), {"name": "", **prices()}).status_code == 422
    for typed in ({"name_1": "!"}, {"name_1": "North", "name_2": "north"}, {"name_1": "x" * 61}):
        answer = client.post(url("subgroups:opening"), typed)
        assert answer.status_code == 422
        assert typed["name_1"] in answer.text
    with community_scope(owner.community):
        assert not Subgroup.objects.filter(for_staff=False).exists()


def test_a_name_that_is_taken_opens_none_of_them(client, owner):
    client.post(url("subgroups:opening"), {"name_1": "North"})
    answer = client.post(url("subgroups:opening"), {"name_1": "South", "name_2": "North"})
    assert answer.status_code == 422
    with community_scope(owner.community):
        assert [s.name for s in Subgroup.objects.filter(for_staff=False)] == ["North"]


@pytest.mark.parametrize("name", SCREENS)
def test_screens_are_the_owner_s(name, cast, client_of):
    there = reverse(name, args=[cast.community.slug])
    assert client_of(cast.owner).get(there).status_code == 200
    for who in (cast.specialist, cast.member, cast.outsider):
        assert client_of(who).get(there).status_code == 404
        assert client_of(who).post(there, {"later": "1"}).status_code == 404
    assert client_of(cast.owner).put(there).status_code == 405
