"""A deputy for illness: what the owner does, but for money, handing over and closing."""

from datetime import timedelta

import pytest
from django.urls import reverse

from billing.permissions import P as B
from communities.models import AuditEntry, Membership
from communities.operations import (
    leave,
    make_member,
    make_specialist,
    name_deputy,
    release_deputy,
)
from communities.permissions import P
from core import clock
from core.permissions import Refused
from core.tenancy import community_scope
from feeds.models import Post
from notifications.models import Notification
from subgroups.models import Subgroup
from tests.factories import PostFactory

pytestmark = pytest.mark.django_db


def in_days(number):
    return clock.now().date() + timedelta(days=number)


def address(cast, name, who):
    return reverse(name, args=[cast.community.slug, who.pk])


@pytest.fixture
def deputy(here):
    name_deputy(actor=here.owner, member=here.specialist, until=in_days(7))
    return here.specialist


def test_while_it_holds_the_deputy_does_what_the_owner_does(here, deputy):
    for permission in (P.CHANGE_COMMUNITY, P.PUBLISH_DOCUMENT, P.CHANGE_SCREENING):
        assert permission.allows(deputy)
    assert P.NAME_STAFF.allows(deputy, here.member)
    assert P.REMOVE_MEMBER.allows(deputy, here.member)


def test_money_handing_over_and_the_owner_stay_out_of_reach(here, deputy):
    for permission in (B.SELL, B.SEE_PAYMENTS, B.CHANGE_GRACE, P.DECIDE_REFUND, P.READ_LINES):
        assert not permission.allows(deputy)
    assert not P.HAND_OVER.allows(deputy, here.member)
    assert not P.NAME_DEPUTY.allows(deputy, here.member)
    assert not P.REMOVE_MEMBER.allows(deputy, here.owner)
    assert not P.NAME_STAFF.allows(deputy, deputy)


def test_nobody_s_words_get_another_reader(here, deputy):
    PostFactory(author=here.insider, subgroup=here.quiet)
    assert here.attic not in Subgroup.objects.visible_to(deputy)
    assert not Post.objects.visible_to(deputy).exists()


def test_it_ends_by_the_clock(here, deputy, travel):
    travel(timedelta(days=9))
    assert not deputy.stands_in
    assert not P.CHANGE_COMMUNITY.allows(deputy)
    assert not Membership.objects.deputies().exists()


def test_the_next_deputy_takes_the_place_of_the_last(here, deputy):
    make_specialist(actor=here.owner, member=here.member)
    name_deputy(actor=here.owner, member=here.member, until=in_days(3))
    assert Membership.objects.deputies().get() == here.member


def test_the_owner_comes_back_early(here, deputy):
    release_deputy(actor=here.owner, member=deputy)
    release_deputy(actor=here.owner, member=deputy)
    deputy.refresh_from_db()
    assert not deputy.stands_in
    assert AuditEntry.objects.filter(action="release_deputy").count() == 1


def test_who_leaves_stands_in_no_more(here, deputy):
    leave(actor=deputy)
    assert not deputy.stands_in
    assert not Membership.objects.deputies().exists()


@pytest.mark.parametrize("whom", ["member", "owner", "curator", "left"])
def test_only_a_specialist_is_named(whom, here):
    with pytest.raises(Refused):
        name_deputy(actor=here.owner, member=getattr(here, whom), until=in_days(3))


def test_everybody_s_list_of_people_says_who_stands_in(cast, client_of):
    form = address(cast, "communities:deputy", cast.specialist)
    owner = client_of(cast.owner)
    answer = owner.post(form, {"until": str(in_days(7))})
    card = address(cast, "communities:member", cast.specialist)
    assert answer.url == card
    people = reverse("communities:people", args=[cast.community.slug])
    for who in (cast.member, cast.reading_only, cast.specialist):
        assert "Stands in for the owner" in client_of(who).get(people).text
    settings = reverse("communities:settings", args=[cast.community.slug])
    assert client_of(cast.specialist).get(settings).status_code == 200
    assert "I am back" in owner.get(card).text
    owner.post(address(cast, "communities:deputy_release", cast.specialist))
    assert client_of(cast.specialist).get(settings).status_code == 404
    assert "Stands in" not in client_of(cast.member).get(people).text


@pytest.mark.parametrize("until", ["", "1999-01-01", "yesterday", "2999-01-01"])
def test_a_day_that_cannot_be(until, cast, client_of):
    form = address(cast, "communities:deputy", cast.specialist)
    answer = client_of(cast.owner).post(form, {"until": until})
    assert answer.status_code == 422
    assert until in answer.text
    with community_scope(cast.community):
        assert not Membership.objects.deputies().exists()


