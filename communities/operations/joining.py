"""Coming in: an alias, what was agreed to, and, once paid for, being there."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from communities.models import Acceptance, Document, Invitation, Membership
from core import clock, text
from core.permissions import Refused


class AliasTaken(Exception):
    """Somebody here has, or lately had, this alias or one that looks the same."""


class InvitationSpent(Exception):
    """The link was used up, revoked or has ended."""


def begin_joining(
    *, user: User, alias: str, documents: Iterable[Document], invitation: Invitation
) -> Membership:
    """A place nobody else sees yet. Asked again by the same person, changes the alias.

    Somebody who had left keeps `left_at`: places they had before do not come back with them.
    Raises `AliasTaken`, `InvitationSpent`, and `Refused` for someone who was removed.
    """
    try:
        with transaction.atomic():
            # Locked: access that opens meanwhile is not written over by what was read before.
            place = Membership.objects.select_for_update().filter(user=user).first()
            if place and place.state == Membership.State.REMOVED:
                raise Refused("removed people come back only when the owner lifts it")
            if place and place.state == Membership.State.ACTIVE:
                return place
            place = place or use_up(user, invitation)
            place.take_alias(alias)
            place.state = Membership.State.JOINING
            place.words = Membership.Words.ALIAS
            place.save()
            accept_documents(actor=place, documents=documents)
    except IntegrityError as error:
        return place_of_both(user, alias, error)
    return place


def place_of_both(user: User, alias: str, error: IntegrityError) -> Membership:
    """The place that the same person's other click made. Raises `AliasTaken` for another's."""
    others = Membership.objects.filter(alias_skeleton=text.alias_skeleton(alias))
    own = Membership.objects.filter(user=user).first()
    if own is None or others.exclude(pk=own.pk).exists():
        raise AliasTaken from error
    return own


def use_up(user: User, invitation: Invitation) -> Membership:
    used = Invitation.objects.usable().filter(pk=invitation.pk).update(uses=F("uses") + 1)
    if not used:
        raise InvitationSpent
    return Membership(user=user, invitation=invitation)


def accept_documents(*, actor: Membership, documents: Iterable[Document]) -> None:
    """Note that `actor` accepted these versions now; what was accepted before stays."""
    Acceptance.objects.bulk_create(
        [Acceptance(membership=actor, document=document) for document in documents],
        ignore_conflicts=True,
    )
    accepted = Acceptance.objects.filter(membership=actor).values("document")
    if not Document.objects.current().exclude(pk__in=accepted).exists():
        Membership.objects.filter(pk=actor.pk).update(must_accept=False)


def come_in(*, member: Membership) -> bool:
    """Make a place that has just gained access a member's; `True` the first time ever."""
    first = member.joined_at is None
    member.state = Membership.State.ACTIVE
    member.joined_at = member.joined_at or clock.now()
    member.save(update_fields=["state", "joined_at"])
    return first
