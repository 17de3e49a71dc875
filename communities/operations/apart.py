"""Keeping apart from somebody, and taking it back. Nobody is told."""

from communities.models import Block, Membership, Mute
from communities.permissions import P
from communities.queries.apart import forget_apart
from core.permissions import require


def mute(*, actor: Membership, person: Membership) -> None:
    """See no more of what `person` writes in streams, under posts and among notices."""
    require(actor, P.KEEP_APART, person)
    Mute.objects.get_or_create(by=actor, person=person)
    forget_apart(actor)


def unmute(*, actor: Membership, person: Membership) -> None:
    """Also open to somebody who has become staff since."""
    require(actor, P.TAKE_BACK, person)
    Mute.objects.filter(by=actor, person=person).delete()
    forget_apart(actor)


def block(*, actor: Membership, person: Membership) -> None:
    """Mute `person` and let nothing of theirs reach `actor`: docs/adr/0007-apart.md."""
    require(actor, P.KEEP_APART, person)
    Block.objects.get_or_create(by=actor, person=person)
    forget_apart(actor)


def unblock(*, actor: Membership, person: Membership) -> None:
    require(actor, P.TAKE_BACK, person)
    Block.objects.filter(by=actor, person=person).delete()
    forget_apart(actor)