def test_strangers_and_methods(cast, client_of):
    form = address(cast, "communities:deputy", cast.specialist)
    release = address(cast, "communities:deputy_release", cast.specialist)
    for who in (cast.specialist, cast.member, cast.outsider):
        assert client_of(who).get(form).status_code == 404
        assert client_of(who).post(release).status_code == 404
    assert client_of(cast.owner).get(release).status_code == 405
    assert client_of(cast.owner).put(form).status_code == 405


def test_named_specialist_again_nobody_is_deputy_by_that(here, deputy):
    make_member(actor=here.owner, member=deputy)
    make_specialist(actor=here.owner, member=deputy)
    deputy.refresh_from_db()
    assert not deputy.stands_in
    assert not P.CHANGE_COMMUNITY.allows(deputy)


def test_who_left_and_is_named_again_is_no_deputy(here, deputy):
    leave(actor=deputy)
    Membership.objects.filter(pk=deputy.pk).update(state="active", role="specialist")
    deputy.refresh_from_db()
    assert not deputy.stands_in


def bell(client, cast):
    return client.get(reverse("notifications:index", args=[cast.community.slug])).text


def test_the_deputy_is_told_when_named_and_when_it_is_withdrawn(cast, client_of):
    with community_scope(cast.community):
        name_deputy(actor=cast.owner, member=cast.specialist, until=in_days(7))
    told = "asks you to stand in"
    assert told in bell(client_of(cast.specialist), cast)
    for other in (cast.owner, cast.member):
        assert told not in bell(client_of(other), cast)
    with community_scope(cast.community):
        release_deputy(actor=cast.owner, member=cast.specialist)
        release_deputy(actor=cast.owner, member=cast.specialist)
    assert bell(client_of(cast.specialist), cast).count("no longer stand in") == 1


def test_whoever_was_named_before_is_told_that_it_is_over(here):
    make_specialist(actor=here.owner, member=here.curator)
    name_deputy(actor=here.owner, member=here.curator, until=in_days(7))
    name_deputy(actor=here.owner, member=here.specialist, until=in_days(7))
    told = Notification.objects.filter(user=here.curator.user_id, kind="deputy")
    actions = AuditEntry.objects.filter(pk__in=told.values("target"))
    assert sorted(actions.values_list("action", flat=True)) == ["name_deputy", "release_deputy"]


def test_a_day_that_had_passed_is_no_news(here, deputy, travel):
    travel(timedelta(days=9))
    release_deputy(actor=here.owner, member=Membership.objects.get(pk=deputy.pk))
    assert Notification.objects.filter(kind="deputy").count() == 1


OWNERS_ALONE = [
    ("billing:opening", ()),
    ("billing:plans", ()),
    ("billing:invite_many", ()),
    ("billing:people", ()),
    ("billing:person", ("member",)),
    ("communities:deputy", ("specialist",)),
    ("communities:handover", ()),
    ("communities:handover_offer", ("member",)),
    ("communities:close", ()),
    ("communities:undelivered", ()),
    ("subgroups:new", ()),
    ("subgroups:opening", ()),
    ("subgroups:card", ("attic",)),
    ("subgroups:people", ("quiet",)),
]
DEEDS_OF_OWNERS_ALONE = [
    ("billing:change_grace", ()),
    ("billing:invite_many_send", ()),
    ("billing:give_place", ("member",)),
    ("billing:record_payment", ("member",)),
    ("communities:closing_take_back", ()),
    ("communities:deputy_release", ("specialist",)),
    ("subgroups:specialist", ("quiet", "specialist")),
    ("subgroups:curator", ("quiet", "specialist")),
    ("subgroups:archive", ("quiet",)),
]


@pytest.mark.parametrize(("name", "about"), OWNERS_ALONE + DEEDS_OF_OWNERS_ALONE)
def test_what_stays_the_owner_s_is_no_address_for_a_deputy(name, about, cast, client_of):
    with community_scope(cast.community):
        name_deputy(actor=cast.owner, member=cast.specialist, until=in_days(7))
    url = reverse(name, args=[cast.community.slug, *(getattr(cast, who).pk for who in about)])
    client = client_of(cast.specialist)
    if (name, about) in OWNERS_ALONE:
        assert client.get(url).status_code == 404
    sent = {"until": str(in_days(3)), "day": str(in_days(9)), "full_days": "1", "reading_days": "1"}
    assert client.post(url, sent).status_code in (404, 405)
