"""A deputy for illness: one specialist, until a day."""

from datetime import date, datetime, time

from django.db import transaction

from communities.models import Community, Membership
from communities.operations.audit import record
from communities.permissions import P
from core import live
from core.permissions import require
from notifications.operations import tell

LAST_MINUTE = time(23, 59)
KIND = "deputy"


def name_deputy(*, actor: Membership, member: Membership, until: date) -> None:
    """`member` stands in for the owner to the end of `until` in the community's zone.

    Whoever was named before is deputy no more.
    """
    require(actor, P.NAME_DEPUTY, member)
    end = datetime.combine(until, LAST_MINUTE, actor.community.zone)
    with transaction.atomic():
        # One at a time, so that two clicks name one.
        Community.objects.select_for_update().get(pk=actor.community_id)
        named = Membership.objects.exclude(pk=member.pk).exclude(stands_in_until=None)
        for former in named:
            end_deputy(actor, former)
        Membership.objects.filter(pk=member.pk).update(stands_in_until=end)
        member.stands_in_until = end
        deed = record(actor=actor, action="name_deputy", target=member, concerns=member)
        tell(users=[member.user_id], kind=KIND, target=deed.pk)
        live.access_changed(member.pk)


def release_deputy(*, actor: Membership, member: Membership) -> None:
    """The owner is back before the day."""
    require(actor, P.NAME_DEPUTY, member)
    with transaction.atomic():
        end_deputy(actor, member)


def end_deputy(actor: Membership, member: Membership) -> None:
    """Whoever stood in is told; a day that had passed already is no news."""
    stood_in = member.stands_in
    named = Membership.objects.filter(pk=member.pk).exclude(stands_in_until=None)
    if not named.update(stands_in_until=None):
        return
    deed = record(actor=actor, action="release_deputy", target=member, concerns=member)
    if stood_in:
        tell(users=[member.user_id], kind=KIND, target=deed.pk)
    live.access_changed(member.pk)
