"""People at their browsers, without one: pages, posts, an open socket."""

import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID, uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

# Any 32 letters: the cookie and the header only have to agree.
CSRF = "b" * 32
FORM = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}
SLUG = "lantern"


class Answer(NamedTuple):
    """`seconds` passed until the last byte."""

    status: int
    headers: Any
    text: str
    seconds: float


class Person:
    """Signed in by a session at the server on `port`; at `elsewhere` the same session is used."""

    def __init__(self, port: int, session: str) -> None:
        self.port = port
        self.session = session

    def elsewhere(self, port: int) -> "Person":
        return Person(port, self.session)

    @property
    def cookie(self) -> str:
        return f"session={self.session}; csrftoken={CSRF}"

    def get(self, path: str, **headers: str) -> Answer:
        """Raises `OSError` or `HTTPException` where the server is not there, or no more."""
        return self.ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, Any], **headers: str) -> Answer:
        return self.ask("POST", path, urlencode(fields, doseq=True), FORM | headers)

    def ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        before = time.perf_counter()
        with closing(http.client.HTTPConnection("localhost", self.port, timeout=60)) as web:
            own = {"Cookie": self.cookie, "Accept-Language": "en", "Connection": "close"}
            web.request(method, path, body, own | headers)
            answer = web.getresponse()
            text = answer.read().decode()
            return Answer(answer.status, answer.headers, text, time.perf_counter() - before)

    def publish(
        self, body: str, submission: UUID | None = None, place: str = "common", **headers: str
    ) -> Answer:
        """Send the composer; in `place`, a subgroup's code or `common`."""
        fields = {"body": body, "submission": str(submission or uuid4()), "place": place}
        return self.post(f"/c/{SLUG}/posts/", fields, **headers)

    @contextmanager
    def tab(self, **how: Any) -> Iterator["Tab"]:
        """An open page's socket. Raises `InvalidStatus` where it is refused."""
        options = {"origin": f"http://localhost:{self.port}", "open_timeout": 20} | how
        address = f"ws://localhost:{self.port}/c/{SLUG}/live/"
        with connect(address, additional_headers={"Cookie": self.cookie}, **options) as socket:
            yield Tab(socket)


class Tab:
    """What an open page hears."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def say(self, word: str, topic: str, key: object) -> None:
        self.socket.send(json.dumps({word: [topic, str(key)]}))

    def joins(self, topic: str, key: object, seconds: float = 3) -> bool:
        """Whether the server lets this page listen; frames that come first are passed over."""
        self.say("join", topic, key)
        return self.heard(lambda said: said.get("joined") == [topic, str(key)], seconds)

    def hears(self, word: str, seconds: float = 10) -> bool:
        """Whether a frame with `word` in it comes within `seconds`."""
        return self.heard(lambda said: word in json.dumps(said, ensure_ascii=False), seconds)

    def heard(self, wanted: Any, seconds: float) -> bool:
        give_up = time.monotonic() + seconds
        while (left := give_up - time.monotonic()) > 0:
            try:
                if wanted(json.loads(self.socket.recv(left))):
                    return True
            except TimeoutError:
                break
        return False

    def closes_within(self, seconds: float) -> int:
        """The code it is closed with; 0 where it stays."""
        try:
            self.heard(lambda said: False, seconds)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 1006
        return 0


def sign_in_at_demo(port: int, email: str) -> Person:
    """One click on the demo's front page."""
    person = Person(port, "")
    answer = person.post("/demo/sign-in/", {"email": email})
    assert answer.status == 302, answer.text
    cookies = "; ".join(answer.headers.get_all("Set-Cookie"))
    return Person(port, cookies.partition("session=")[2].partition(";")[0])
