"""Removed people come back only once the owner has lifted it."""

import pytest
from django.urls import reverse

from communities.models import AuditEntry, Membership
from communities.operations import begin_joining, invite_address, lift_removal, remove_member
from core.permissions import Refused
from core.tenancy import community_scope
from tests.factories import InvitationFactory

pytestmark = pytest.mark.django_db


def come_back(place, invitation):
    return begin_joining(user=place.user, alias="Hazel", documents=[], invitation=invitation)


def test_neither_link_nor_letter_lets_a_removed_person_in_until_it_is_lifted(here):
    remove_member(actor=here.owner, member=here.member, reason="x")
    link = InvitationFactory()
    letter = invite_address(actor=here.specialist, address=here.member.user.email)
    for invitation in (link, letter):
        with pytest.raises(Refused):
            come_back(here.member, invitation)
    lift_removal(actor=here.owner, member=here.member)
    assert come_back(here.member, link).state == Membership.State.JOINING
    assert AuditEntry.objects.filter(action="lift_removal", concerns=here.member).count() == 1


@pytest.mark.parametrize("role", ["specialist", "curator", "insider"])
def test_the_owner_alone_lifts_it(role, here):
    remove_member(actor=here.owner, member=here.member, reason="x")
    with pytest.raises(Refused):
        lift_removal(actor=getattr(here, role), member=here.member)


def test_there_is_nothing_to_lift_of_who_is_here(here):
    with pytest.raises(Refused):
        lift_removal(actor=here.owner, member=here.member)


def test_lifted_on_two_screens_is_noted_once(here):
    remove_member(actor=here.owner, member=here.member, reason="x")
    seen = [Membership.objects.get(pk=here.member.pk) for _ in range(2)]
    for each in seen:
        lift_removal(actor=here.owner, member=each)
    assert AuditEntry.objects.filter(action="lift_removal").count() == 1


def test_the_page_lists_them_and_lifts(cast, client_of):
    with community_scope(cast.community):
        remove_member(actor=cast.owner, member=cast.member, reason="x")
    url = reverse("communities:parted", args=[cast.community.slug])
    owner = client_of(cast.owner)
    assert "Wren" in owner.get(url).text
    assert url in owner.get(reverse("communities:people", args=[cast.community.slug])).text
    lift = reverse("communities:lift", args=[cast.community.slug, cast.member.pk])
    assert 'class="empty"' in owner.post(lift, follow=True).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    count, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for who in (cast.member, cast.insider, cast.curator)[:count]:
            remove_member(actor=cast.owner, member=who, reason="x")
    client = client_of(cast.owner)
    with django_assert_num_queries(6):
        client.get(reverse("communities:parted", args=[cast.community.slug]))
