"""The same questions to every page of subgroups."""

import pytest
from django.urls import reverse

from tests.conftest import Cast

pytestmark = pytest.mark.django_db
OF_ALL = ["index", "new"]
OF_ONE = ["card", "change", "ask", "leave", "people", "add", "copy", "archive", "bring_back"]
OF_ONE += ["name_curator"]
OF_ONE_AND_SOMEBODY = ["move", "admit", "move_out", "curator", "release", "specialist"]
OF_SOMEBODY = ["specialist_of_all", "specialist_no_more"]
POSTED = ["ask", "add", "bring_back", *OF_ONE_AND_SOMEBODY[1:], *OF_SOMEBODY]
SEEN = ["index", "card", "people"]
EVERY = [*OF_ALL, *OF_ONE, *OF_ONE_AND_SOMEBODY, *OF_SOMEBODY]


def url(name: str, cast: Cast, subgroup: str = "north", whom: str = "insider") -> str:
    own = [getattr(cast, subgroup).pk] if name in [*OF_ONE, *OF_ONE_AND_SOMEBODY] else []
    person = [getattr(cast, whom).pk] if name in [*OF_ONE_AND_SOMEBODY, *OF_SOMEBODY] else []
    return reverse(f"subgroups:{name}", args=[cast.community.slug, *own, *person])


@pytest.mark.parametrize("name", [name for name in EVERY if name not in POSTED])
def test_works(name, cast, client_of):
    who = cast.insider if name == "leave" else cast.owner
    assert client_of(who).get(url(name, cast)).status_code == 200


@pytest.mark.parametrize("name", EVERY)
def test_a_stranger_finds_nothing(name, cast, client_of):
    client = client_of(cast.outsider)
    assert client.get(url(name, cast)).status_code == 404
    assert client.post(url(name, cast)).status_code == 404


@pytest.mark.parametrize("name", EVERY)
def test_a_visitor_is_sent_to_sign_in(name, cast, client_of):
    assert client_of(None).get(url(name, cast)).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [name for name in EVERY if name not in SEEN])
def test_a_member_who_leads_nothing_finds_nothing(name, cast, client_of):
    # Who asks is in it already; anybody else would simply have asked.
    who = client_of(cast.insider if name == "ask" else cast.member)
    answer = who.post(url(name, cast)) if name in POSTED else who.get(url(name, cast))
    assert answer.status_code == 404


@pytest.mark.parametrize("name", [*OF_ONE, *OF_ONE_AND_SOMEBODY])
@pytest.mark.parametrize("role", ["specialist", "curator", "member"])
def test_a_hidden_subgroup_does_not_exist_for_others(name, role, cast, client_of):
    client = client_of(getattr(cast, role))
    unknown = client_of(cast.member).get(f"/c/{cast.community.slug}/nothing-here/")
    ask = client.post if name in POSTED else client.get
    answer = ask(url(name, cast, "attic"))
    assert (answer.status_code, answer.content) == (404, unknown.content)


@pytest.mark.parametrize("name", ["people", "add", *OF_ONE_AND_SOMEBODY])
@pytest.mark.parametrize("role", ["specialist", "member"])
def test_people_of_a_closed_subgroup_are_for_its_people(name, role, cast, client_of):
    client = client_of(getattr(cast, role))
    answer = client.post if name in POSTED else client.get
    assert answer(url(name, cast, "quiet")).status_code == 404


@pytest.mark.parametrize("name", EVERY)
def test_another_method_is_refused(name, cast, client_of):
    client = client_of(cast.owner)
    wrong = client.get if name in POSTED else client.put
    assert wrong(url(name, cast)).status_code == 405


@pytest.mark.parametrize("name", ["change", "people", "card"])
def test_another_community_s_subgroup_is_not_found(name, cast, client_of):
    foreign = reverse(f"subgroups:{name}", args=[cast.elsewhere.slug, cast.north.pk])
    assert client_of(cast.outsider).get(foreign).status_code == 404
