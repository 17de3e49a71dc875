"""Coming in: an alias, what was agreed to, and, once paid for, being there."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts import mailbox
from accounts.models import User
from communities.models import (
    Acceptance,
    Application,
    Document,
    Invitation,
    Membership,
    Parting,
)
from communities.operations.aliases import AliasTaken, refuse_reserved, take_another
from communities.operations.applications import Answers, apply, finish
from communities.queries import questions_asked
from core import clock, text
from core.permissions import Refused

State = Membership.State


class InvitationSpent(Exception):
    """The link was used up, revoked or has ended."""


class QuestionsChanged(Exception):
    """The owner asks something else by now, or asks at all."""


class AnotherAddress(Exception):
    """The invitation was sent to an address that this person has not confirmed as theirs."""


def begin_joining(
    *,
    user: User,
    alias: str,
    documents: Iterable[Document],
    invitation: Invitation,
    answers: Answers = (),
) -> Membership:
    """A place nobody else sees yet. Asked again by the same person, changes the alias.

    Where the owner asks first, whoever comes by a link applies with `answers`, one for each
    question, and joins after a yes. A letter to one address is a yes already.

    `documents` are the versions that were shown. Somebody who had left keeps `left_at`: places
    they had before do not come back with them. Raises `AliasTaken`, `AnotherAddress`,
    `InvitationSpent`, `QuestionsChanged`, and `Refused` for someone who was removed.
    """
    if not opens_to(invitation, user):
        raise AnotherAddress
    try:
        with transaction.atomic():
            # Locked: access that opens meanwhile is not written over by what was read before.
            place = Membership.objects.select_for_update().filter(user=user).first()
            if place and place.state == State.REMOVED:
                raise Refused("removed people come back only when the owner lifts it")
            if place and (place.state == State.ACTIVE or awaits_answer(place, invitation)):
                return place
            place = take_up(place, user, invitation, answers)
            take_another(place, alias)
            place.words = Membership.Words.ALIAS
            place.save()
            refuse_reserved(place)
            accept_documents(actor=place, documents=documents)
            if place.state == State.APPLYING:
                apply(place, answers)
    except (IntegrityError, InvitationSpent) as error:
        return place_of_both(user, alias, error)
    return place


def awaits_answer(place: Membership, invitation: Invitation) -> bool:
    """Whether this person has asked, and `invitation` is no answer to it."""
    applying = place.state == State.APPLYING and not invitation.address_key
    return applying and Application.objects.standing().filter(membership=place).exists()


def questions_for(place: Membership | None, invitation: Invitation) -> list[str]:
    """What is asked of who comes by `invitation`; nothing of who has begun already."""
    begun = place is not None and place.state == State.JOINING
    return [] if begun or invitation.address_key else questions_asked()


def opens_to(invitation: Invitation, user: User) -> bool:
    """Whether it is a link, or a letter to an address this person has confirmed as theirs."""
    return not invitation.address_key or invitation.address_key in mailbox.proven_by(user)


def place_of_both(user: User, alias: str, error: IntegrityError | InvitationSpent) -> Membership:
    """The place that the same person's other click made. Raises `AliasTaken` for another's alias,
    or the `InvitationSpent` it was called with."""
    own = Membership.objects.filter(user=user, state__in=(State.JOINING, State.APPLYING)).first()
    if isinstance(error, InvitationSpent):
        if own is None:
            raise error
        return own
    others = Membership.objects.filter(alias_skeleton=text.alias_skeleton(alias))
    if own is None or others.exclude(pk=own.pk).exists():
        raise AliasTaken from error
    return own


def take_up(
    place: Membership | None, user: User, invitation: Invitation, answers: Answers
) -> Membership:
    """The place of who comes by `invitation`, one use of which is theirs now.

    Who has begun already goes on by what they came by, unless this one was sent to them.
    """
    asked = questions_for(place, invitation)
    if [question for question, _ in answers] != asked:
        raise QuestionsChanged
    if place and place.state == State.JOINING:
        known = not invitation.address_key or place.invitation_id == invitation.pk
        if known:
            return place
    use_up(invitation)
    if place and place.state == State.APPLYING:
        finish(Application.objects.open().filter(membership=place), Application.State.YES)
    place = place or Membership(user=user)
    # Leaving and coming back takes no parting back.
    announced = Parting.objects.ahead().filter(membership=place.pk)
    place.parts_at = announced.values_list("due_at", flat=True).first()
    place.invitation = invitation
    place.state = State.APPLYING if asked else State.JOINING
    return place


def use_up(invitation: Invitation) -> None:
    """Raises `InvitationSpent`."""
    if not Invitation.objects.usable().filter(pk=invitation.pk).update(uses=F("uses") + 1):
        raise InvitationSpent


def accept_documents(*, actor: Membership, documents: Iterable[Document]) -> None:
    """Note that `actor` accepted these versions now; what was accepted before stays."""
    Acceptance.objects.bulk_create(
        [Acceptance(membership=actor, document=document) for document in documents],
        ignore_conflicts=True,
    )
    accepted = Acceptance.objects.standing().filter(membership=actor).values("document")
    if not Document.objects.current().exclude(pk__in=accepted).exists():
        Membership.objects.filter(pk=actor.pk).update(must_accept=False)


def come_in(*, member: Membership) -> bool:
    """Make a place that has just gained access a member's; `True` the first time ever."""
    first = member.joined_at is None
    member.state = Membership.State.ACTIVE
    member.joined_at = member.joined_at or clock.now()
    member.welcome_due = member.welcome_due or first
    member.save(update_fields=["state", "joined_at", "welcome_due"])
    return first


def end_welcome(*, actor: Membership) -> None:
    """The page of arrival was shown; it does not come by itself again."""
    if actor.welcome_due:
        Membership.objects.filter(pk=actor.pk).update(welcome_due=False)
        actor.welcome_due = False
