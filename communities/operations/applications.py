"""Asking newcomers first: the owner's questions, their answers, a yes, a no, or a talk."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from communities.models import (
    Application,
    ApplicationErasure,
    ApplicationReply,
    Community,
    Leaving,
    Letter,
    Membership,
    Screening,
)
from communities.operations.audit import record
from communities.operations.letters import write_to
from communities.permissions import P
from communities.traces import settlers
from core import clock, due
from core.permissions import require
from notifications.operations import tell

State = Application.State
KIND = "application"
STAFF = (Membership.Role.OWNER, Membership.Role.SPECIALIST)
KEPT = timedelta(days=30)
Answers = Sequence[tuple[str, str]]


class AlreadyAnswered(Exception):
    """Somebody else of the staff was first, or the person took the application back."""


def change_screening(*, actor: Membership, asks: bool, questions: Sequence[str]) -> None:
    """Ask newcomers `questions` first, or no longer: then those who wait may go on at once."""
    require(actor, P.CHANGE_SCREENING)
    with transaction.atomic():
        # One at a time: two first saves make one row.
        Community.objects.select_for_update().get(pk=actor.community_id)
        Screening.objects.update_or_create(
            community_id=actor.community_id, defaults={"asks": asks, "questions": list(questions)}
        )
        record(actor=actor, action="change_screening")
        if not asks:
            for application in Application.objects.open():
                conclude(application, State.YES, actor)


def apply(place: Membership, answers: Answers) -> None:
    """Ask to be let in, inside the caller's transaction; staff hear of it."""
    application = Application.objects.create(
        membership=place, answers=[list(pair) for pair in answers]
    )
    staff = Membership.objects.present().filter(role__in=STAFF)
    tell(users=staff.values_list("user", flat=True), kind=KIND, target=application.pk)


def answer_application(
    *, actor: Membership, application: Application, answer: str, seen: int, words: str = ""
) -> ApplicationReply:
    """Yes, a kind no, or a talk first; the person gets a letter that leads to `words`.

    `seen` is the number of replies its author had before their eyes. Raises `AlreadyAnswered`.
    """
    require(actor, P.ANSWER_APPLICATION, application)
    with transaction.atomic():
        # The same order of locks as leaving: first the person, then what they asked.
        Membership.objects.select_for_update().get(pk=application.membership_id)
        unanswered = Application.objects.open().filter(pk=application.pk, replies_sent=seen)
        if not unanswered.update(replies_sent=F("replies_sent") + 1):
            raise AlreadyAnswered
        reply = conclude(application, answer, actor, words)
        record(
            actor=actor,
            action=f"application_{answer}",
            target=application,
            concerns=application.membership,
        )
    return reply


def conclude(
    application: Application, answer: str, actor: Membership, words: str = ""
) -> ApplicationReply:
    """Write the answer and what follows from it, inside the caller's transaction."""
    reply: ApplicationReply = ApplicationReply.objects.create(
        application=application, answer=answer, words=words, by=actor
    )
    if answer == State.TALK:
        Application.objects.filter(pk=application.pk).update(state=State.TALK)
    else:
        finish(Application.objects.filter(pk=application.pk), answer)
    if answer == State.YES:
        applicant = Membership.objects.filter(pk=application.membership_id)
        applicant.filter(state=Membership.State.APPLYING).update(state=Membership.State.JOINING)
    write_to([application.membership_id], Letter.Kind.APPLICATION, reply.pk)
    return reply


def finish(applications: Iterable[Application], state: str) -> None:
    """End open `applications`; what was asked and answered goes `KEPT` later."""
    now = clock.now()
    for application in applications:
        ended = Application.objects.open().filter(pk=application.pk)
        if ended.update(state=state, ended_at=now):
            ApplicationErasure.objects.create(application=application, due_at=now + KEPT)


def withdraw(member: Membership) -> None:
    """Whoever leaves takes back what they asked; staff no longer see it from now on."""
    finish(Application.objects.open().filter(membership=member), State.WITHDRAWN)


@due.performs(ApplicationErasure)
def erase_application(erasure: ApplicationErasure) -> datetime | None:
    erase(Application.objects.filter(pk=erasure.application_id))
    return None


def erase(applications: Iterable[Application]) -> None:
    """Empty answers and replies; that there was an application, and its end, stays."""
    for application in applications:
        with transaction.atomic():
            ApplicationReply.objects.filter(application=application).update(words="")
            Application.objects.filter(pk=application.pk, erased_at=None).update(
                answers=[], erased_at=clock.now()
            )


def settle_applications(leaving: Leaving) -> bool:
    """Whoever wants their words deleted does not wait for the thirty days."""
    if leaving.words == Membership.Words.DELETED:
        asked = Application.objects.filter(membership=leaving.membership, erased_at=None)
        erase(asked.filter(sent_at__lte=leaving.until))
    return True


settlers.append(settle_applications)
