"""I6, I9: the power goes at any moment; nothing acknowledged is lost, nothing done twice."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from tests.reliability.machine import Machine, is_long, until
from tests.reliability.people import Person, sign_in_at_demo

CUTS = 40 if is_long() else 5
LETTER_CUTS = 10 if is_long() else 2
WRITERS = ("curator.en@demo.example", "member.en@demo.example", "owner.en@demo.example")
# The letters are written where it is noon, outside anybody's quiet hours.
NOON = 12


@dataclass
class Writer:
    """Publishes as fast as it can, and knows what was acknowledged and what was left open."""

    person: Person
    acknowledged: dict[UUID, str] = field(default_factory=dict)
    open: dict[UUID, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def write_until(self, ended: threading.Event) -> None:
        while not ended.is_set():
            submission = uuid4()
            self.send(submission, f"Written {submission} through the storm")

    def send(self, submission: UUID, text: str) -> None:
        self.open[submission] = text
        htmx = {"HX-Request": "true"} if submission.int % 2 else {}
        try:
            answer = self.person.publish(text, submission, **htmx)
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
            return
        if answer.status != (200 if htmx else 302):
            self.refused.append(f"{answer.status}: {answer.text[:200]}")
        else:
            self.acknowledged[submission] = self.open.pop(submission)

    def send_again(self) -> None:
        for submission, text in list(self.open.items()):
            self.send(submission, text)


def test_every_acknowledged_post_is_there_once(machine: Machine, figures: list[str]) -> None:
    writers = [Writer(sign_in_at_demo(machine.port, email)) for email in WRITERS]
    for _ in range(CUTS):
        with at_work(writers):
            time.sleep(random.uniform(0.3, 1.5))
            machine.lose_power()
        there = posts(machine)
        assert all(there[str(s)] == 1 for w in writers for s in w.acknowledged)
        machine.start()
        assert machine.keeps_its_promises()
        machine.wait()
        for writer in writers:
            writer.send_again()
    assert [writer.refused for writer in writers] == [[]] * len(writers)
    assert [writer.open for writer in writers] == [{}] * len(writers)
    there = posts(machine)
    sent = [str(submission) for writer in writers for submission in writer.acknowledged]
    assert len(sent) > CUTS * len(writers)
    assert {there[submission] for submission in sent} == {1}
    figures.append(f"{CUTS} power cuts: {len(sent)} posts acknowledged, each there once")


class at_work:  # noqa: N801 - a context, read as a phrase
    """All writers write, each in a thread, until the block ends."""

    def __init__(self, writers: list[Writer]) -> None:
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=w.write_until, args=[self.ended]) for w in writers]

    def __enter__(self) -> None:
        for thread in self.threads:
            thread.start()

    def __exit__(self, *error: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()


def posts(machine: Machine) -> Counter[str]:
    """How many posts carry each submission in their text."""
    rows = machine.rows("SELECT source FROM feeds_post WHERE source LIKE 'Written %'")
    return Counter(text.split()[1] for (text,) in rows)


def test_a_letter_goes_out_at_most_once(machine: Machine, figures: list[str]) -> None:
    curator = sign_in_at_demo(machine.port, WRITERS[0])
    people = machine.rows(
        "SELECT m.alias FROM communities_membership m"
        " JOIN communities_community c ON c.id = m.community_id"
        " JOIN accounts_user u ON u.id = m.user_id"
        # Those told of by hand: the crowd behind them is more than one may name at once.
        " WHERE c.slug = 'lantern' AND m.state = 'active'"
        " AND u.email LIKE '%.en@demo.example' AND u.email NOT LIKE 'reader%'"
    )
    everybody = " ".join(f"@{alias}" for (alias,) in people)
    for _ in range(LETTER_CUTS):
        assert curator.publish(f"Good morning {everybody}").status == 302
        before = len(letters(machine))
        machine.move_clock(seconds_to_noon(machine))
        until(lambda seen=before: len(letters(machine)) > seen, "no letter went out")
        machine.lose_power()
        machine.start()
        machine.wait()
        # Whoever was claimed by the dead process is free again after its lease.
        machine.move_clock(10 * 60)
        until(lambda: not waiting(machine), "letters still wait")
        time.sleep(1)
    written = Counter(letters(machine))
    assert set(written.values()) == {1}
    # Nobody gets one of their own post; of each cut at most the two letters under way are lost.
    expected = LETTER_CUTS * (len(people) - 1)
    assert expected - 2 * LETTER_CUTS <= len(written)
    figures.append(f"{LETTER_CUTS} power cuts while letters leave: {len(written)}, none twice")


def seconds_to_noon(machine: Machine) -> int:
    """From the clock of the machine to the next noon in London, the zone of all here."""
    [(offset,)] = machine.rows("SELECT coalesce(max(seconds), 0) FROM core_clockoffset")
    now = datetime.now(UTC) + timedelta(seconds=offset)
    noon = now.replace(hour=NOON, minute=0, second=0)
    return int((noon - now).total_seconds()) % 86_400 + 86_400


def letters(machine: Machine) -> list[str]:
    """The id of each letter of the bell that left."""
    found = []
    for path in (machine.folder / "mail").glob("*.log"):
        found += re.findall(r"^Message-ID: <(bell-\w+)@", path.read_text(), re.MULTILINE)
    return found


def waiting(machine: Machine) -> list[tuple[int]]:
    return machine.rows("SELECT id FROM notifications_bellmail WHERE done_at IS NULL")
