"""One owner; the community is handed over by offer and acceptance."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from accounts import fresh
from billing.models import Grant
from billing.operations import take_over
from communities.models import AuditEntry, Handover, Membership, Parting
from communities.operations import (
    AlreadyOffered,
    OfferOver,
    decline_community,
    leave,
    name_deputy,
    offer_community,
    publish_document,
    remove_member,
    withdraw_offer,
)
from communities.operations import handover as module
from core import clock, due
from core.permissions import Refused
from core.tenancy import community_scope
from notifications.queries import notices_of
from subgroups.models import SubgroupMembership
from subgroups.staff import gather_staff

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def offer(here):
    return offer_community(actor=here.owner, member=here.specialist)


@pytest.fixture
def fresh_sessions(monkeypatch):
    monkeypatch.setattr(fresh, "is_fresh", lambda _session: True)


def now_of(member):
    return Membership.objects.select_related("community").get(pk=member.pk)


def address(cast, name, *more):
    return reverse(name, args=[cast.community.slug, *more])


def test_at_acceptance_the_roles_swap(here, offer):
    take_over(actor=here.specialist, offer=offer)
    former, owner = now_of(here.owner), now_of(here.specialist)
    assert (former.role, owner.role) == (Role.SPECIALIST, Role.OWNER)
    assert former.may_write
    assert owner.may_write
    assert Membership.objects.owners().count() == 1
    assert Grant.objects.standing().get().membership == former
    actions = list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions == ["offer_community", "accept_community"]


def test_both_are_told(here, offer):
    assert [n.target for n in notices_of(here.specialist.user_id)] == [offer]
    assert notices_of(here.owner.user_id) == []
    take_over(actor=here.specialist, offer=offer)
    assert [n.target for n in notices_of(here.owner.user_id)] == [offer]
    assert notices_of(here.specialist.user_id) == []


def test_the_former_owner_is_asked_to_agree_from_now_on(here, offer):
    publish_document(actor=here.owner, kind="agreement", source="We listen.")
    here.specialist.refresh_from_db()
    assert here.specialist.must_accept
    take_over(actor=here.specialist, offer=offer)
    assert now_of(here.owner).must_accept
    assert not now_of(here.specialist).must_accept


def test_the_staff_subgroup_follows_the_roles(here, offer):
    room = gather_staff(here.community)
    take_over(actor=here.specialist, offer=offer)
    roles = dict(
        SubgroupMembership.objects.present().filter(subgroup=room).values_list("membership", "role")
    )
    assert roles[here.owner.pk] == SubgroupMembership.Role.SPECIALIST
    assert roles[here.specialist.pk] == SubgroupMembership.Role.CURATOR


def test_it_can_be_declined_and_withdrawn_once(here, offer):
    decline_community(actor=here.specialist, offer=offer)
    with pytest.raises(OfferOver):
        withdraw_offer(actor=here.owner, offer=offer)
    with pytest.raises(OfferOver):
        take_over(actor=here.specialist, offer=offer)
    again = offer_community(actor=here.owner, member=here.member)
    withdraw_offer(actor=here.owner, offer=again)
    with pytest.raises(OfferOver):
        take_over(actor=here.member, offer=again)
    assert now_of(here.owner).is_owner


def test_after_14_days_it_has_run_out(here, offer, travel):
    travel(timedelta(days=15))
    with pytest.raises(OfferOver):
        take_over(actor=here.specialist, offer=offer)
    offer_community(actor=here.owner, member=here.member)
    offer.refresh_from_db()
    assert offer.outcome == Handover.Outcome.RUN_OUT


def test_two_offers_at_once_leave_one(here, offer):
    with pytest.raises(AlreadyOffered):
        offer_community(actor=here.owner, member=here.member)
    assert Handover.objects.get().offered_to == here.specialist


def test_control_without_the_unique_key_two_offers_stand(here, offer):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_offer_stands")
    offer_community(actor=here.owner, member=here.member)
    assert Handover.objects.standing().count() == 2


def test_an_acceptance_after_a_withdrawal_finds_it_over(here, offer):
    stale = Handover.objects.select_related("offered_by", "offered_to").get(pk=offer.pk)
    withdraw_offer(actor=here.owner, offer=offer)
    with pytest.raises(OfferOver):
        take_over(actor=here.specialist, offer=stale)
    assert now_of(here.owner).is_owner


def test_control_without_the_conditional_update_a_withdrawn_offer_is_taken(
    here, offer, monkeypatch
):
    stale = Handover.objects.select_related("offered_by", "offered_to").get(pk=offer.pk)
    withdraw_offer(actor=here.owner, offer=offer)
    monkeypatch.setattr(module, "settle", lambda offer, outcome: None)
    take_over(actor=here.specialist, offer=stale)
    assert not now_of(here.owner).is_owner


def test_the_database_knows_one_owner(here):
    with pytest.raises(IntegrityError):
        Membership.objects.filter(pk=here.specialist.pk).update(role=Role.OWNER)


@pytest.mark.parametrize(
    ("actor", "whom"),
    [
        ("specialist", "member"),
        ("member", "specialist"),
        ("owner", "owner"),
        ("owner", "left"),
        ("owner", "newcomer"),
        ("owner", "lapsed"),
    ],
)
def test_offers_that_are_nobody_s_to_make(actor, whom, here):
    with pytest.raises(Refused):
        offer_community(actor=getattr(here, actor), member=getattr(here, whom))


def test_nobody_else_answers(here, offer):
    for who in (here.member, here.owner, here.curator):
        with pytest.raises(Refused):
            take_over(actor=who, offer=offer)
        with pytest.raises(Refused):
            decline_community(actor=who, offer=offer)
    with pytest.raises(Refused):
        withdraw_offer(actor=here.specialist, offer=offer)


@pytest.mark.usefixtures("fresh_sessions")
def test_from_page_to_page(cast, client_of):
    owner, other = client_of(cast.owner), client_of(cast.specialist)
    page = address(cast, "communities:handover")
    choose = address(cast, "communities:handover_offer", cast.specialist.pk)
    assert choose in owner.get(page).text
    assert other.get(page).status_code == 404
    assert "operator" in owner.get(choose).text
    assert owner.post(choose).url == page
    again = owner.post(choose)
    assert again.status_code == 422
    assert "Another offer stands already" in again.text
    with community_scope(cast.community):
        offer = Handover.objects.get()
    take = address(cast, "billing:take_over", offer.pk)
    assert take in other.get(page).text
    assert other.get(take).status_code == 200
    assert other.post(take).url == address(cast, "communities:desk")
    assert other.get(address(cast, "communities:settings")).status_code == 200
    assert owner.get(address(cast, "communities:settings")).status_code == 404
    assert other.post(take).status_code == 302


@pytest.mark.usefixtures("fresh_sessions")
def test_who_comes_too_late_is_told_so(cast, client_of):
    with community_scope(cast.community):
        offer = offer_community(actor=cast.owner, member=cast.specialist)
        withdraw_offer(actor=cast.owner, offer=offer)
    client = client_of(cast.specialist)
    for name in ("billing:take_over", "communities:handover_decline"):
        answer = client.post(address(cast, name, offer.pk), follow=True)
        assert "over already" in answer.text


def test_both_sides_confirm_afresh(cast, client_of, monkeypatch):
    with community_scope(cast.community):
        offer = offer_community(actor=cast.owner, member=cast.specialist)
    monkeypatch.setattr(fresh, "is_fresh", lambda _session: False)
    choose = address(cast, "communities:handover_offer", cast.member.pk)
    take = address(cast, "billing:take_over", offer.pk)
    for who, url in ((cast.owner, choose), (cast.specialist, take)):
        for answer in (client_of(who).get(url), client_of(who).post(url)):
            assert answer.url.startswith("/accounts/fresh/")
    with community_scope(cast.community):
        assert Membership.objects.owners().get() == cast.owner


@pytest.mark.parametrize("name", ["communities:handover_withdraw", "communities:handover_decline"])
def test_deeds_are_posted(name, cast, client_of):
    with community_scope(cast.community):
        offer = offer_community(actor=cast.owner, member=cast.specialist)
    url = address(cast, name, offer.pk)
    assert client_of(cast.owner).get(url).status_code == 405
    assert client_of(cast.outsider).post(url).status_code == 404
    assert client_of(cast.member).post(url).status_code == 404


def test_withdrawing_and_declining_on_the_page(cast, client_of):
    for name, who in (("withdraw", cast.owner), ("decline", cast.specialist)):
        with community_scope(cast.community):
            offer = offer_community(actor=cast.owner, member=cast.specialist)
        client_of(who).post(address(cast, f"communities:handover_{name}", offer.pk))
        offer.refresh_from_db()
        assert offer.outcome in ("withdrawn", "declined")


def test_a_parting_announced_before_does_not_end_the_new_owner(here, offer, travel):
    remove_member(
        actor=here.owner,
        member=here.specialist,
        reason="x",
        day=clock.now().date() + timedelta(days=5),
    )
    take_over(actor=now_of(here.specialist), offer=offer)
    assert now_of(here.specialist).parts_at is None
    assert not Parting.objects.ahead().exists()
    travel(timedelta(days=6))
    due.sweep()
    assert Membership.objects.owners().get().pk == here.specialist.pk
    assert now_of(here.specialist).may_write


def test_who_was_parted_with_at_this_moment_takes_nothing_over(here, offer):
    taker = now_of(here.specialist)
    remove_member(actor=here.owner, member=here.specialist, reason="x")
    with pytest.raises(OfferOver):
        take_over(actor=taker, offer=offer)
    assert Membership.objects.owners().get().pk == here.owner.pk


@pytest.mark.parametrize("how", ["leave", "part"])
def test_read_as_member_the_owner_of_meanwhile_is_not_ended(how, here, offer):
    """Another tab was opened before the roles swapped."""
    owner, taker = now_of(here.owner), now_of(here.specialist)
    take_over(actor=here.specialist, offer=offer)
    if how == "leave":
        leave(actor=taker)
    else:
        with pytest.raises(Refused):
            remove_member(actor=owner, member=taker, reason="x")
    assert now_of(taker).is_owner
    assert now_of(taker).may_write


def test_standing_in_does_not_come_back_with_the_role(here, offer):
    until = clock.now().date() + timedelta(days=30)
    name_deputy(actor=here.owner, member=here.specialist, until=until)
    take_over(actor=now_of(here.specialist), offer=offer)
    back = offer_community(actor=now_of(here.specialist), member=now_of(here.owner))
    take_over(actor=now_of(here.owner), offer=back)
    assert not now_of(here.specialist).stands_in
