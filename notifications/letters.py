"""The letter that something waits: without content, not at night, not if read meanwhile."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from accounts.models import User
from core import clock, due
from notifications import mail
from notifications.models import BellMail
from notifications.queries import unread_count

QUIET_FROM, QUIET_TO = time(22), time(8)


def wait_until(user: User, now: datetime) -> datetime | None:
    """The end of this person's quiet hours when `now` is within them, else `None`."""
    local = now.astimezone(user.zone)
    if QUIET_TO <= local.time() < QUIET_FROM:
        return None
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_TO, user.zone)


@due.performs(BellMail, at_most_once=True)
def send_bell_mail(letter: BellMail) -> datetime | None:
    """Write that something waits; returns when to try again in quiet hours."""
    user = letter.user
    later = wait_until(user, clock.now())
    if later:
        return later
    if user.is_active and unread_count(user.pk):
        write(user, letter)
    return None


def write(user: User, letter: BellMail) -> None:
    with translation.override(user.language):
        text = render_to_string("notifications/bell_mail.txt", {"site_url": settings.SITE_URL})
        subject = gettext("There is something new for you")
    mail.send(user=user, subject=subject, text=text, message_id=f"bell-{letter.code}")
