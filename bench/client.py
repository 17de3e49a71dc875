"""People who ask for pages over kept connections, one after another or at once."""

import http.client
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import Message
from typing import NamedTuple
from urllib.parse import urlencode

# Any 32 letters: the cookie and the header only have to agree.
CSRF = "b" * 32


class Answer(NamedTuple):
    """`seconds` passed until the last byte."""

    status: int
    headers: Message
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Ask:
    """A request. `fields` makes the form of a POST anew for each time."""

    path: str
    fields: Callable[[], dict[str, str]] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    expects: int = 200


class Person:
    """Signed in by `session`; one connection, opened when used."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection("localhost", port, timeout=60)
        self.headers = {
            "Cookie": f"session={session}; csrftoken={CSRF}",
            "Accept-Language": "ru",
        }

    def ask(self, ask: Ask) -> Answer:
        """Raises `RuntimeError` for another status than expected."""
        before = time.perf_counter()
        if ask.fields is None:
            self.connection.request("GET", ask.path, headers=self.headers | ask.headers)
        else:
            posted = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-CSRFToken": CSRF,
            }
            body = urlencode(ask.fields())
            self.connection.request("POST", ask.path, body, self.headers | posted | ask.headers)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - before
        if response.status != ask.expects:
            raise RuntimeError(f"{ask.path} answered {response.status}, not {ask.expects}")
        return Answer(response.status, response.headers, content, seconds)


def together(people: Sequence[Person], ask: Ask, requests: int) -> list[Answer]:
    """`requests` answers in all, asked for by everybody at once, each one after another."""
    each = max(1, requests // len(people))

    def repeat(person: Person) -> list[Answer]:
        # The server closes connections that were quiet for five seconds.
        person.connection.close()
        return [person.ask(ask) for _ in range(each)]

    if len(people) == 1:
        return repeat(people[0])
    with ThreadPoolExecutor(len(people)) as pool:
        return [answer for answers in pool.map(repeat, people) for answer in answers]
