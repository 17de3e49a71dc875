"""Deleting one's account: leaving everywhere, each place with its own choice, in one go."""

from collections.abc import Mapping

from django.db import transaction

from accounts import erasing, mailbox
from accounts.models import User
from communities.models import Application, FormerAlias, Invitation, Membership, Parting
from communities.operations.applications import erase
from communities.operations.leaving import end, lose_alias, part_from_words
from communities.queries import all_places, living_communities_of
from core.tenancy import across_communities, community_scope


class OwnsCommunity(Exception):
    """A community is handed over or closed first."""


def delete_account(*, user: User, words: Mapping[int, str]) -> None:
    """Leave every place and have the account erased. `words`: what becomes of them, by place.

    Raises `OwnsCommunity`, and then nothing has changed.
    """
    with transaction.atomic():
        if living_communities_of(user):
            raise OwnsCommunity
        for place in all_places(user):
            with community_scope(place.community_id):
                settle_place(place, words.get(place.pk, Membership.Words.ALIAS))
        erasing.begin(user=user)


def settle_place(place: Membership, words: str) -> None:
    """Also for a place left long ago."""
    end(place, Membership.State.LEFT)
    part_from_words(place, words)


def forget_addresses(user: User) -> None:
    """Invitations that were sent to them; without its address one would be open to anybody."""
    with across_communities("an account is erased in all its communities"):
        Invitation.objects.filter(address_key__in=mailbox.proven_by(user)).delete()


def forget_places(user: User) -> None:
    """What staff wrote to them, what they answered, and names that lead back to them."""
    for place in all_places(user):
        with community_scope(place.community_id), transaction.atomic():
            Parting.objects.filter(membership=place).update(words="", turn_to="")
            erase(Application.objects.filter(membership=place, erased_at=None))
            FormerAlias.objects.filter(bearer=place).update(bearer=None)
            if place.words == Membership.Words.FORMER:
                lose_alias(place)


erasing.steps += [forget_addresses, forget_places]
