"""Letters about access: plain text, neutral subjects, in the person's language and zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from billing.models import AccessLetter, Subscription
from communities.models import Membership
from core import clock, due
from notifications import mail

Kind = AccessLetter.Kind


@due.performs(AccessLetter, tries=due.LETTER_TRIES)
def send_letter(letter: AccessLetter) -> datetime | None:
    """Send if it is still true; at least once, always with the same Message-ID."""
    member = Membership.objects.select_related("community", "user").get(pk=letter.membership_id)
    if member.user is None or not still_true(letter, member):
        return None
    zone = ZoneInfo(member.user.time_zone)
    with translation.override(member.user.language), timezone.override(zone):
        mail.send(
            user=member.user,
            subject=subject_of(letter, member, zone),
            text=text_of(letter, member),
            message_id=letter.message_id,
        )
    return None


def still_true(letter: AccessLetter, member: Membership) -> bool:
    now = clock.now()
    if member.state != Membership.State.ACTIVE:
        return False
    if letter.kind == Kind.PAYMENT_FAILED:
        overdue = Subscription.objects.live().filter(membership=member, status="past_due")
        return now < member.read_until and overdue.filter(paid_until=letter.period).exists()
    if letter.kind == Kind.READING_ONLY:
        return member.full_until == letter.period and now < member.read_until
    return member.read_until == letter.period


def subject_of(letter: AccessLetter, member: Membership, zone: ZoneInfo) -> str:
    if letter.kind == Kind.CLOSED:
        return _("Your action is needed")
    until = member.full_until if letter.kind == Kind.PAYMENT_FAILED else member.read_until
    return _("Your action is needed by %(day)s") % {"day": day_of(until, zone)}


def day_of(instant: datetime, zone: ZoneInfo) -> str:
    """Day and month in words, in the active language."""
    return date_format(instant.astimezone(zone), "j E")


def text_of(letter: AccessLetter, member: Membership) -> str:
    path = reverse("billing:mine", args=[member.community.slug])
    context = {
        "full_until": member.full_until,
        "read_until": member.read_until,
        "reads_on": member.full_until < member.read_until,
        "url": settings.SITE_URL + path,
    }
    return render_to_string(f"billing/letters/{letter.kind}.txt", context).strip() + "\n"
