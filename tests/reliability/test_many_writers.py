"""SQLite under many writers: nobody is told "locked", and nothing is lost."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from uuid import uuid4

from core import ids
from tests.reliability.house import OWNER, House, address
from tests.reliability.machine import Machine, is_long
from tests.reliability.people import SLUG, Person

WRITERS = [OWNER, *(address(number) for number in (2, 3, 4, 5, 6, 7, 9))]
SECONDS = 600 if is_long() else 30


@dataclass
class Member:
    """Posts, answers and reads in turn, without a pause."""

    person: Person
    talk: str
    posts: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def go_on(self, give_up: float) -> None:
        while time.monotonic() < give_up:
            random.choice([self.post, self.answer, self.read])()

    def post(self) -> None:
        word = f"post{uuid4().hex}"
        answer = self.person.publish(f"{word} #busy @FieldMouse", **{"HX-Request": "true"})
        self.note(answer.status, answer.text, self.posts, word)

    def answer(self) -> None:
        word = f"answer{uuid4().hex}"
        form = {"body": word, "submission": str(uuid4())}
        answer = self.person.post(f"{self.talk}comments/", form, **{"HX-Request": "true"})
        self.note(answer.status, answer.text, self.answers, word)

    def read(self) -> None:
        path = random.choice([self.talk, f"/c/{SLUG}/feed/all/", f"/c/{SLUG}/notifications/"])
        answer = self.person.get(path)
        self.note(answer.status, answer.text, [], "")

    def note(self, status: int, text: str, done: list[str], word: str) -> None:
        if status == 200:
            done.append(word)
        else:
            self.wrong.append(f"{status} {text[:300]}")


def test_eight_write_at_once(machine: Machine, figures: list[str]) -> None:
    house = House(machine.rows)
    people = machine.sign_in(*WRITERS)
    assert people[0].publish("Let us talk").status == 302
    talk = house.newest_post()
    members = [Member(person, f"/c/{SLUG}/posts/{ids.encode(talk)}/") for person in people]
    give_up = time.monotonic() + SECONDS
    threads = [threading.Thread(target=member.go_on, args=[give_up]) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [wrong for member in members for wrong in member.wrong] == []
    assert "locked" not in (machine.folder / "server.log").read_text()
    posts = there(machine, "SELECT source FROM feeds_post WHERE substr(source, 1, 4) = 'post'")
    answers = there(
        machine,
        "SELECT source FROM feeds_comment WHERE substr(source, 1, 6) = 'answer'",
    )
    assert posts == Counter(word for member in members for word in member.posts)
    assert answers == Counter(word for member in members for word in member.answers)
    [(counted,)] = machine.rows("SELECT comment_count FROM feeds_post WHERE id = ?", talk)
    assert counted == answers.total() > SECONDS
    assert machine.keeps_its_promises()
    figures.append(
        f"8 writers, {SECONDS} s on SQLite: {posts.total()} posts and {answers.total()} answers"
        " beside reading, nothing locked, nothing lost"
    )


def there(machine: Machine, query: str) -> Counter[str]:
    return Counter(text.split()[0] for (text,) in machine.rows(query))
