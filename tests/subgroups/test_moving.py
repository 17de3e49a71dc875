"""Moving in one step, naming curators, and subgroups that nobody leads."""

import pytest
from django.urls import reverse

from communities.models import AuditEntry
from communities.operations import leave
from core.permissions import Refused
from core.tenancy import community_scope
from notifications.models import BellMail, Notification
from notifications.queries import notices_of
from subgroups import operations
from subgroups.models import SubgroupMembership
from subgroups.queries import last_led_by, without_curator
from tests.factories import MembershipFactory, PlaceFactory, SubgroupFactory

pytestmark = pytest.mark.django_db


def to(name, cast, subgroup, *more):
    return reverse(f"subgroups:{name}", args=[cast.community.slug, subgroup.pk, *more])


def places(member):
    rows = SubgroupMembership.objects.of(member)
    return dict(rows.values_list("subgroup__name", "role"))


def told(member):
    return [notice.notification.kind for notice in notices_of(member.user_id, member)]


@pytest.fixture
def moved(here):
    PlaceFactory(subgroup=here.north, membership=here.member)
    operations.move(actor=here.curator, subgroup=here.north, member=here.member, to=here.quiet)
    return here


def test_one_step_one_line_in_the_trace_one_notice_no_letter(moved):
    assert places(moved.member) == {"Quiet": "member"}
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["move_member"]
    assert told(moved.member) == ["subgroup_place"]
    assert not BellMail.objects.exists()


def test_moving_back_is_told_again(moved):
    operations.move(actor=moved.curator, subgroup=moved.quiet, member=moved.member, to=moved.north)
    assert places(moved.member) == {"North": "member"}
    assert Notification.objects.filter(user=moved.member.user).count() == 2
    assert told(moved.member) == ["subgroup_place"]


def test_a_place_they_have_there_stays_as_it_is(here):
    PlaceFactory(subgroup=here.attic, membership=here.curator)
    operations.move(actor=here.owner, subgroup=here.attic, member=here.curator, to=here.quiet)
    assert places(here.curator) == {"North": "curator", "Quiet": "curator"}


def test_nobody_is_moved_where_the_mover_lets_nobody_in(here):
    with pytest.raises(Refused):
        operations.move(actor=here.curator, subgroup=here.north, member=here.insider, to=here.attic)
    assert "North" in places(here.insider)


@pytest.mark.parametrize("what", ["curator", "wish", "same"])
def test_only_a_member_s_place_is_moved(what, here):
    operations.ask_to_join(actor=here.member, subgroup=here.north)
    who, there = {
        "curator": (here.curator, here.attic),
        "wish": (here.member, here.quiet),
        "same": (here.insider, here.north),
    }[what]
    with pytest.raises(Refused):
        operations.move(actor=here.owner, subgroup=here.north, member=who, to=there)


def test_the_page_offers_only_where_the_mover_lets_in(cast, client_of):
    with community_scope(cast.community):
        PlaceFactory(subgroup=cast.north, membership=cast.member)
    client, url = client_of(cast.curator), to("move", cast, cast.north, cast.member.pk)
    page = client.get(url).text
    assert "Quiet" in page
    assert "Attic" not in page
    assert url in client.get(to("people", cast, cast.north)).text
    assert client.post(url, {"to": cast.attic.code}).status_code == 422
    assert client.post(url, {"to": cast.quiet.code}).url == to("people", cast, cast.north)
    with community_scope(cast.community):
        assert places(cast.member) == {"Quiet": "member"}


def test_without_another_subgroup_the_page_says_so(cast, client_of):
    url = to("move", cast, cast.north, cast.insider.pk)
    assert "There is no other subgroup" in client_of(cast.curator).get(url).text


def test_who_is_let_in_is_told(here):
    operations.ask_to_join(actor=here.member, subgroup=here.quiet)
    operations.admit(actor=here.curator, subgroup=here.quiet, member=here.member)
    operations.admit(actor=here.curator, subgroup=here.quiet, member=here.member)
    assert told(here.member) == ["subgroup_place"]
    assert BellMail.objects.count() == 1
    operations.move_out(actor=here.curator, subgroup=here.quiet, member=here.member)
    assert told(here.member) == []


def test_naming_a_curator_takes_two_clicks_from_the_card(cast, client_of):
    client = client_of(cast.owner)
    naming = to("name_curator", cast, cast.quiet)
    assert naming in client.get(to("card", cast, cast.quiet)).text
    assert cast.insider.alias in client.get(naming).text
    client.post(naming, {"alias": cast.insider.alias})
    client.post(naming, {"alias": "@wren"})
    with community_scope(cast.community):
        assert places(cast.insider)["Quiet"] == places(cast.member)["Quiet"] == "curator"
    assert client.post(naming, {"alias": "nobody"}).status_code == 422


def alone(here):
    """Quiet is led by the curator alone; so is north."""
    return [subgroup.name for subgroup in last_led_by(here.curator)]


def test_who_is_the_last_curator(here):
    assert alone(here) == ["North", "Quiet"]
    operations.name_curator(actor=here.owner, subgroup=here.quiet, member=here.insider)
    assert alone(here) == ["North"]
    operations.archive(actor=here.owner, subgroup=here.north)
    assert alone(here) == []


def unled():
    return [subgroup.name for subgroup in without_curator()]


