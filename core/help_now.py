"""Crisis contacts by country, for the page that anybody may open at any time.

`data/crisis_contacts.json` says of each line where it comes from, on which page we read it and on
what day. Nobody is counted here, nothing is written, nothing is asked of another host.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

DATA = Path(__file__).parent / "data" / "crisis_contacts.json"


@dataclass(frozen=True)
class Words:
    """A text written in both languages; as a string, in the reader's."""

    en: str
    ru: str

    def __str__(self) -> str:
        return self.ru if get_language() == "ru" else self.en


@dataclass(frozen=True)
class Source:
    """Where a contact comes from: whose site, and the day we last compared it."""

    name: str
    address: str
    checked: date


@dataclass(frozen=True)
class Line:
    """A help line, reached by voice (`phone`), by message (`text`) or by both."""

    name: Words
    phone: str
    text: str
    hours: Words
    spoken: Words
    source: Source

    @property
    def call_link(self) -> str:
        return call_link(self.phone)

    @property
    def message_link(self) -> str:
        return f"sms:{_digits(self.text)}"


@dataclass(frozen=True)
class Country:
    """One country; `languages` and `zones` guess who is there."""

    code: str
    name: Words
    languages: tuple[str, ...]
    zones: tuple[str, ...]
    emergency: str
    emergency_source: Source
    lines: tuple[Line, ...]

    @property
    def emergency_link(self) -> str:
        return call_link(self.emergency)


@dataclass(frozen=True)
class Directory:
    """Where the lines of all other countries are found."""

    name: Words
    about: Words
    source: Source


@dataclass(frozen=True)
class Contacts:
    """The contacts in the order of one page: the reader's country first, where it is known."""

    here: Country | None
    elsewhere: tuple[Country, ...]
    directory: Directory


def contacts_for(request: HttpRequest) -> Contacts:
    """Contacts for this reader, whose country the time zone tells, or else the language."""
    here = _country_here(
        timezone.get_current_timezone_name(), request.headers.get("Accept-Language", "")
    )
    elsewhere = tuple(country for country in countries() if country != here)
    return Contacts(here, elsewhere, directory())


@cache
def countries() -> tuple[Country, ...]:
    return tuple(_country(entry) for entry in _data()["countries"])


@cache
def directory() -> Directory:
    entry = _data()["directory"]
    return Directory(Words(**entry["name"]), Words(**entry["about"]), _source(entry))


def call_link(phone: str) -> str:
    """The address that makes a phone dial."""
    return f"tel:{_digits(phone)}"


def _digits(phone: str) -> str:
    return re.sub(r"[^+\d]", "", phone)


def _country_here(zone: str, accepted: str) -> Country | None:
    for country in countries():
        if zone in country.zones:
            return country
    for tag in _tags(accepted):
        for country in countries():
            if tag == country.code or tag in country.languages:
                return country
    return None


def _tags(accepted: str) -> Iterator[str]:
    """Regions and languages of the header, best first: `de-AT, en` gives AT, de, en."""
    for name, _ in parse_accept_lang_header(accepted.lower()):
        language, _, region = name.partition("-")
        if region:
            yield region.upper()
        yield language


def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(DATA.read_text())
    return data


def _country(entry: dict[str, Any]) -> Country:
    return Country(
        code=entry["code"],
        name=Words(**entry["name"]),
        languages=tuple(entry["languages"]),
        zones=tuple(entry["zones"]),
        emergency=entry["emergency"]["phone"],
        emergency_source=_source(entry["emergency"]),
        lines=tuple(_line(line) for line in entry["lines"]),
    )


def _line(entry: dict[str, Any]) -> Line:
    return Line(
        name=Words(**entry["name"]),
        phone=entry.get("phone", ""),
        text=entry.get("text", ""),
        hours=Words(**entry["hours"]),
        spoken=Words(**entry["spoken"]),
        source=_source(entry),
    )


def _source(entry: dict[str, Any]) -> Source:
    return Source(**entry["source"], checked=date.fromisoformat(entry["checked"]))
