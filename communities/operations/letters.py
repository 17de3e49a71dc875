"""Letters about the community itself: plain, neutral, sent at least once."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from communities.models import Letter, Membership
from core import clock, due
from notifications import mail
from notifications.letters import wait_until

# Which page says what a letter does not.
PAGES = {
    Letter.Kind.PARTING: "communities:parting",
    Letter.Kind.CLOSING: "communities:closing",
    Letter.Kind.STAYS: "communities:me",
    Letter.Kind.APPLICATION: "communities:application",
}


def write_to(people: Iterable[int], kind: str, about: int) -> None:
    """A letter to each membership of `people`, inside the caller's transaction."""
    rows = [Letter(membership_id=pk, kind=kind, about=about) for pk in people]
    Letter.objects.bulk_create(rows, ignore_conflicts=True)
    due.wake(Letter)


@due.performs(Letter, tries=due.LETTER_TRIES)
def send_letter(letter: Letter) -> datetime | None:
    """Send it by day; returns when to try again in the person's quiet hours."""
    member = Membership.objects.select_related("community", "user").get(pk=letter.membership_id)
    user = member.user
    if user is None or not user.is_active:
        return None
    later = wait_until(user, clock.now())
    if later:
        return later
    path = reverse(PAGES[Letter.Kind(letter.kind)], args=[member.community.slug])
    with translation.override(user.language):
        text = render_to_string("communities/letter.txt", {"url": settings.SITE_URL + path})
        subject = _("There is something new for you")
    mail.send(user=user, subject=subject, text=text.strip() + "\n", message_id=letter.message_id)
    return None
