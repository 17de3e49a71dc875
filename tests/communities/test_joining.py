"""Coming in, and two at once. Races are told step by step, so that they run on both databases."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections, transaction

from communities.forms import JoinForm
from communities.models import Acceptance, Document, Invitation, Membership
from communities.operations import (
    AliasTaken,
    InvitationSpent,
    begin_joining,
    come_in,
    leave,
    remove_member,
)
from communities.operations.joining import use_up
from core.permissions import Refused
from core.tenancy import community_scope
from tests.factories import DocumentFactory, InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(here):
    return InvitationFactory(uses_allowed=2)


def join(invitation, alias="Heather", user=None):
    return begin_joining(
        user=user or UserFactory(),
        alias=alias,
        documents=Document.objects.current(),
        invitation=invitation,
    )


def test_a_newcomer_is_seen_by_nobody(here, invitation):
    DocumentFactory(number=1)
    place = join(invitation)
    assert place.state == Membership.State.JOINING
    assert not Membership.objects.visible_to(here.member).filter(pk=place.pk).exists()
    assert Acceptance.objects.get(membership=place).document.number == 1
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_asked_again_it_changes_the_alias_and_uses_nothing_up(here, invitation):
    place = join(invitation)
    assert join(invitation, "Hazel", place.user).pk == place.pk
    place.refresh_from_db()
    assert place.alias == "Hazel"
    invitation.refresh_from_db()
    assert invitation.uses == 1


def test_a_member_stays_as_they_are(here, invitation):
    assert join(invitation, "Hazel", here.member.user).alias == "Wren"


def test_who_was_removed_stays_out(here, invitation):
    remove_member(actor=here.owner, member=here.member, reason="x")
    with pytest.raises(Refused):
        join(invitation, "Hazel", here.member.user)


@pytest.mark.parametrize("alias", ["Wren", "wren", "WREN", "Wrеn"])
def test_an_alias_that_looks_the_same_is_taken(alias, here, invitation):
    with pytest.raises(AliasTaken):
        join(invitation, alias)
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_the_same_alias_in_another_community_is_free(here, invitation):
    assert join(invitation, "Rook").alias == "Rook"


def test_coming_in_says_whether_it_is_the_first_time(here):
    assert come_in(member=here.newcomer) is True
    first = here.newcomer.joined_at
    leave(actor=here.newcomer)
    assert come_in(member=here.newcomer) is False
    assert here.newcomer.joined_at == first


def test_a_used_up_link_lets_nobody_in(here, invitation):
    for number in range(2):
        join(invitation, f"Heath{number}er")
    with pytest.raises(InvitationSpent):
        join(invitation, "Hazel")


def test_an_ended_link_lets_nobody_in(here, invitation, travel):
    travel(timedelta(days=31))
    with pytest.raises(InvitationSpent):
        join(invitation)


def unguarded_use_up(invitation):
    if not invitation.is_usable:
        raise InvitationSpent
    invitation.uses += 1
    invitation.save()


def test_of_two_who_both_saw_the_last_use_one_gets_it(here):
    invitation = InvitationFactory(uses_allowed=1)
    both = [Invitation.objects.get(pk=invitation.pk) for _ in range(2)]
    use_up(both[0])
    with pytest.raises(InvitationSpent):
        use_up(both[1])


def test_control_without_the_conditional_update_both_get_it(here):
    invitation = InvitationFactory(uses_allowed=1)
    both = [Invitation.objects.get(pk=invitation.pk) for _ in range(2)]
    for seen in both:
        unguarded_use_up(seen)


@contextmanager
def without(name):
    kept = Membership._meta.constraints
    guard = next(each for each in kept if each.name == name)
    Membership._meta.constraints = [each for each in kept if each is not guard]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Membership, guard)
    try:
        yield
    finally:
        Membership.objects.filter(user__email__startswith="twin").delete()
        Membership._meta.constraints = kept
        with connection.schema_editor() as editor:
            editor.add_constraint(Membership, guard)


def twin(here, number):
    place = Membership(user=UserFactory(email=f"twin{number}@example.org"))
    place.take_alias("Heather")
    place.save()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_both_saw_the_alias_free_one_gets_it(here):
    twin(here, 1)
    with pytest.raises(IntegrityError):
        twin(here, 2)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_unique_key_both_get_it(here):
    with without("alias_is_free"):
        twin(here, 1)
        twin(here, 2)
        assert Membership.objects.filter(alias="Heather").count() == 2


def test_the_same_person_twice_at_once_has_one_place(here, invitation, monkeypatch):
    """The second has looked before the first wrote."""
    user = UserFactory()
    first = join(invitation, "Heather", user)
    looked = Membership.objects.none()
    original = type(Membership.objects.all()).filter
    seen = []

    def filter_once(rows, *args, **kwargs):
        if kwargs == {"user": user} and not seen:
            seen.append(user)
            return looked
        return original(rows, *args, **kwargs)

    monkeypatch.setattr(type(Membership.objects.all()), "filter", filter_once)
    assert join(invitation, "Heather", user).pk == first.pk
    monkeypatch.undo()
    invitation.refresh_from_db()
    assert invitation.uses == 1


@pytest.mark.django_db(transaction=True)
def test_six_at_once_and_one_place_left(here):
    invitation = InvitationFactory(uses_allowed=1)
    users = UserFactory.create_batch(6)
    start = Barrier(6)

    def run(number):
        try:
            with community_scope(here.community):
                start.wait(10)
                return join(invitation, f"Heath{number}er", users[number]).pk
        except InvitationSpent:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        came = [pk for pk in pool.map(run, range(6)) if pk]
    invitation.refresh_from_db()
    assert (len(came), invitation.uses) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_access_that_opens_meanwhile_is_not_written_over(here, monkeypatch):
    """On SQLite writers stand in line anyway, so there nothing can fail."""
    invitation = InvitationFactory()
    place = join(invitation)
    take_alias = Membership.take_alias
    opened: list[Future[None]] = []

    def open_access():
        try:
            with community_scope(here.community), transaction.atomic():
                come_in(member=Membership.objects.select_for_update().get(pk=place.pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:

        def take_late(member, alias):
            opened.append(pool.submit(open_access))
            wait(opened, 0.5)
            take_alias(member, alias)

        monkeypatch.setattr(Membership, "take_alias", take_late)
        join(invitation, "Hazel", place.user)
        opened[0].result(30)
    place.refresh_from_db()
    assert (place.alias, place.state) == ("Hazel", Membership.State.ACTIVE)


def test_both_consents_are_asked_apart():
    form = JoinForm({"alias": "Heather", "agreement": "on"})
    assert set(form.errors) == {"data_consent"}
    form = JoinForm({"alias": "Heather", "data_consent": "on"})
    assert set(form.errors) == {"agreement"}
    assert JoinForm({"alias": "Heather", "agreement": "on", "data_consent": "on"}).is_valid()


@pytest.mark.parametrize("alias", ["", "a", "two words", "x" * 31, "<b>x</b>", "_mouse", "a@b"])
def test_what_is_no_alias_is_said(alias):
    form = JoinForm({"alias": alias, "agreement": "on", "data_consent": "on"})
    assert set(form.errors) == {"alias"}


def test_a_taken_alias_is_said_in_words():
    form = JoinForm({"alias": "Heather", "agreement": "on", "data_consent": "on"})
    form.is_valid()
    form.refuse_alias()
    assert "choose another" in str(form.errors["alias"])
