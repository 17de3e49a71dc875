"""Invitations by letter: bound to one address, sent once, withdrawn, sent again."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from accounts import mailbox
from communities.models import AuditEntry, Invitation, InvitationLetter
from communities.operations import (
    AnotherAddress,
    InvitationSpent,
    begin_joining,
    come_in,
    invite_address,
    revoke_invitation,
    send_again,
)
from communities.operations.invitations import bound
from core import due
from core.permissions import Refused
from core.tenancy import community_scope
from tests.factories import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return reverse("communities:invitations", args=[cast.community.slug])


def join(invitation, user, alias="Heather"):
    return begin_joining(user=user, alias=alias, documents=[], invitation=invitation)


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("Lark@Example.ORG", True),
        ("lark@почта.рф", True),
        ("lark@xn--80a1acny.xn--p1ai", True),
        ("ларк@почта.рф", False),
        ("lark@", False),
        ("lark", False),
        ("lark@a..b", False),
        ("a" * 250 + "@example.org", False),
        ("", False),
    ],
)
def test_what_is_an_address(address, is_one):
    assert mailbox.is_address(address) is is_one


def test_a_domain_in_its_own_letters_is_the_same_mailbox():
    assert mailbox.key("Lark@Почта.РФ") == mailbox.key("lark@xn--80a1acny.xn--p1ai")
    assert mailbox.written(mailbox.key("lark@почта.рф")) == {
        "lark@почта.рф",
        "lark@xn--80a1acny.xn--p1ai",
    }


def test_the_letter_leaves_neutral_in_the_community_s_language(here, settings):
    here.community.language = "ru"
    here.community.save()
    invitation = invite_address(actor=here.owner, address="Lark@Example.org")
    due.sweep("communities.InvitationLetter")
    (letter,) = mail.outbox
    assert letter.to == ["Lark@Example.org"]
    assert letter.subject == "Приглашение для вас"
    path = reverse("join", args=[here.community.slug, invitation.token])
    assert settings.SITE_URL + path in letter.body
    assert here.community.name not in letter.subject + letter.body
    assert AuditEntry.objects.get().action == "invite_address"


def test_a_repeated_attempt_is_the_same_letter(here):
    invitation = invite_address(actor=here.owner, address="lark@example.org")
    letter = InvitationLetter.objects.get()
    due.sweep("communities.InvitationLetter")
    InvitationLetter.objects.update(done_at=None, claimed_until=due.EPOCH)
    due.sweep("communities.InvitationLetter")
    first, second = (each.extra_headers["Message-ID"] for each in mail.outbox)
    assert first == second
    assert letter.code in first
    assert invitation.uses_allowed == 1


def test_a_withdrawn_invitation_sends_nothing(here):
    invitation = invite_address(actor=here.owner, address="lark@example.org")
    revoke_invitation(actor=here.owner, invitation=invitation)
    due.sweep("communities.InvitationLetter")
    assert mail.outbox == []


def test_only_the_bearer_of_the_address_comes_in(here):
    invitation = invite_address(actor=here.owner, address="Lark@Example.org")
    with pytest.raises(AnotherAddress):
        join(invitation, UserFactory(email="wren@example.org"))
    invitation.refresh_from_db()
    assert invitation.uses == 0
    assert join(invitation, UserFactory(email="lark@example.org")).invitation == invitation


def test_an_address_that_is_not_confirmed_opens_nothing(here):
    invitation = invite_address(actor=here.owner, address="lark@example.org")
    user = UserFactory(email="lark@example.org")
    EmailAddress.objects.filter(user=user).update(verified=False)
    with pytest.raises(AnotherAddress):
        join(invitation, user)


def test_a_second_confirmed_address_is_theirs_too(here):
    user = UserFactory(email="wren@example.org")
    EmailAddress.objects.create(user=user, email="lark@почта.рф", verified=True)
    invitation = invite_address(actor=here.owner, address="Lark@xn--80a1acny.xn--p1ai")
    assert join(invitation, user).user == user


def test_the_same_address_twice_is_one_invitation(here):
    first = invite_address(actor=here.owner, address="lark@example.org")
    assert invite_address(actor=here.owner, address="LARK@example.org") == first
    assert InvitationLetter.objects.count() == 1


def test_of_two_staff_who_invite_at_once_one_makes_it(here):
    key = mailbox.key("lark@example.org")
    Invitation.objects.create(**bound(here.owner, "lark@example.org", key))
    with pytest.raises(IntegrityError):
        Invitation.objects.create(**bound(here.specialist, "lark@example.org", key))


def test_control_two_links_without_an_address_stand_side_by_side(here):
    InvitationFactory.create_batch(2)
    assert Invitation.objects.links().count() == 2


def test_once_used_the_address_may_be_invited_again(here):
    user = UserFactory(email="lark@example.org")
    first = invite_address(actor=here.owner, address="lark@example.org")
    place = join(first, user)
    place.state = "left"
    place.save()
    with pytest.raises(InvitationSpent):
        join(first, user)
    second = invite_address(actor=here.owner, address="lark@example.org")
    assert second != first
    assert join(second, user, "Hazel").invitation == second


def test_the_same_person_s_second_click_finds_the_first(here):
    """At once: the second has used nothing up, and is shown the place of the first."""
    user = UserFactory(email="lark@example.org")
    invitation = invite_address(actor=here.owner, address="lark@example.org")
    place = join(invitation, user)
    assert join(invitation, user, "Hazel").pk == place.pk


def test_who_had_begun_by_a_link_takes_up_their_own_letter(here):
    user = UserFactory(email="lark@example.org")
    link = InvitationFactory()
    begun = join(link, user)
    letter = invite_address(actor=here.owner, address="lark@example.org")
    assert join(letter, user).pk == begun.pk
    begun.refresh_from_db()
    assert begun.invitation == letter


def test_sent_again_it_is_good_again_and_not_twice_within_minutes(here, travel):
    invitation = invite_address(actor=here.owner, address="lark@example.org")
    due.sweep("communities.InvitationLetter")
    assert send_again(actor=here.owner, invitation=invitation) is False
    travel(timedelta(days=31))
    assert not Invitation.objects.get().is_usable
    assert send_again(actor=here.owner, invitation=invitation) is True
    assert send_again(actor=here.owner, invitation=invitation) is False
    due.sweep("communities.InvitationLetter")
    assert Invitation.objects.get().is_usable
    assert len(mail.outbox) == 2


def test_a_withdrawn_one_is_not_sent_again(here, travel):
    invitation = invite_address(actor=here.owner, address="lark@example.org")
    revoke_invitation(actor=here.owner, invitation=invitation)
    travel(timedelta(hours=1))
    assert send_again(actor=here.owner, invitation=invitation) is False


@pytest.mark.parametrize("role", ["curator", "member"])
def test_members_write_no_letters(role, here):
    with pytest.raises(Refused):
        invite_address(actor=getattr(here, role), address="lark@example.org")


def test_the_page_sends_sends_again_and_withdraws(url, cast, client_of, travel):
    owner = client_of(cast.owner)
    send = reverse("communities:invite_address", args=[cast.community.slug])
    assert owner.post(send, {"address": "lark@почта.рф"}).url == url
    assert "lark@почта.рф" in owner.get(url).text
    with community_scope(cast.community):
        invitation = Invitation.objects.get()
    again = reverse("communities:invitation_again", args=[cast.community.slug, invitation.pk])
    assert "ten minutes" in owner.post(again, follow=True).text
    travel(timedelta(hours=1))
    assert "on its way" in owner.post(again, follow=True).text
    revoke = reverse("communities:invitation_revoke", args=[cast.community.slug, invitation.pk])
    assert "Withdrawn" in owner.post(revoke, follow=True).text


def test_what_is_no_address_stays_typed(url, cast, client_of):
    send = reverse("communities:invite_address", args=[cast.community.slug])
    page = client_of(cast.owner).post(send, {"address": "lark at home"})
    assert page.status_code == 422
    assert "lark at home" in page.text
    assert 'class="error-summary"' in page.text


def test_who_came_by_it_is_shown_once_they_are_in(url, cast, client_of):
    with community_scope(cast.community):
        link = InvitationFactory(created_by=cast.owner)
        for who in (cast.member, cast.newcomer):
            who.invitation = link
            who.save()
    text = client_of(cast.specialist).get(url).text
    assert "Wren" in text
    assert "Lark" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_letters_cost_the_same_for_one_and_three(
    count, url, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for number in range(count):
            invite_address(actor=cast.owner, address=f"lark{number}@example.org")
    client = client_of(cast.owner)
    with django_assert_num_queries(8):
        client.get(url)


def test_letters_come_in_pages(url, cast, client_of):
    with community_scope(cast.community):
        for number in range(31):
            invite_address(actor=cast.owner, address=f"lark{number}@example.org")
        oldest = Invitation.objects.order_by("pk")[1]
    client = client_of(cast.owner)
    assert "lark0@example.org" not in client.get(url).text
    earlier = client.get(f"{url}?before={oldest.code}", headers={"HX-Request": "true"}).text
    assert "lark0@example.org" in earlier
    assert "<h1" not in earlier


def test_whose_address_an_alias_came_by_is_told_to_the_owner_alone(url, cast, client_of):
    user = UserFactory(email="lark@example.org")
    with community_scope(cast.community):
        place = join(invite_address(actor=cast.specialist, address=user.email), user)
        come_in(member=place)
    assert "lark@example.org" not in client_of(cast.specialist).get(url).text
    assert "lark@example.org" in client_of(cast.owner).get(url).text
