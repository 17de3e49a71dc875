"""Times as people say them, on a clock of 24 hours.

Days, not minutes ago: a sentence that stays true while the page lies open for an hour.
"""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, override

from core import clock

register = template.Library()

DAYS_CALLED_BY_WEEKDAY = 6
# The same few posts are shown to everybody, so a handful of sentences is asked for again and again.
REMEMBERED = 4096


def said(at: datetime, *, now: datetime, zone: tzinfo, language: str) -> str:
    """«вчера в 21:40»: the instant `at` as somebody in `zone` would say it at `now`."""
    return _said(at, now.astimezone(zone).date(), zone, language)


@lru_cache(maxsize=REMEMBERED)
def _said(at: datetime, today: date, zone: tzinfo, language: str) -> str:
    there = at.astimezone(zone)
    with override(language):
        return _day(there, today) % {"time": f"{there:%H:%M}", "date": _date(there, today)}


def _day(there: datetime, today: date) -> str:
    days_ago = (today - there.date()).days
    near = {
        0: gettext("today at %(time)s"),
        1: gettext("yesterday at %(time)s"),
        -1: gettext("tomorrow at %(time)s"),
    }
    if days_ago in near:
        return near[days_ago]
    if 0 < days_ago <= DAYS_CALLED_BY_WEEKDAY:
        return _weekdays()[there.weekday()]
    return gettext("%(date)s at %(time)s")


def _weekdays() -> list[str]:
    return [
        gettext("on Monday at %(time)s"),
        gettext("on Tuesday at %(time)s"),
        gettext("on Wednesday at %(time)s"),
        gettext("on Thursday at %(time)s"),
        gettext("on Friday at %(time)s"),
        gettext("on Saturday at %(time)s"),
        gettext("on Sunday at %(time)s"),
    ]


def _date(there: datetime, today: date) -> str:
    return date_format(there, "j E" if there.year == today.year else "j E Y")


def exact(at: datetime, *, zone: tzinfo, language: str) -> str:
    """The full date and time in `zone`."""
    there = at.astimezone(zone)
    with override(language):
        return date_format(there, "j E Y, H:i")


@lru_cache(maxsize=REMEMBERED)
def _element(at: datetime, today: date, zone: tzinfo, language: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}",
        exact(at, zone=zone, language=language),
        _said(at, today, zone, language),
    )


@register.filter(name="said")
def said_here(at: datetime) -> str:
    """`said` now, in the reader's zone and language."""
    zone = timezone.get_current_timezone()
    return said(at, now=clock.now(), zone=zone, language=get_language() or "en")


@register.filter
def when(at: datetime) -> SafeString:
    """`<time>` with what people say inside and the exact time on hover."""
    zone = timezone.get_current_timezone()
    today = clock.now().astimezone(zone).date()
    return _element(at, today, zone, get_language() or "en")
