"""When the curators of a subgroup read, so that it can be said when a post will be read."""

from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from django.utils.translation import gettext, pgettext

NIGHT = time(23), time(7)
WEEKDAYS, WEEKEND, WEEK = "01234", "56", "0123456"


class Hours(NamedTuple):
    """Days of the week as digits, Monday is 0; both times are the community's clock."""

    days: str
    start: time
    end: time

    def hold(self, at: datetime) -> bool:
        """Whether `at`, on the community's clock, is inside."""
        return str(at.weekday()) in self.days and self.start <= at.time() < self.end


def next_reading(hours: Hours, now: datetime, zone: tzinfo) -> datetime | None:
    """The instant when curators begin to read next; `None` while they read."""
    here = now.astimezone(zone)
    if hours.hold(here):
        return None
    dates = [here.date() + timedelta(days=n) for n in range(8)]
    starts = [
        datetime.combine(d, hours.start, zone) for d in dates if str(d.weekday()) in hours.days
    ]
    return next(start for start in starts if start > here)


def is_night(now: datetime, zone: tzinfo) -> bool:
    start, end = NIGHT
    here = now.astimezone(zone).time()
    return here >= start or here < end


def days_in_words(days: str) -> str:
    """«по будням», or the days one by one."""
    whole = {
        WEEK: gettext("every day"),
        WEEKDAYS: gettext("on weekdays"),
        WEEKEND: gettext("at weekends"),
    }
    names = short_days()
    return whole.get(days) or ", ".join(names[int(day)] for day in days)


def short_days() -> list[str]:
    return [
        pgettext("day, short", "Mon"),
        pgettext("day, short", "Tue"),
        pgettext("day, short", "Wed"),
        pgettext("day, short", "Thu"),
        pgettext("day, short", "Fri"),
        pgettext("day, short", "Sat"),
        pgettext("day, short", "Sun"),
    ]
