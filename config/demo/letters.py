"""Every letter the demo has sent, as it would lie on a locked phone."""

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from config.demo.stories import language_of
from config.seeds import PERSONS

SHOWN = 40
# What Django's file backend puts after each message.
BORDER = b"\n" + b"-" * 79 + b"\n"


class Letter(NamedTuple):
    """One letter: what a locked screen shows of it, and the whole."""

    sender: str
    to: str
    who: str | Promise
    subject: str
    first: str
    text: str
    sent_at: datetime | None


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Those of the reader's community, and of whoever else signed in."""
    own = language_of(request)
    others = tuple(f".{each}@demo.example" for each in PERSONS if each != own)
    return render(request, "config/demo_letters.html", {"letters": filed(SHOWN, others)})


def filed(most: int, without: tuple[str, ...] = ()) -> list[Letter]:
    """The newest letters in the mail folder, newest first; `without` are ends of addresses."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=written, reverse=True) if folder.is_dir() else []
    found: list[Letter] = []
    for path in files:
        lying = [read(each) for each in path.read_bytes().split(BORDER) if each.strip()]
        found += [each for each in reversed(lying) if not each.to.endswith(without)]
        if len(found) >= most:
            break
    return found[:most]


def written(path: Path) -> int:
    return path.stat().st_mtime_ns


def read(content: bytes) -> Letter:
    """One message as it was filed."""
    message = message_from_bytes(content.lstrip(b"\n"), policy=policy.default)
    body = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    text = body.get_content().strip() if body else ""
    name, address = parseaddr(str(message["From"] or ""))
    to = parseaddr(str(message["To"] or ""))[1]
    date = message["Date"]
    return Letter(
        sender=name or address,
        to=to,
        who=known().get(to, ""),
        subject=str(message["Subject"] or ""),
        first=next((line.strip() for line in text.splitlines() if line.strip()), ""),
        text=text,
        sent_at=getattr(date, "datetime", None),
    )


def known() -> dict[str, str | Promise]:
    """Who of the demo's persons has which address."""
    return {person.email: person.who for people in PERSONS.values() for person in people}
