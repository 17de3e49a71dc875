from datetime import timedelta

import pytest
from django.urls import reverse

from communities.models import AuditEntry, Invitation, InvitationLetter
from communities.operations import invite, invite_address, revoke_invitation, send_again
from communities.tasks import forget_addresses
from config.celery import schedule
from core import clock
from core.due import EPOCH
from core.limits import LimitReached
from core.tenancy import community_scope
from tests.factories import InvitationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return reverse("communities:invitations", args=[cast.community.slug])


def test_a_link_is_made_and_shown_in_full(url, cast, client_of):
    owner = client_of(cast.owner)
    assert owner.post(url, {"uses_allowed": 3, "days": 2}).url == url
    with community_scope(cast.community):
        made = Invitation.objects.get()
        assert AuditEntry.objects.get().action == "invite"
    assert made.uses_allowed == 3
    assert timedelta(days=1, hours=23) < made.expires_at - clock.now() <= timedelta(days=2)
    join = reverse("join", args=[cast.community.slug, made.token])
    assert f"http://testserver{join}" in owner.get(url).text


@pytest.mark.parametrize(
    "wrong", [{"uses_allowed": 0}, {"uses_allowed": 501}, {"days": 91}, {"days": "soon"}]
)
def test_a_wrong_number_makes_no_link(wrong, url, cast, client_of):
    page = client_of(cast.owner).post(url, {"uses_allowed": 7, "days": 7} | wrong)
    assert page.status_code == 422
    assert 'class="error-summary"' in page.text
    with community_scope(cast.community):
        assert not Invitation.objects.exists()


def test_without_links_the_page_says_what_will_be_here(url, cast, client_of):
    assert 'class="empty"' in client_of(cast.owner).get(url).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    count, url, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        InvitationFactory.create_batch(count, created_by=cast.owner)
    client = client_of(cast.owner)
    with django_assert_num_queries(8):
        client.get(url)


def test_a_withdrawn_link_lets_nobody_in(url, cast, client_of):
    with community_scope(cast.community):
        made = invite(actor=cast.owner)
    revoke = reverse("communities:invitation_revoke", args=[cast.community.slug, made.pk])
    owner = client_of(cast.owner)
    assert owner.post(revoke).url == url
    made.refresh_from_db()
    assert not made.is_usable
    assert made.token not in owner.get(url).text


def test_withdrawing_twice_keeps_the_first_moment(here, travel):
    made = invite(actor=here.owner)
    revoke_invitation(actor=here.owner, invitation=made)
    made.refresh_from_db()
    first = made.revoked_at
    travel(timedelta(hours=1))
    revoke_invitation(actor=here.owner, invitation=made)
    made.refresh_from_db()
    assert made.revoked_at == first


@pytest.mark.parametrize(
    "spent",
    [
        {"revoked_at": EPOCH},
        {"uses": 50},
        {"expires_at": EPOCH},
    ],
)
def test_what_can_be_used_is_one_rule_in_python_and_in_sql(spent, here):
    fresh, gone = InvitationFactory(), InvitationFactory(**spent)
    assert (fresh.is_usable, gone.is_usable) == (True, False)
    assert list(Invitation.objects.usable()) == [fresh]


def test_another_community_s_link_is_not_found(url, cast, client_of):
    with community_scope(cast.elsewhere):
        foreign = InvitationFactory()
    revoke = reverse("communities:invitation_revoke", args=[cast.community.slug, foreign.pk])
    assert client_of(cast.owner).post(revoke).status_code == 404


def test_too_many_in_an_hour_are_refused_with_what_was_typed(url, cast, client_of, settings):
    settings.LIMITS = {"invitations": 1}
    owner = client_of(cast.owner)
    owner.post(url, {"uses_allowed": 3, "days": 2})
    page = owner.post(url, {"uses_allowed": 7, "days": 9})
    assert page.status_code == 422
    assert "You can go on at" in page.text
    assert 'value="7"' in page.text
    assert 'value="9"' in page.text
    with community_scope(cast.community):
        assert Invitation.objects.count() == 1
    assert client_of(cast.specialist).post(url, {"uses_allowed": 3, "days": 2}).status_code == 302


def test_too_many_letters_in_an_hour_are_refused(here, settings):
    settings.LIMITS = {"invitations": 1}
    first = invite_address(actor=here.owner, address="one@example.org")
    with pytest.raises(LimitReached):
        invite_address(actor=here.owner, address="two@example.org")
    assert Invitation.objects.get() == first
    assert InvitationLetter.objects.count() == 1
    assert invite_address(actor=here.owner, address="one@example.org") == first


def test_the_page_keeps_the_address_that_was_too_many(url, cast, client_of, settings):
    settings.LIMITS = {"invitations": 1}
    owner = client_of(cast.owner)
    owner.post(url, {"uses_allowed": 3, "days": 2})
    to_address = reverse("communities:invite_address", args=[cast.community.slug])
    page = owner.post(to_address, {"address": "two@example.org"})
    assert page.status_code == 422
    assert "two@example.org" in page.text
    assert "You can go on at" in page.text


@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_address_of_who_never_came_is_forgotten(here, travel, withdrawn):
    letter = invite_address(actor=here.owner, address="late@example.org")
    if withdrawn:
        revoke_invitation(actor=here.owner, invitation=letter)
    days_of_life = 0 if withdrawn else 30
    travel(timedelta(days=days_of_life + 29))
    assert forget_addresses() == 0
    assert Invitation.objects.filter(pk=letter.pk).exists()
    travel(timedelta(days=2))
    assert forget_addresses() == 1
    assert not Invitation.objects.exists()
    assert not InvitationLetter.objects.exists()


def test_links_letters_sent_again_and_those_who_came_stay(here, travel):
    link = InvitationFactory(expires_at=clock.now())
    came = invite_address(actor=here.owner, address="came@example.org")
    Invitation.objects.filter(pk=came.pk).update(uses=1)
    again = invite_address(actor=here.owner, address="again@example.org")
    travel(timedelta(days=40))
    send_again(actor=here.owner, invitation=again)
    travel(timedelta(days=25))
    assert forget_addresses() == 0
    assert set(Invitation.objects.values_list("pk", flat=True)) == {link.pk, came.pk, again.pk}


def test_the_scheduler_runs_it_daily():
    assert any(each["task"] == "communities.tasks.forget_addresses" for each in schedule().values())
