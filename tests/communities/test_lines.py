from datetime import timedelta

import pytest
from django.urls import reverse

from communities.models import Line
from communities.operations import TooManyLines, see_line, write_line
from communities.operations.lines import PER_DAY
from core.permissions import Refused
from core.tenancy import community_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return reverse("communities:line_to_owner", args=[cast.community.slug])


@pytest.mark.parametrize("role", ["member", "reading_only", "lapsed", "newcomer", "left"])
def test_whoever_is_here_in_any_way_reaches_the_owner(role, url, cast, client_of):
    client = client_of(getattr(cast, role))
    assert client.post(url, {"body": "It is hard today"}).url == url
    assert "It is hard today" in client.get(url).text
    desk = reverse("communities:desk", args=[cast.community.slug])
    assert "It is hard today" in client_of(cast.owner).get(desk).text


@pytest.mark.parametrize("role", ["specialist", "curator", "member"])
def test_nobody_but_the_owner_reads_it(role, url, cast, client_of):
    client_of(cast.lapsed).post(url, {"body": "For the owner alone"})
    client = client_of(getattr(cast, role))
    desk = reverse("communities:desk", args=[cast.community.slug])
    assert "For the owner alone" not in client.get(url).text + client.get(desk).text


@pytest.mark.parametrize("body", ["", "   ", "x" * 501])
def test_a_wrong_line_is_kept_typed(body, url, cast, client_of):
    page = client_of(cast.member).post(url, {"body": body})
    assert page.status_code == 422
    assert len(body) < 500 or body in page.text


def test_a_day_has_an_end(url, cast, client_of, travel):
    client = client_of(cast.member)
    for number in range(PER_DAY):
        client.post(url, {"body": f"Line {number}"})
    page = client.post(url, {"body": "One more"})
    assert page.status_code == 422
    assert "One more" in page.text
    travel(timedelta(days=1))
    assert client.post(url, {"body": "One more"}).status_code == 302


def test_the_limit_is_each_person_s_own(here):
    for _ in range(PER_DAY):
        write_line(actor=here.member, body="x")
    with pytest.raises(TooManyLines):
        write_line(actor=here.member, body="x")
    write_line(actor=here.insider, body="x")


@pytest.mark.parametrize("htmx", [True, False])
def test_what_is_read_leaves_the_desk(htmx, cast, client_of):
    with community_scope(cast.community):
        line = write_line(actor=cast.member, body="It is hard today")
    seen = reverse("communities:line_seen", args=[cast.community.slug, line.pk])
    owner = client_of(cast.owner)
    answer = owner.post(seen, headers={"HX-Request": "true"} if htmx else {})
    assert (answer.status_code, answer.content) == ((200, b"") if htmx else (302, b""))
    line.refresh_from_db()
    assert line.seen_at
    desk = reverse("communities:desk", args=[cast.community.slug])
    assert "It is hard today" not in owner.get(desk).text


def test_reading_it_twice_keeps_the_first_moment(here, travel):
    line = write_line(actor=here.member, body="x")
    see_line(actor=here.owner, line=line)
    line.refresh_from_db()
    first = line.seen_at
    travel(timedelta(hours=1))
    see_line(actor=here.owner, line=line)
    line.refresh_from_db()
    assert line.seen_at == first


def test_an_author_does_not_mark_their_own(here):
    line = write_line(actor=here.member, body="x")
    with pytest.raises(Refused):
        see_line(actor=here.member, line=line)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    count, url, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for _ in range(count):
            Line.objects.create(author=cast.member, body="x")
    client = client_of(cast.member)
    with django_assert_num_queries(6):
        client.get(url)
