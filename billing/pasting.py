"""A pasted list of people to invite: what each line says, and what will become of it.

One line: `address; paid until; plan; subgroup`, the last three optional, apart by `;`, tab or `,`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts import mailbox
from billing.models import Plan
from communities.models import Community, Invitation, Membership
from core import clock, text
from subgroups.models import Subgroup

MOST = 500
FURTHEST = timedelta(days=366 * 5)
SEPARATORS = (";", "\t", ",")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")
PARTS = 4
# What spreadsheets and chats leave at the edges of a word.
INVISIBLE = re.compile("[\ufeff\u200b-\u200f\u2060]")
IN_BRACKETS = re.compile(r"<([^<>]+)>\s*$")


class Verdict(TextChoices):
    """What becomes of a line. Only `INVITE` sends a letter."""

    INVITE = "invite", _("will be invited")
    HERE = "here", _("already here")
    INVITED = "invited", _("already has an invitation that waits")
    PARTED = "parted", _("you parted with them: allow coming back first")
    DOUBLE = "double", _("stands above already")
    NO_ADDRESS = "no_address", _("not an e-mail address")
    TOO_MANY_PARTS = "parts", _("more than four parts")
    NO_DATE = "no_date", _("the date is not understood: write 2027-01-31 or 31.01.2027")
    NOT_AHEAD = "not_ahead", _("the date is not ahead, or further than five years")
    NO_PLAN = "no_plan", _("there is no such plan")
    NO_SUBGROUP = "no_subgroup", _("there is no such subgroup")
    BEYOND = "beyond", _("beyond the 500 lines of one time: send it with the next")


@dataclass(frozen=True)
class Line:
    """One line that was not empty, by its `number`, and what it says."""

    number: int
    written: str
    verdict: str = Verdict.INVITE
    address: str = ""
    paid_until: date | None = None
    plan: Plan | None = None
    subgroup: Subgroup | None = None

    @property
    def key(self) -> str:
        return mailbox.key(self.address)

    @property
    def goes(self) -> bool:
        return self.verdict == Verdict.INVITE

    @property
    def answer(self) -> str:
        return str(Verdict(self.verdict).label)


@dataclass(frozen=True)
class Usual:
    """What holds for lines that do not say it themselves."""

    paid_until: date | None = None
    plan: Plan | None = None
    subgroup: Subgroup | None = None


class Misread(Exception):
    """A part of a line that is not understood; carries the verdict."""


def read_list(pasted: str, usual: Usual, community: Community) -> list[Line]:
    """Every line with its verdict. Four queries, however many lines."""
    reader = Reader(usual, community)
    rows = enumerate(INVISIBLE.sub("", pasted).splitlines(), start=1)
    written = [(number, row.strip()) for number, row in rows if row.strip()]
    lines = [reader.read(number, row) for number, row in written[:MOST]]
    beyond = [Line(number, row, Verdict.BEYOND) for number, row in written[MOST:]]
    return [*answered(lines), *beyond]


class Reader:
    """Knows the names of plans and subgroups, and what day it is in the community."""

    def __init__(self, usual: Usual, community: Community) -> None:
        self.usual = usual
        self.today = clock.now().astimezone(community.zone).date()
        self.plans = {text.key(plan.name): plan for plan in Plan.objects.live()}
        self.subgroups: dict[str, Subgroup] = {}
        for subgroup in Subgroup.objects.standing().filter(for_staff=False):
            self.subgroups |= {subgroup.tag_key: subgroup, subgroup.name_key: subgroup}

    def read(self, number: int, row: str) -> Line:
        parts = parts_of(row)
        line = Line(number, row, address=address_of(parts[0]))
        try:
            day, plan, subgroup = more(line, parts)
            return replace(
                line,
                paid_until=self.day(day) if day else self.usual.paid_until,
                plan=named(plan, self.plans, Verdict.NO_PLAN) or self.usual.plan,
                subgroup=named(subgroup.lstrip("#"), self.subgroups, Verdict.NO_SUBGROUP)
                or self.usual.subgroup,
            )
        except Misread as fault:
            return replace(line, verdict=fault.args[0])

    def day(self, written: str) -> date:
        day = parsed(written)
        if not self.today < day < self.today + FURTHEST:
            raise Misread(Verdict.NOT_AHEAD)
        return day


def more(line: Line, parts: list[str]) -> tuple[str, str, str]:
    """What stands after the address. Raises `Misread`."""
    if len(parts) > PARTS:
        raise Misread(Verdict.TOO_MANY_PARTS)
    if not mailbox.is_address(line.address):
        raise Misread(Verdict.NO_ADDRESS)
    day, plan, subgroup = (*parts[1:], "", "", "")[: PARTS - 1]
    return day, plan, subgroup


def parts_of(row: str) -> list[str]:
    """The parts without quotation marks; empty ones at the end do not count."""
    separator = next((each for each in SEPARATORS if each in row), None)
    parts = [part.strip().strip("\"'").strip() for part in row.split(separator or "\0")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def address_of(part: str) -> str:
    """`Anna <anna@example.org>` is `anna@example.org`."""
    bracketed = IN_BRACKETS.search(part)
    return (bracketed[1] if bracketed else part).strip().removeprefix("mailto:")


def parsed(written: str) -> date:
    for form in DATES:
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Misread(Verdict.NO_DATE)


def named(written: str, known: Mapping[str, Any], fault: str) -> Any:
    """What is called so, `None` where nothing is written."""
    if not written:
        return None
    if text.key(written) not in known:
        raise Misread(fault)
    return known[text.key(written)]


def answered(lines: list[Line]) -> Iterator[Line]:
    """The lines again: who is here, parted with, invited, or stands above already."""
    keys = {line.key for line in lines if line.goes}
    known = standing_of(keys)
    met: set[str] = set()
    for line in lines:
        if not line.goes:
            yield line
            continue
        verdict = Verdict.DOUBLE if line.key in met else known.get(line.key, Verdict.INVITE)
        met.add(line.key)
        yield replace(line, verdict=verdict)


def standing_of(keys: set[str]) -> dict[str, Verdict]:
    """What is known here of these addresses. A newcomer who has not come in yet is not told of."""
    known = dict.fromkeys(invited(keys), Verdict.INVITED)
    spellings = {spelling for key in keys for spelling in mailbox.written(key)}
    state = Membership.State
    verdicts = {state.ACTIVE: Verdict.HERE, state.REMOVED: Verdict.PARTED}
    people = Membership.objects.filter(
        state__in=verdicts,
        user__emailaddress__email__in=spellings,
        user__emailaddress__verified=True,
    )
    for address, now in people.values_list("user__emailaddress__email", "state"):
        known[mailbox.key(address)] = verdicts[state(now)]
    return known


def invited(keys: set[str]) -> Any:
    rows = Invitation.objects.unanswered().filter(address_key__in=keys)
    return rows.values_list("address_key", flat=True)
