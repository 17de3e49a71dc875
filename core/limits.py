"""How much one person may send in an hour: against floods, far above what people do."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from core import clock

HOUR = timedelta(hours=1)


class LimitReached(Exception):
    """This person has sent `most` of the kind `name` within an hour, and may again at `until`.

    Without `until` it is too much for any hour: what was sent has to be less.
    """

    def __init__(self, name: str, most: int, until: datetime | None) -> None:
        super().__init__(name)
        self.name = name
        self.most = most
        self.until = until

    @property
    def sentence(self) -> str:
        """For the page, in the reader's language and zone."""
        if self.until is None:
            return said_of_too_much(self.name) % {"most": self.most}
        return said_of_now(self.name) % {"most": self.most, "time": whole_minute(self.until)}


def hour_ago() -> datetime:
    return clock.now() - HOUR


def hold(name: str, sent: Any, *, more: int = 1) -> None:
    """Raise `LimitReached` when `more` of the kind `name` would be too many within an hour.

    `sent` yields when this person sent each before, since `hour_ago()` and newest first: a query,
    of which one row is read. Two requests at the same instant may both pass; a limit is no lock.
    """
    most: int = settings.LIMITS[name]
    if more > most:
        raise LimitReached(name, most, None)
    in_the_way: list[datetime] = list(sent[most - more : most - more + 1])
    if in_the_way:
        raise LimitReached(name, most, in_the_way[0] + HOUR)


def whole_minute(at: datetime) -> str:
    """The first whole minute after `at`, by the reader's clock."""
    return f"{timezone.localtime(at) + timedelta(minutes=1):%H:%M}"


def said_of_now(name: str) -> str:
    return {
        "posts": gettext(
            "Up to %(most)d posts can be published within an hour. You can go on at %(time)s; "
            "your text stays here."
        ),
        "comments": gettext(
            "Up to %(most)d answers can be sent within an hour. You can go on at %(time)s; "
            "your text stays here."
        ),
        "mentions": gettext(
            "Up to %(most)d people can be mentioned within an hour. You can go on at %(time)s, "
            "or send the text now with fewer mentions; it stays here."
        ),
        "invitations": gettext(
            "Up to %(most)d invitations can be made within an hour. You can go on at %(time)s; "
            "what you filled in stays here."
        ),
    }[name]


def said_of_too_much(name: str) -> str:
    return {
        "mentions": gettext(
            "One text can mention up to %(most)d people. Please send it with fewer mentions; "
            "it stays here."
        ),
        "invitations": gettext(
            "Up to %(most)d invitations can be made within an hour. Please send a part of them "
            "now; what you filled in stays here."
        ),
    }[name]
