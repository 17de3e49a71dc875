"""Taking another alias. It stands everywhere at once: stored words hold people as ids."""

from datetime import timedelta

from django.db import IntegrityError, transaction

from communities import renaming
from communities.models import FormerAlias, Membership
from communities.permissions import P
from core import clock, text
from core.permissions import require
from core.tenancy import across_communities

PER_DAY = 3
# `former-<id>` is for who deleted their words: taken by another, it would keep them from it.
NOBODYS = text.alias_skeleton("former-")


class AliasTaken(Exception):
    """Somebody here has, or lately had, this alias or one that looks the same."""


class TooManyChanges(Exception):
    """The alias was changed `PER_DAY` times within a day."""


def change_alias(*, actor: Membership, alias: str) -> None:
    """Be called `alias` from now on, also on what was written before.

    The one given up stays reserved (`FormerAlias`). Whoever still types it mentions nobody: a link
    to the new one would tell everybody who that is. Raises `AliasTaken`, `TooManyChanges`.
    """
    require(actor, P.CHANGE_ALIAS, actor)
    if alias == actor.alias:
        return
    try:
        with transaction.atomic():
            # Locked, so that of two changes at once the second gives up what the first took.
            place = Membership.objects.select_for_update().get(pk=actor.pk)
            refuse_more(place)
            take_another(place, alias)
            place.save(update_fields=["alias", "alias_key", "alias_skeleton"])
            refuse_reserved(place)
            for tell in renaming.listeners:
                tell(place)
    except IntegrityError as error:
        raise AliasTaken from error
    actor.take_alias(alias)


def refuse_more(place: Membership) -> None:
    since = clock.now() - timedelta(days=1)
    if FormerAlias.objects.filter(bearer=place, given_up_at__gt=since).count() >= PER_DAY:
        raise TooManyChanges


def take_another(place: Membership, alias: str) -> None:
    """Set `alias`, not saved yet; one that others have seen is given up for it."""
    if place.joined_at and place.alias != alias:
        give_up(place)
    place.take_alias(alias)


def forget_unreserved() -> int:
    """Delete, in all communities, aliases that are reserved no more; returns how many."""
    with across_communities("given-up aliases of all communities"):
        forgotten, _ = FormerAlias.objects.unreserved().delete()
    return forgotten


def give_up(place: Membership) -> None:
    """Reserve the present alias of `place`."""
    FormerAlias.objects.create(bearer=place, alias=place.alias, alias_skeleton=place.alias_skeleton)


def former_alias(place: Membership) -> str:
    """What who deleted their words is called from then on."""
    return f"former-{place.code}"


def refuse_reserved(place: Membership) -> None:
    """Raise `AliasTaken` where the alias of `place` is kept for somebody else.

    Asked after the alias was written, in the same transaction: whoever gives one up at this moment
    has either committed, and is seen here, or still holds it against the unique key.
    """
    own = place.alias == former_alias(place)
    if place.alias_skeleton.startswith(NOBODYS) and not own:
        raise AliasTaken
    same = FormerAlias.objects.reserved().filter(alias_skeleton=place.alias_skeleton)
    if same.exclude(bearer=place).exists():
        raise AliasTaken
