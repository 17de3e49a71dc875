"""Redis dies or falls silent, PostgreSQL drops everybody: pages go on, live heals by itself."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import uuid4

import pytest

from tests.reliability.apart import Apart
from tests.reliability.house import OWNER, House, address, place_ends
from tests.reliability.machine import MOVE, shell, until
from tests.reliability.people import SLUG, Person, Tab, sign_in_at_demo

ROUNDS, PAGES = 3, 10
# Of pages without Redis against pages with it.
RATIO = 1.5
HEALED_SECONDS = 30
NO_ACCESS = 4403
REVOKED_SECONDS = 60
STREAM = f"/c/{SLUG}/feed/all/"


@pytest.fixture
def owner(apart: Apart) -> Person:
    return sign_in_at_demo(apart.port, OWNER)


@pytest.fixture
def everybody(apart: Apart) -> str:
    return f"all.{House(apart.rows).pk}"


def test_without_redis_pages_are_as_quick_and_live_comes_back(
    apart: Apart, owner: Person, everybody: str, figures: list[str]
) -> None:
    with_it, without = [], []
    owner.get(STREAM)
    with owner.elsewhere(apart.other).tab() as tab:
        assert tab.joins("feeds.stream", everybody)
        for _ in range(ROUNDS):
            with_it += [seconds(owner) for _ in range(PAGES)]
            apart.redis.kill()
            without += [seconds(owner) for _ in range(PAGES)]
            posting_and_catching_up_work(owner)
            assert tab.closes_within(1) == 0
            apart.redis.start()
        healed = live_again(owner, tab)
    ratio = median(without) / median(with_it)
    figures.append(
        f"page with Redis {median(with_it) * 1000:.0f} ms, killed {median(without) * 1000:.0f} ms,"
        f" ratio {ratio:.2f}; live again {healed:.1f} s after Redis is back"
    )
    assert ratio <= RATIO


def seconds(person: Person) -> float:
    answer = person.get(STREAM)
    assert answer.status == 200
    return answer.seconds


def posting_and_catching_up_work(owner: Person) -> None:
    cursor = owner.get(f"/c/{SLUG}/newer/all/").headers["Cursor"]
    word = f"word{uuid4().hex}"
    answer = owner.publish(word)
    assert (answer.status, answer.seconds < 2) == (302, True)
    assert word in owner.get(f"/c/{SLUG}/newer/all/?after={cursor}").text


def live_again(owner: Person, tab: Tab) -> float:
    """Seconds until a post reaches the page that was open all the time."""
    before = time.monotonic()
    while time.monotonic() - before < HEALED_SECONDS:
        word = f"word{uuid4().hex}"
        assert owner.publish(word).status == 302
        if tab.hears(word, 1):
            return time.monotonic() - before
    raise AssertionError("no hint arrives")


def test_letters_go_out_once_redis_is_back(apart: Apart, owner: Person) -> None:
    apart.redis.kill()
    assert owner.publish("Good morning @FieldMouse").status == 302
    shell(apart.server, MOVE.format(seconds_to_noon(apart)))
    time.sleep(3)
    apart.redis.start()
    late = "SELECT id FROM notifications_bellmail WHERE done_at IS NULL"
    until(lambda: not apart.rows(late), "the letter still waits", HEALED_SECONDS)


def seconds_to_noon(apart: Apart) -> int:
    [(offset,)] = apart.rows("SELECT coalesce(max(seconds), 0)::bigint FROM core_clockoffset")
    now = datetime.now(UTC) + timedelta(seconds=offset)
    return int((now.replace(hour=12, minute=0) - now).total_seconds()) % 86_400 + 86_400


@pytest.mark.parametrize(("how", "number"), [("kill", 2), ("freeze", 3), ("come_back_frozen", 9)])
def test_access_ends_on_open_pages_without_redis(
    apart: Apart, everybody: str, how: str, number: int
) -> None:
    """Another page comes while Redis is away, and must not hold up the end of this one."""
    person, other = (p.elsewhere(apart.other) for p in apart.sign_in(address(number), address(5)))
    place_ends(apart.server, address(number), 12)
    with person.tab() as tab:
        assert tab.joins("feeds.stream", everybody)
        getattr(apart.redis, how)()
        with other.tab() as late:
            late.say("join", "feeds.stream", everybody)
            late.say("join", "feeds.stream", f"person.{number}")
            assert tab.closes_within(REVOKED_SECONDS) == NO_ACCESS


def test_access_ends_on_open_pages_after_postgres_came_back(
    apart: Apart, everybody: str, figures: list[str]
) -> None:
    [person] = (p.elsewhere(apart.other) for p in apart.sign_in(address(7)))
    place_ends(apart.server, address(7), 20)
    with person.tab() as tab:
        assert tab.joins("feeds.stream", everybody)
        for _ in range(20):
            apart.cut_connections()
            time.sleep(0.25)
        failed = [pages_until_well(person.elsewhere(port)) for port in (apart.port, apart.other)]
        assert tab.closes_within(REVOKED_SECONDS) == NO_ACCESS
    figures.append(f"PostgreSQL dropped everybody 20 times: then {failed} pages failed")


def pages_until_well(person: Person) -> int:
    """How many pages fail before twenty in a row are there; at most `HEALED_SECONDS` of them."""
    give_up = time.monotonic() + HEALED_SECONDS
    failed = in_a_row = 0
    while in_a_row < 20:
        assert time.monotonic() < give_up, "pages did not come back"
        well = person.get(f"/c/{SLUG}/billing/").status == 200
        failed, in_a_row = (failed, in_a_row + 1) if well else (failed + 1, 0)
    return failed
