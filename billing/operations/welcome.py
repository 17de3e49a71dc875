"""Inviting many at once, and what waits for who comes by such a letter."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, override

from accounts.models import User
from billing.models import Welcome
from billing.operations.access import rewrite_access
from billing.operations.places import give_place
from billing.pasting import Line
from billing.permissions import P
from communities.models import Invitation, Membership
from communities.operations import begin_joining, record
from communities.operations.invitations import bound, write_letters
from communities.operations.limits import hold_invitations
from core import clock
from core.permissions import require


def invite_many(*, actor: Membership, lines: Sequence[Line]) -> int:
    """Letters to all `lines` that may go; returns how many were new.

    An address whose invitation waits already gets no second one, so the same list sent twice, or
    by two clicks at once, is sent once. Raises `LimitReached`, with nothing sent.
    """
    require(actor, P.INVITE_MANY)
    going = {line.key: line for line in lines if line.goes}
    rows = [Invitation(**bound(actor, line.address, key)) for key, line in going.items()]
    with transaction.atomic():
        Invitation.objects.bulk_create(rows, ignore_conflicts=True)
        tokens = [row.token for row in rows]
        made = list(Invitation.objects.filter(token__in=tokens))
        hold_invitations(actor, made)
        Welcome.objects.bulk_create(welcome_of(each, going[each.address_key]) for each in made)
        write_letters(made)
        if made:
            record(actor=actor, action="invite_many", reason=str(len(made)))
    return len(made)


def welcome_of(invitation: Invitation, line: Line) -> Welcome:
    return Welcome(
        invitation=invitation,
        paid_until=line.paid_until,
        plan=line.plan,
        subgroup=line.subgroup,
    )


def join(
    *,
    user: User,
    alias: str,
    documents: Iterable[Any],
    invitation: Invitation,
    answers: Sequence[tuple[str, str]] = (),
) -> Membership:
    """Begin joining, and come in at once where the place is paid already.

    "Paid until" without an amount is recorded as a place from the owner (`Grant`) with that end
    and its reason, not as a `HandPayment`: that one is income, and income without an amount would
    be a hole in the books. The owner records the amount where it came. Raises what
    `communities.operations.begin_joining` raises.
    """
    with transaction.atomic():
        member = begin_joining(
            user=user, alias=alias, documents=documents, invitation=invitation, answers=answers
        )
        if member.state == Membership.State.JOINING:
            welcome(member)
    return member


def welcome(member: Membership) -> None:
    """Open what was paid elsewhere, or what somebody who was here before still has."""
    ready = welcome_for(member.invitation)
    if ready and ready.paid_until:
        with override(member.community.language):
            reason = gettext("Paid elsewhere")
        give_place(
            actor=Membership.objects.owners().get(),
            member=member,
            until=ready.paid_until,
            reason=reason,
            plan=ready.plan,
        )
    elif member.joined_at:
        rewrite_access(member)


def welcome_for(invitation: Invitation | None) -> Welcome | None:
    """What is ready by `invitation`; a day that has passed is ready no more."""
    if invitation is None:
        return None
    found: Welcome | None = (
        Welcome.objects.filter(invitation=invitation).select_related("plan").first()
    )
    today = clock.now().astimezone(invitation.community.zone).date()
    if found and found.paid_until and found.paid_until <= today:
        found.paid_until = None
    return found
