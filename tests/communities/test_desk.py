import pytest
from django.urls import reverse

from communities.desk import steps_of
from communities.models import Line
from communities.operations import change_community, invite
from core.tenancy import community_scope
from subgroups.operations import ask_to_join, name_curator

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return reverse("communities:desk", args=[cast.community.slug])


def test_first_steps_are_ticked_off(here):
    done = {step.url: is_done for step, is_done in steps_of(here.community)}
    assert done["subgroups:new"]
    assert not done["communities:settings"]
    assert not done["communities:invitations"]
    invite(actor=here.owner)
    change_community(actor=here.owner, publish=True)
    done = {step.url: is_done for step, is_done in steps_of(here.owner.community)}
    assert done["communities:settings"]
    assert done["communities:invitations"]


def test_done_steps_leave_the_desk(here, monkeypatch):
    monkeypatch.setattr("communities.desk.steps", [])
    assert steps_of(here.community) == []


@pytest.mark.parametrize(
    ("role", "reads"),
    [("owner", True), ("specialist", False), ("curator", False)],
)
def test_steps_and_lines_are_the_owner_s(role, reads, url, cast, client_of):
    with community_scope(cast.community):
        Line.objects.create(author=cast.member, body="It is hard today")
    text = client_of(getattr(cast, role)).get(url).text
    assert ("It is hard today" in text) is reads
    assert ("First steps" in text) is reads


def test_a_curator_finds_who_asks_to_join(url, cast, client_of):
    with community_scope(cast.community):
        ask_to_join(actor=cast.member, subgroup=cast.quiet)
    text = client_of(cast.curator).get(url).text
    assert "1 asks to join" in text
    assert reverse("subgroups:people", args=[cast.community.slug, cast.quiet.pk]) in text
    assert "Attic" not in text


def test_a_new_curator_has_a_desk_at_once(url, cast, client_of):
    client = client_of(cast.member)
    assert client.get(url).status_code == 404
    with community_scope(cast.community):
        name_curator(actor=cast.owner, subgroup=cast.north, member=cast.member)
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_costs_the_same_for_one_and_three_lines(
    count, url, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for _ in range(count):
            Line.objects.create(author=cast.member, body="x")
    client = client_of(cast.owner)
    with django_assert_num_queries(21):
        client.get(url)