@pytest.mark.parametrize("end", ["leave", "move_out", "release", "leave_community"])
def test_a_subgroup_without_a_curator_stands_with_the_owner(end, here):
    assert unled() == ["Attic"]
    deed = {
        "leave": lambda: operations.leave_subgroup(actor=here.curator, subgroup=here.quiet),
        "move_out": lambda: operations.move_out(
            actor=here.owner, subgroup=here.quiet, member=here.curator
        ),
        "release": lambda: operations.release_curator(
            actor=here.owner, subgroup=here.quiet, member=here.curator
        ),
        "leave_community": lambda: leave(actor=here.curator),
    }
    deed[end]()
    assert "Quiet" in unled()


def test_the_owner_is_told_when_the_last_curator_leaves_until_somebody_leads(here):
    operations.leave_subgroup(actor=here.curator, subgroup=here.quiet)
    assert told(here.owner) == ["subgroup_unled"]
    operations.name_curator(actor=here.owner, subgroup=here.quiet, member=here.insider)
    assert told(here.owner) == []


def test_nobody_is_told_while_another_curator_stays_or_a_member_goes(here):
    operations.leave_subgroup(actor=here.insider, subgroup=here.attic)
    operations.name_curator(actor=here.owner, subgroup=here.quiet, member=here.insider)
    operations.leave_subgroup(actor=here.curator, subgroup=here.quiet)
    assert told(here.owner) == []


def test_a_notice_for_the_owner_shows_nothing_to_another(here):
    operations.leave_subgroup(actor=here.curator, subgroup=here.quiet)
    row = Notification.objects.get()
    Notification.objects.filter(pk=row.pk).update(user=here.member.user)
    assert told(here.member) == []


def test_the_last_curator_reads_so_before_leaving(cast, client_of):
    client = client_of(cast.curator)
    assert "You are its only curator" in client.get(to("leave", cast, cast.quiet)).text
    page = client_of(cast.insider).get(to("leave", cast, cast.quiet)).text
    assert "only curator" not in page


def test_the_owner_finds_it_on_the_desk_and_on_its_pages(cast, client_of):
    with community_scope(cast.community):
        operations.leave_subgroup(actor=cast.curator, subgroup=cast.quiet)
    client, naming = client_of(cast.owner), to("name_curator", cast, cast.quiet)
    for page in (
        reverse("communities:desk", args=[cast.community.slug]),
        to("people", cast, cast.quiet),
        to("card", cast, cast.quiet),
        reverse("notifications:index", args=[cast.community.slug]),
    ):
        assert naming in client.get(page).text


@pytest.mark.parametrize("count", [1, 3])
def test_moving_costs_the_same_for_one_and_three(count, cast, client_of, django_assert_num_queries):
    with community_scope(cast.community):
        PlaceFactory(subgroup=cast.north, membership=cast.member)
        for subgroup in SubgroupFactory.create_batch(count):
            PlaceFactory(subgroup=subgroup, membership=cast.curator, role="curator")
    client, url = client_of(cast.curator), to("move", cast, cast.north, cast.member.pk)
    with django_assert_num_queries(10):
        client.get(url)


def moved_twice_at_once(here, monkeypatch):
    """Both have looked and found the place; one moved to the attic, now the other moves."""
    seen = operations.standing_place(here.north, here.insider)
    operations.leave_subgroup(actor=here.insider, subgroup=here.quiet)
    operations.leave_subgroup(actor=here.insider, subgroup=here.attic)
    operations.move(actor=here.owner, subgroup=here.north, member=here.insider, to=here.attic)
    monkeypatch.setattr(operations, "standing_place", lambda *looked: seen)
    operations.move(actor=here.owner, subgroup=here.north, member=here.insider, to=here.quiet)


def test_moved_by_two_at_once_one_is_in_one_subgroup(here, monkeypatch):
    with pytest.raises(Refused):
        moved_twice_at_once(here, monkeypatch)
    assert places(here.insider) == {"Attic": "member"}


def test_control_without_the_guard_one_is_in_two(here, monkeypatch):
    end_place = operations.end_place
    monkeypatch.setattr(operations, "end_place", lambda *place: end_place(*place) or True)
    moved_twice_at_once(here, monkeypatch)
    assert places(here.insider) == {"Attic": "member", "Quiet": "member"}


def test_a_notice_leads_to_the_subgroup(cast, client_of):
    with community_scope(cast.community):
        operations.admit(actor=cast.curator, subgroup=cast.quiet, member=cast.member)
    page = reverse("notifications:index", args=[cast.community.slug])
    text = client_of(cast.member).get(page).text
    assert "You are in the subgroup “Quiet” now" in text
    assert reverse("feeds:subgroup", args=[cast.community.slug, cast.quiet.pk]) in text


def test_who_leaves_the_community_reads_what_they_alone_lead(cast, client_of):
    page = reverse("communities:leave", args=[cast.community.slug])
    assert client_of(cast.curator).get(page).text.count("You are the only curator of") == 2
    assert "the only curator" not in client_of(cast.insider).get(page).text


@pytest.mark.parametrize("count", [1, 3])
def test_naming_costs_the_same_for_one_and_three(count, cast, client_of, django_assert_num_queries):
    with community_scope(cast.community):
        for _ in range(count):
            PlaceFactory(
                subgroup=cast.north, membership=MembershipFactory(community=cast.community)
            )
    client, url = client_of(cast.owner), to("name_curator", cast, cast.north)
    with django_assert_num_queries(7):
        client.get(url)
