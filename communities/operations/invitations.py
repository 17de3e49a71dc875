"""Links that let people ask to come in, and letters to one address."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts import mailbox
from communities.models import Community, Invitation, InvitationLetter, Membership
from communities.operations.audit import record
from communities.operations.limits import hold_invitations
from communities.permissions import P
from core import clock, due
from core.permissions import require
from core.tenancy import across_communities
from notifications import mail

# A second click within this time writes no second letter.
PAUSE = timedelta(minutes=10)
LETTER_DAYS = 30
AT_ONCE = 1000


def invite(*, actor: Membership, uses_allowed: int = 50, days: int = 30) -> Invitation:
    """A link good for `uses_allowed` people during `days`. Raises `LimitReached`."""
    require(actor, P.INVITE)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            created_by=actor,
            uses_allowed=uses_allowed,
            expires_at=clock.now() + timedelta(days=days),
        )
        hold_invitations(actor, [invitation])
        record(actor=actor, action="invite", target=invitation)
    return invitation


def invite_address(*, actor: Membership, address: str) -> Invitation:
    """A letter with an invitation that opens to the bearer of `address` alone.

    An address that has one already keeps it; see `send_again`. `address` was checked by
    `accounts.mailbox.is_address`. Raises `LimitReached`.
    """
    require(actor, P.INVITE)
    address_key = mailbox.key(address)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(**bound(actor, address, address_key))
            hold_invitations(actor, [invitation])
            write_letters([invitation])
            record(actor=actor, action="invite_address", target=invitation)
    except IntegrityError:
        return Invitation.objects.unanswered().get(address_key=address_key)
    return invitation


def bound(actor: Membership, address: str, address_key: str) -> dict[str, object]:
    """The fields of an invitation to one address."""
    now = clock.now()
    return {
        "created_by": actor,
        "address": address.strip(),
        "address_key": address_key,
        "uses_allowed": 1,
        "expires_at": now + timedelta(days=LETTER_DAYS),
        "letter_at": now,
    }


def write_letters(invitations: list[Invitation]) -> None:
    """Letters that leave after the commit, inside the caller's transaction."""
    InvitationLetter.objects.bulk_create(
        [InvitationLetter(invitation=each) for each in invitations], ignore_conflicts=True
    )
    due.wake(InvitationLetter)


def send_again(*, actor: Membership, invitation: Invitation) -> bool:
    """The letter once more, good for another `LETTER_DAYS`; `False` where one has just gone."""
    require(actor, P.INVITE, invitation)
    now = clock.now()
    rested = Q(letter_at=None) | Q(letter_at__lte=now - PAUSE)
    with transaction.atomic():
        asked = Invitation.objects.unanswered().filter(rested, pk=invitation.pk)
        if not asked.update(letter_at=now, expires_at=now + timedelta(days=LETTER_DAYS)):
            return False
        write_letters([invitation])
        record(actor=actor, action="send_invitation_again", target=invitation)
    return True


def revoke_invitation(*, actor: Membership, invitation: Invitation) -> None:
    require(actor, P.INVITE, invitation)
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=clock.now())
        record(actor=actor, action="revoke_invitation", target=invitation)


def forget_addresses() -> int:
    """Delete, in all communities, invitations of people who never came; returns how many.

    The whole row goes with its address: without one it would read as a link for anybody.
    """
    with across_communities("invitations of all communities that are long over"):
        ids = list(Invitation.objects.long_over().values_list("pk", flat=True)[:AT_ONCE])
        # Asked again in the statement: a letter may have been sent once more meanwhile.
        Invitation.objects.long_over().filter(pk__in=ids).delete()
    return len(ids)


@due.performs(InvitationLetter, tries=due.LETTER_TRIES)
def send_invitation(letter: InvitationLetter) -> datetime | None:
    """Send while the invitation is good; in the community's language, naming nothing of it."""
    invitation = Invitation.objects.select_related("community").get(pk=letter.invitation_id)
    if not invitation.is_usable:
        return None
    community = invitation.community
    with translation.override(community.language), timezone.override(community.zone):
        mail.send_to(
            address=invitation.address,
            subject=gettext("An invitation for you"),
            text=invitation_text(community, invitation),
            message_id=letter.message_id,
        )
    return None


def invitation_text(community: Community, invitation: Invitation) -> str:
    path = reverse("join", args=[community.slug, invitation.token])
    shown = {"url": settings.SITE_URL + path, "until": invitation.expires_at}
    return render_to_string("communities/letters/invitation.txt", shown).strip() + "\n"
