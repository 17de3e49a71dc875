"""Many invited at once: nothing leaves before the one button, and nothing twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from billing import operations
from billing.models import Grant, HandPayment, PlaceRequest, Plan, Welcome
from billing.operations.welcome import welcome_of
from billing.pasting import Line, Usual, read_list
from communities.models import AuditEntry, Invitation, InvitationLetter, Membership
from core import clock, due
from core.permissions import Refused
from subgroups.models import SubgroupMembership
from tests.factories import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return clock.now().date() + timedelta(days=60)


@pytest.fixture
def url(here):
    return reverse("billing:invite_many", args=[here.community.slug])


@pytest.fixture
def send(here):
    return reverse("billing:invite_many_send", args=[here.community.slug])


def invite(here, pasted, actor=None):
    lines = read_list(pasted, Usual(), here.community)
    return operations.invite_many(actor=actor or here.owner, lines=lines)


def join(here, address, alias="Heather"):
    invitation = Invitation.objects.get(address=address)
    user = UserFactory(email=address)
    return operations.join(user=user, alias=alias, documents=[], invitation=invitation)


def test_looking_sends_nothing(here, url, client_of):
    page = client_of(here.owner).post(url, {"pasted": "lark@example.org\nnobody"})
    assert page.status_code == 200
    assert "will be invited" in page.text
    assert "not an e-mail address" in page.text
    assert "Send 1 invitation<" in " ".join(page.text.split()).replace(" <", "<")
    assert not Invitation.objects.exists()


def test_one_button_sends_and_a_second_click_sends_nothing(here, send, client_of):
    owner = client_of(here.owner)
    sent = {"pasted": "lark@example.org\nwren@почта.рф\nLark@example.org"}
    assert "2 letters are on their way" in owner.post(send, sent, follow=True).text
    assert "0 letters" in owner.post(send, sent, follow=True).text
    due.sweep("communities.InvitationLetter")
    assert sorted(letter.to[0] for letter in mail.outbox) == ["lark@example.org", "wren@почта.рф"]
    assert AuditEntry.objects.filter(action="invite_many").count() == 1


def test_two_who_looked_before_either_sent_send_once(here):
    seen = [read_list("lark@example.org", Usual(), here.community) for _ in range(2)]
    assert [operations.invite_many(actor=here.owner, lines=lines) for lines in seen] == [1, 0]
    assert Invitation.objects.count() == Welcome.objects.count() == 1
    assert InvitationLetter.objects.count() == 1


def test_control_addresses_that_differ_are_all_sent(here):
    seen = [read_list(f"lark{n}@example.org", Usual(), here.community) for n in range(2)]
    assert [operations.invite_many(actor=here.owner, lines=lines) for lines in seen] == [1, 1]


def test_five_hundred_are_sent_in_one_go(here, send, client_of):
    sent = {"pasted": "\n".join(f"lark{number}@example.org" for number in range(501))}
    client_of(here.owner).post(send, sent)
    assert Invitation.objects.count() == 500


@pytest.mark.parametrize(
    "wrong", [{"pasted": ""}, {"paid_until": "2001-01-01"}, {"plan": "7"}, {"subgroup": "x"}]
)
def test_a_wrong_form_keeps_all_that_was_pasted(wrong, here, url, send, client_of):
    owner = client_of(here.owner)
    for at in (url, send):
        page = owner.post(at, {"pasted": "lark@example.org", **wrong})
        assert page.status_code == 422
        assert ("lark@example.org" in page.text) is bool({"pasted": "x", **wrong}["pasted"])
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["specialist", "curator", "member"])
def test_the_owner_alone_invites_many(role, here, url, send, client_of):
    client = client_of(getattr(here, role))
    assert client.get(url).status_code == 404
    assert client.post(send, {"pasted": "lark@example.org"}).status_code == 404
    with pytest.raises(Refused):
        invite(here, "lark@example.org", getattr(here, role))


def test_other_methods_are_refused(here, url, send, client_of):
    owner = client_of(here.owner)
    assert owner.put(url).status_code == 405
    assert owner.get(send).status_code == 405
    assert owner.get(url).status_code == 200


def test_who_paid_elsewhere_is_in_at_once_and_stands_in_the_subgroup(here, day):
    plan = Plan.objects.create(name="Circle")
    invite(here, f"lark@example.org;{day};Circle;North")
    member = join(here, "lark@example.org")
    member.refresh_from_db()
    assert member.may_write
    grant = Grant.objects.get(membership=member)
    assert (grant.plan, grant.given_by, grant.reason) == (plan, here.owner, "Paid elsewhere")
    assert grant.until.date() >= day
    assert not HandPayment.objects.exists()
    place = SubgroupMembership.objects.of(member).get()
    assert (place.subgroup, place.role) == (here.north, SubgroupMembership.Role.MEMBER)


def test_the_page_asks_such_a_person_for_no_price(here, far, euro, day):
    invite(here, f"lark@example.org;{day}")
    invitation = Invitation.objects.get()
    join_at = reverse("join", args=[here.community.slug, invitation.token])
    client = Client()
    client.force_login(UserFactory(email="lark@example.org"))
    page = client.get(join_at).text
    assert 'name="price"' not in page
    assert "is paid until" in page
    sent = {"alias": "Heather", "agreement": "on", "data_consent": "on"}
    answer = client.post(join_at, sent)
    assert answer["Location"] == reverse("communities:door", args=[here.community.slug])
    assert Membership.objects.get(alias="Heather").may_write
    assert not PlaceRequest.objects.exists()
    assert far.live() == []


def test_without_a_date_they_pay_as_usual_and_then_stand_in_the_subgroup(here, day):
    invite(here, "lark@example.org;;;North")
    member = join(here, "lark@example.org")
    assert member.state == Membership.State.JOINING
    assert not SubgroupMembership.objects.of(member).exists()
    operations.give_place(actor=here.owner, member=member, until=None)
    assert SubgroupMembership.objects.of(member).get().subgroup == here.north


def test_a_plan_without_a_date_is_the_one_suggested(here, far, euro):
    invite(here, "lark@example.org;;Circle")
    invitation = Invitation.objects.get()
    client = Client()
    client.force_login(UserFactory(email="lark@example.org"))
    page = client.get(reverse("join", args=[here.community.slug, invitation.token])).text
    assert "checked" in page.partition('name="price"')[2].partition(">")[0]


def test_a_day_that_passed_before_they_came_opens_nothing(here, day, travel):
    invite(here, f"lark@example.org;{clock.now().date() + timedelta(days=2)}")
    travel(timedelta(days=5))
    assert join(here, "lark@example.org").state == Membership.State.JOINING
    assert not Grant.objects.exists()


def test_an_archived_subgroup_takes_nobody(here, day):
    invite(here, f"lark@example.org;{day};;North")
    here.north.archived_at = clock.now()
    here.north.save()
    member = join(here, "lark@example.org")
    assert not SubgroupMembership.objects.of(member).exists()


def test_a_second_click_on_joining_gives_one_place(here, day):
    invite(here, f"lark@example.org;{day};;North")
    member = join(here, "lark@example.org")
    again = operations.join(
        user=member.user, alias="Hazel", documents=[], invitation=member.invitation
    )
    assert again.pk == member.pk
    assert Grant.objects.count() == 1
    assert SubgroupMembership.objects.of(member).count() == 1


def test_who_comes_back_still_has_what_was_paid(here, day):
    """Left with a place that had not ended: it opens again, nobody pays twice."""
    Grant.objects.create(membership=here.left, given_by=here.owner, until=None)
    member = operations.join(
        user=here.left.user, alias="Swift", documents=[], invitation=InvitationFactory()
    )
    member.refresh_from_db()
    assert member.may_write


def test_what_waits_is_the_owner_s_to_see(here, day):
    invite(here, f"lark@example.org;{day}")
    assert Welcome.objects.visible_to(here.owner).count() == 1
    assert not Welcome.objects.visible_to(here.specialist).exists()


def test_a_line_becomes_what_waits(here, day):
    invitation = InvitationFactory()
    line = Line(1, "x", address="lark@example.org", paid_until=day, subgroup=here.north)
    made = welcome_of(invitation, line)
    assert (made.paid_until, made.plan, made.subgroup) == (day, None, here.north)


def test_too_many_in_an_hour_send_nothing_and_keep_the_list(here, send, client_of, settings):
    settings.LIMITS = {"invitations": 3}
    owner = client_of(here.owner)
    owner.post(send, {"pasted": "one@example.org\ntwo@example.org"})
    again = {"pasted": "two@example.org\nthree@example.org\nfour@example.org"}
    page = owner.post(send, again)
    assert page.status_code == 422
    assert "You can go on at" in page.text
    assert "four@example.org" in page.text
    assert Invitation.objects.count() == InvitationLetter.objects.count() == 2
    assert owner.post(send, {"pasted": "two@example.org\nthree@example.org"}).status_code == 302


def test_a_list_too_long_for_any_hour_is_told_to_be_sent_in_parts(here, send, client_of, settings):
    settings.LIMITS = {"invitations": 1}
    page = client_of(here.owner).post(send, {"pasted": "one@example.org\ntwo@example.org"})
    assert page.status_code == 422
    assert "a part of them now" in page.text
    assert not Invitation.objects.exists()
