"""When people write: evenings, Sundays, bursts, a dip in summer, more as the community grows."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

WEEKDAYS = (1.1, 0.9, 0.9, 0.95, 0.8, 0.85, 1.5)
SUMMER = {6: 0.85, 7: 0.55, 8: 0.6}
# Of each hour of the day; somebody is always awake.
HOURS = (3, 2, 2, 1, 1, 2, 4, 7, 8, 7, 6, 6, 7, 6, 5, 5, 6, 8, 11, 14, 17, 18, 14, 7)
UNEVEN = 0.45
BURST_CHANCE, BURST = 0.02, 3.0
FIRST_DAYS = 0.12


def days(chance: random.Random, first: date, last: date, posts: int) -> Iterator[tuple[date, int]]:
    """Each day from `first` to `last` with how many posts it has, `posts` in all."""
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    weights = [weight(chance, day, n / len(dates)) for n, day in enumerate(dates)]
    whole = sum(weights)
    before = 0
    for day, reached in zip(dates, accumulate(weights), strict=True):
        upto = posts if day == last else int(posts * reached / whole)
        yield day, upto - before
        before = upto


def weight(chance: random.Random, day: date, grown: float) -> float:
    """How much of all is written on `day`; `grown` goes from 0 to 1 with the community."""
    usual = WEEKDAYS[day.weekday()] * SUMMER.get(day.month, 1.0) * (FIRST_DAYS + grown)
    uneven = chance.lognormvariate(0, UNEVEN)
    return usual * uneven * (BURST if chance.random() < BURST_CHANCE else 1.0)


def moments(chance: random.Random, day: date, number: int, zone: ZoneInfo) -> list[datetime]:
    """`number` instants of `day`, in order."""
    hours = chance.choices(range(24), HOURS, k=number)
    start = datetime.combine(day, time(), zone)
    seconds = (hour * 3600 + chance.random() * 3600 for hour in hours)
    return sorted(start + timedelta(seconds=each) for each in seconds)


def later(chance: random.Random, at: datetime) -> datetime:
    """When an answer comes: mostly within hours, now and then under an old post."""
    if chance.random() < 0.04:
        return at + timedelta(days=chance.uniform(20, 400))
    return at + timedelta(minutes=3 + chance.expovariate(1 / 240))
