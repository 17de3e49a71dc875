"""I7: an open page hears what its person may read, and nothing after.

Each test runs on one process and, with PostgreSQL and Redis, on two: what ends somebody's right
happens at the first, and the page is open at the second.
"""

import signal
import time
from dataclasses import dataclass
from uuid import uuid4

import pytest
from websockets.exceptions import InvalidStatus

from core import ids
from tests.reliability.apart import Apart
from tests.reliability.house import OWNER, House, address, place_ends
from tests.reliability.machine import Machine, is_long
from tests.reliability.people import SLUG, Person, Tab, sign_in_at_demo

# What is promised, on a machine that is not busy with the rest of the suite; there, still before
# everybody is looked at anyway (30 s).
SOON = 5 if is_long() else 20
SIGNED_OUT, NO_ACCESS, RESTARTING = 4401, 4403, 1012
BRACKEN, LINNET, HAZELNUT = address(4), address(6), address(8)


@dataclass
class Stage:
    """People act at the port of `running`; their pages are open at `pages`."""

    running: Machine | Apart
    pages: int

    @property
    def house(self) -> House:
        return House(self.running.rows)

    def owner(self) -> Person:
        return sign_in_at_demo(self.running.port, OWNER)


@pytest.fixture(params=["one process", "two processes"])
def stage(request: pytest.FixtureRequest) -> Stage:
    if request.param == "one process":
        machine = request.getfixturevalue("machine")
        return Stage(machine, machine.port)
    apart = request.getfixturevalue("apart")
    return Stage(apart, apart.other)


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "http://localhost", None])
def test_another_site_opens_no_socket(stage: Stage, origin: str | None) -> None:
    page = stage.owner().elsewhere(stage.pages)
    with pytest.raises(InvalidStatus) as refused, page.tab(origin=origin):
        pass
    assert refused.value.response.status_code == 403
    with page.tab() as tab:
        assert tab.joins("feeds.stream", f"all.{stage.house.pk}")


def test_a_post_reaches_an_open_page(stage: Stage) -> None:
    owner, everybody = stage.owner(), f"all.{stage.house.pk}"
    with owner.elsewhere(stage.pages).tab() as tab:
        assert tab.joins("feeds.stream", everybody)
        assert owner.publish("A word for everybody").status == 302
        assert tab.hears("A word for everybody")


def test_who_is_moved_out_hears_no_more(stage: Stage) -> None:
    """A stream's name, known from before, is of no use; whoever stays hears on."""
    house, owner = stage.house, stage.owner()
    gone, stays = (p.elsewhere(stage.pages) for p in stage.running.sign_in(BRACKEN, LINNET))
    room = house.subgroup("Quiet Room")
    house.admit(owner, room, BRACKEN)
    with gone.tab() as tab, stays.tab() as other:
        assert tab.joins("feeds.stream", f"subgroup.{room}")
        assert other.joins("feeds.stream", f"subgroup.{room}")
        assert said(owner, room, [tab, other]) == [True, True]
        house.move_out(owner, room, BRACKEN)
        assert said(owner, room, [other, tab]) == [True, False]
        assert not tab.joins("feeds.stream", f"subgroup.{room}")
        assert not tab.joins("feeds.post", house.newest_post())
        assert tab.joins("feeds.stream", f"all.{house.pk}")
    newer = f"/c/{SLUG}/newer/subgroup/{ids.encode(room)}/"
    assert (stays.get(newer).status, gone.get(newer).status) == (200, 404)


def said(writer: Person, room: int, tabs: list[Tab]) -> list[bool]:
    """Whether each page hears what is now written in `room`; the later ones have less time."""
    word = f"word{uuid4().hex}"
    assert writer.publish(word, place=ids.encode(room)).status == 302
    return [tab.hears(word, 2 if number else 10) for number, tab in enumerate(tabs)]


def test_access_that_ends_by_the_clock_closes_the_socket(stage: Stage) -> None:
    """Nothing is written and nobody is told when the time comes."""
    [person] = stage.running.sign_in(HAZELNUT)
    began = time.monotonic()
    place_ends(stage.running.server, HAZELNUT, 10)
    told_by = time.monotonic()
    with person.elsewhere(stage.pages).tab() as tab:
        assert tab.closes_within(10 + SOON) == NO_ACCESS
    assert began + 10 < time.monotonic() < told_by + 10 + SOON
    assert person.get(f"/c/{SLUG}/feed/all/").status == 302


def test_signing_out_closes_the_pages_of_that_session_alone(stage: Stage) -> None:
    ended, other = stage.owner(), stage.owner()
    with ended.elsewhere(stage.pages).tab() as tab, other.elsewhere(stage.pages).tab() as stays:
        for page in (tab, stays):
            assert page.joins("feeds.stream", f"all.{stage.house.pk}")
        assert ended.post("/accounts/logout/", {}).status == 302
        assert tab.closes_within(SOON) == SIGNED_OUT
        assert stays.closes_within(1) == 0


def test_pages_are_told_that_the_server_restarts(machine: Machine) -> None:
    owner = sign_in_at_demo(machine.port, OWNER)
    with owner.tab() as tab:
        assert tab.joins("feeds.stream", f"all.{House(machine.rows).pk}")
        machine.child.send_signal(signal.SIGTERM)
        assert tab.closes_within(20) == RESTARTING
    assert machine.child.wait(20) == 0
