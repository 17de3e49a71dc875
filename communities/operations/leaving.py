"""Leaving, by the member's own wish; and what any end of a membership means."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from communities.models import (
    NEVER,
    Acceptance,
    Block,
    Document,
    FormerAlias,
    Leaving,
    Line,
    Membership,
    Mute,
)
from communities.operations.aliases import former_alias, give_up
from communities.operations.applications import withdraw
from communities.permissions import P
from communities.traces import goodbyes, settlers
from core import clock, due, live
from core.permissions import require
from notifications.operations import forget as forget_notices

Words = Membership.Words
HERE = (Membership.State.APPLYING, Membership.State.JOINING, Membership.State.ACTIVE)
LEASE = timedelta(minutes=5)


def leave(*, actor: Membership, words: str = Words.ALIAS, goodbye: str = "") -> None:
    """Leave at once; a second click at the same moment changes nothing and says no goodbye twice.

    Billing sweeps who left and ends their subscription; `settlers` follow the choice of `words`.
    Raises `LimitReached` where the goodbye names too many people; then nothing has changed.
    """
    require(actor, P.LEAVE)
    with transaction.atomic():
        if goodbye:
            for say in goodbyes:
                say(actor, goodbye)
        if not end(actor, Membership.State.LEFT):
            transaction.set_rollback(True)
            return
        part_from_words(actor, words)


def choose_words(*, actor: Membership, words: str) -> None:
    """Decide, being gone already, what becomes of one's words; of two clicks the first decides."""
    require(actor, P.CHOOSE_WORDS)
    with transaction.atomic():
        part_from_words(actor, words)


def end(member: Membership, state: str) -> bool:
    """End presence, role and access; whatever hung on them in other apps counts no more.

    `False` where somebody was first and nothing changed; whoever has taken the community over
    since they were read stays its owner.
    """
    ended = {
        "state": state,
        "left_at": clock.now(),
        "full_until": NEVER,
        "read_until": NEVER,
        "role": Membership.Role.MEMBER,
        "parts_at": None,
        "stands_in_until": None,
    }
    found = Membership.objects.filter(pk=member.pk, state__in=HERE)
    if not member.is_owner:
        found = found.exclude(role=Membership.Role.OWNER)
    if not found.update(**ended):
        return False
    for name, value in ended.items():
        setattr(member, name, value)
    withdraw(member)
    live.access_changed(member.pk)
    return True


def withdraw_consent(*, actor: Membership) -> None:
    """Take back the consent to the use of personal data: who is here leaves, all words go.

    What was accepted, when, and when it was taken back stays as the proof the law asks for.
    """
    require(actor, P.WITHDRAW_CONSENT)
    with transaction.atomic():
        end(actor, Membership.State.LEFT)
        consents = Acceptance.objects.standing().filter(
            membership=actor, document__kind=Document.Kind.DATA_CONSENT
        )
        consents.update(withdrawn_at=clock.now())
        part_from_words(actor, Words.DELETED)


def part_from_words(member: Membership, words: str) -> None:
    """Note what becomes of the words of `member`, who is gone; an alias that goes, goes at once.

    Under the alias too there is something to do: what was theirs alone goes with any choice.
    """
    earlier = Membership.objects.filter(pk=member.pk).exclude(words__in=[words, Words.DELETED])
    if words != Words.ALIAS and not earlier.update(words=words):
        return
    member.words = words
    if words == Words.DELETED:
        give_up(member)
        lose_alias(member)
    Leaving.objects.create(membership=member, words=words)
    due.wake(Leaving)


def lose_alias(member: Membership) -> None:
    """Have a name that tells nobody who it was."""
    member.take_alias(former_alias(member))
    member.save(update_fields=["alias", "alias_key", "alias_skeleton"])


@due.performs(Leaving, lease=LEASE)
def settle(leaving: Leaving) -> datetime | None:
    """One batch of each app that has something to do; again at once until none has."""
    done = [settler(leaving) for settler in settlers]
    return None if all(done) else clock.now()


def settle_lines(leaving: Leaving) -> bool:
    """Lines to the owner are words too."""
    lines = Line.objects.filter(author=leaving.membership, written_at__lte=leaving.until)
    if leaving.words == Words.DELETED:
        lines.delete()
    elif leaving.words == Words.FORMER:
        lines.update(author=None)
    return True


def settle_apart(leaving: Leaving) -> bool:
    """Whom they kept away from; and, where the alias goes, who kept away from them."""
    person = leaving.membership
    mine = Q(by=person)
    if leaving.words != Words.ALIAS:
        mine |= Q(person=person)
    for rows in (Mute, Block):
        rows.objects.filter(mine, since__lte=leaving.until).delete()
    return True


def settle_notices(leaving: Leaving) -> bool:
    """What waited for them, read or not."""
    forget_notices(user_id=leaving.membership.user_id, up_to=leaving.until)
    return True


def settle_aliases(leaving: Leaving) -> bool:
    """Aliases they had before stay reserved; whose they were is known no more."""
    if leaving.words != Words.ALIAS:
        FormerAlias.objects.filter(bearer=leaving.membership).update(bearer=None)
    return True


settlers += [settle_lines, settle_apart, settle_notices, settle_aliases]
