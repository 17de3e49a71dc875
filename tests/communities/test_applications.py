"""Newcomers who are asked first: nobody comes on before a yes, and what was told does not stay."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse

from communities import queries
from communities.desk import blocks_of
from communities.export import own_data
from communities.models import Application, ApplicationErasure, Invitation, Letter, Membership
from communities.operations import (
    AlreadyAnswered,
    QuestionsChanged,
    answer_application,
    begin_joining,
    change_screening,
    invite_address,
    leave,
)
from core import clock, due
from core.permissions import Refused
from notifications.models import Notification
from tests.factories import InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db
QUESTION = "What brings you here?"
ANSWERS = [(QUESTION, "Long nights")]


@pytest.fixture
def asks(here):
    change_screening(actor=here.owner, asks=True, questions=[QUESTION])
    return SimpleNamespace(here=here, link=InvitationFactory())


def apply(asks, alias="Heather", user=None, answers=ANSWERS, invitation=None):
    return begin_joining(
        user=user or UserFactory(),
        alias=alias,
        documents=[],
        invitation=invitation or asks.link,
        answers=answers,
    )


def answered(actor, application, answer, words="Words", seen=0):
    return answer_application(
        actor=actor, application=application, answer=answer, words=words, seen=seen
    )


def test_who_comes_by_a_link_applies_and_is_seen_by_no_member(asks):
    place = apply(asks)
    assert place.state == Membership.State.APPLYING
    application = Application.objects.get()
    assert application.answers == [[QUESTION, "Long nights"]]
    for role in ("member", "insider", "curator"):
        who = getattr(asks.here, role)
        assert not Application.objects.visible_to(who).exists()
        assert not Membership.objects.visible_to(who).filter(pk=place.pk).exists()
    for role in ("owner", "specialist"):
        assert Application.objects.visible_to(getattr(asks.here, role)).get() == application
    assert Application.objects.visible_to(place).get() == application


@pytest.mark.parametrize("answers", [[], [("Another question", "x")], [*ANSWERS, ("More", "x")]])
def test_answers_are_to_the_questions_of_now(asks, answers):
    with pytest.raises(QuestionsChanged):
        apply(asks, answers=answers)
    asks.link.refresh_from_db()
    assert asks.link.uses == 0


def test_asked_again_nothing_is_sent_twice(asks):
    place = apply(asks)
    assert apply(asks, "Hazel", place.user, [(QUESTION, "Another")]).pk == place.pk
    assert Application.objects.get().answers == [[QUESTION, "Long nights"]]


def test_a_letter_to_one_address_is_a_yes_already(asks):
    user = UserFactory(email="lark@example.org")
    place = apply(asks, user=user)
    letter = invite_address(actor=asks.here.owner, address="lark@example.org")
    assert apply(asks, user=user, invitation=letter, answers=[]).pk == place.pk
    place.refresh_from_db()
    assert place.state == Membership.State.JOINING
    assert Application.objects.get().state == "yes"
    assert ApplicationErasure.objects.count() == 1


def test_who_had_begun_before_goes_on_as_begun(here):
    link = InvitationFactory()
    user = UserFactory()
    place = begin_joining(user=user, alias="Heather", documents=[], invitation=link)
    change_screening(actor=here.owner, asks=True, questions=[QUESTION])
    begin_joining(user=user, alias="Hazel", documents=[], invitation=link)
    place.refresh_from_db()
    assert place.state == Membership.State.JOINING


@pytest.mark.parametrize(
    ("answer", "state"), [("yes", "joining"), ("no", "applying"), ("talk", "applying")]
)
def test_the_answer_and_its_letter(asks, answer, state, travel):
    place = apply(asks)
    answered(asks.here.specialist, Application.objects.get(), answer, "Canary words")
    place.refresh_from_db()
    assert place.state == state
    application = Application.objects.get()
    assert application.is_open is (answer == "talk")
    noon = clock.now().replace(hour=12) - clock.now()
    travel(noon % timedelta(days=1))
    due.sweep("communities.Letter")
    (letter,) = mail.outbox
    assert letter.to == [place.user.email]
    assert "Canary words" not in letter.subject + letter.body
    assert reverse("communities:application", args=[asks.here.community.slug]) in letter.body


def test_after_a_talk_there_is_a_yes_with_a_letter_of_its_own(asks):
    place = apply(asks)
    application = Application.objects.get()
    answered(asks.here.owner, application, "talk")
    answered(asks.here.owner, application, "yes", "", seen=1)
    place.refresh_from_db()
    assert place.state == Membership.State.JOINING
    assert Letter.objects.filter(kind="application").count() == 2


def test_of_two_staff_at_once_one_answers(asks):
    apply(asks)
    seen = [Application.objects.get() for _ in range(2)]
    answered(asks.here.owner, seen[0], "yes")
    with pytest.raises(AlreadyAnswered):
        answered(asks.here.specialist, seen[1], "no")
    assert Application.objects.get().state == "yes"
    assert Letter.objects.count() == 1


def test_two_who_both_want_to_talk_write_one_letter(asks):
    apply(asks)
    seen = [Application.objects.get() for _ in range(2)]
    answered(asks.here.owner, seen[0], "talk")
    with pytest.raises(AlreadyAnswered):
        answered(asks.here.specialist, seen[1], "talk")
    assert Letter.objects.count() == 1


def test_control_without_the_conditional_update_both_answer(asks, monkeypatch):
    apply(asks)
    rows = type(Application.objects.all())
    original = rows.filter

    def unguarded(found, *args, **kwargs):
        kwargs.pop("replies_sent", None)
        return original(found, *args, **kwargs)

    monkeypatch.setattr(rows, "filter", unguarded)
    monkeypatch.setattr(rows, "open", lambda found: found.all())
    seen = [Application.objects.get() for _ in range(2)]
    answered(asks.here.owner, seen[0], "talk")
    answered(asks.here.specialist, seen[1], "no")
    assert Letter.objects.count() == 2


def test_taken_back_while_the_owner_says_yes(asks):
    """The owner has the page open; the person leaves first."""
    place = apply(asks)
    seen = Application.objects.get()
    leave(actor=place)
    with pytest.raises(AlreadyAnswered):
        answered(asks.here.owner, seen, "yes")
    place.refresh_from_db()
    assert place.state == Membership.State.LEFT
    assert Application.objects.get().state == "withdrawn"
    assert not Letter.objects.exists()


def test_a_yes_that_came_first_does_not_keep_who_leaves(asks):
    """The person has the page open; the owner says yes first."""
    place = apply(asks)
    stale = Membership.objects.get(pk=place.pk)
    answered(asks.here.owner, Application.objects.get(), "yes")
    leave(actor=stale)
    place.refresh_from_db()
    assert place.state == Membership.State.LEFT
    assert Application.objects.get().state == "yes"


def test_what_was_taken_back_staff_no_longer_reads(asks):
    place = apply(asks)
    leave(actor=place)
    assert not Application.objects.visible_to(asks.here.owner).exists()
    assert Application.objects.visible_to(place).exists()


def test_one_open_application_is_a_rule_of_the_database(asks):
    place = apply(asks)
    with pytest.raises(IntegrityError):
        Application.objects.create(membership=place)


@pytest.mark.parametrize("end", ["yes", "no", "withdrawn"])
def test_everything_told_is_erased_thirty_days_later(asks, end, travel):
    place = apply(asks)
    application = Application.objects.get()
    if end == "withdrawn":
        leave(actor=place)
    else:
        answered(asks.here.owner, application, end)
    assert "Long nights" in str(own_data(place))
    travel(timedelta(days=29, hours=23))
    due.sweep("communities.ApplicationErasure")
    assert "Long nights" in str(own_data(place))
    travel(timedelta(hours=2))
    due.sweep("communities.ApplicationErasure")
    application.refresh_from_db()
    assert application.answers == []
    assert application.erased_at
    assert not application.replies.exclude(words="").exists()
    assert "Long nights" not in str(own_data(place))


def test_who_wants_their_words_deleted_does_not_wait(asks):
    place = apply(asks)
    leave(actor=place, words=Membership.Words.DELETED)
    due.sweep("communities.Leaving")
    assert Application.objects.get().answers == []


def test_after_a_no_one_may_ask_again_once_it_is_erased(asks, travel):
    place = apply(asks)
    answered(asks.here.owner, Application.objects.get(), "no")
    apply(asks, user=place.user)
    assert Application.objects.count() == 1
    travel(timedelta(days=31))
    due.sweep("communities.ApplicationErasure")
    fresh = InvitationFactory()
    apply(asks, user=place.user, invitation=fresh)
    assert Application.objects.open().count() == 1


def test_switched_off_those_who_wait_go_on(asks):
    waiting, refused = apply(asks), apply(asks, "Hazel")
    answered(asks.here.owner, Application.objects.get(membership=refused), "no")
    change_screening(actor=asks.here.owner, asks=False, questions=[QUESTION])
    for place, state in ((waiting, "joining"), (refused, "applying")):
        place.refresh_from_db()
        assert place.state == state
    assert Letter.objects.filter(membership=waiting).count() == 1
    assert queries.questions_asked() == []
    assert apply(asks, "Fern", answers=[]).state == Membership.State.JOINING


@pytest.mark.parametrize("role", ["specialist", "curator", "member"])
def test_the_owner_alone_changes_the_questions(role, here):
    with pytest.raises(Refused):
        change_screening(actor=getattr(here, role), asks=True, questions=[QUESTION])


@pytest.mark.parametrize("role", ["curator", "member", "newcomer"])
def test_members_answer_nobody(role, asks):
    apply(asks)
    with pytest.raises(Refused):
        answered(getattr(asks.here, role), Application.objects.get(), "yes")


def test_the_desk_says_who_waits(asks):
    apply(asks)
    for role, seen in (("owner", True), ("specialist", True), ("curator", False)):
        titles = [str(block.title) for block in blocks_of(getattr(asks.here, role))]
        assert ("Waiting to be let in" in titles) is seen


def test_an_invitation_counts_once_for_who_applies(asks):
    apply(asks)
    assert Invitation.objects.get(pk=asks.link.pk).uses == 1


def test_staff_hear_of_it_until_one_of_them_has_answered(asks, client_of):
    here = asks.here
    bell = reverse("notifications:index", args=[here.community.slug])
    apply(asks)
    told = Notification.objects.filter(kind="application").values_list("user", flat=True)
    assert set(told) == {here.owner.user_id, here.specialist.user_id}
    for staff in (here.owner, here.specialist):
        assert "asks to be let in · Heather" in client_of(staff).get(bell).text
    answered(here.owner, Application.objects.get(), "yes")
    assert "Heather" not in client_of(here.specialist).get(bell).text


def test_who_is_staff_no_more_hears_of_it_no_more(asks, client_of):
    here = asks.here
    apply(asks)
    Membership.objects.filter(pk=here.specialist.pk).update(role=Membership.Role.MEMBER)
    bell = reverse("notifications:index", args=[here.community.slug])
    assert "Heather" not in client_of(here.specialist).get(bell).text


def test_who_left_as_former_member_stands_in_no_list_of_staff(asks):
    place = apply(asks)
    answered(asks.here.owner, Application.objects.get(), "yes")
    assert Application.objects.visible_to(asks.here.specialist).exists()
    Membership.objects.filter(pk=place.pk).update(words="former")
    assert not Application.objects.visible_to(asks.here.specialist).exists()
    assert Application.objects.visible_to(place).exists()
