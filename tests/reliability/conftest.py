"""Real processes over loopback; all proofs run in one worker, one after another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.apart import Apart, skip_unless_apart, started
from tests.reliability.machine import Machine

FIGURES: list[str] = []


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("reliability"))
            item.add_marker(pytest.mark.timeout(1200))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in FIGURES:
        terminalreporter.write_line(line)


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> list[str]:
    """What is appended here stands under the report of a run without workers."""
    return FIGURES


@pytest.fixture(scope="session")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    machine = Machine(tmp_path_factory.mktemp("reliability"))
    machine.start()
    machine.wait()
    yield machine
    if machine.child.poll() is None:
        machine.stop()


@pytest.fixture
def machine(assembled: Machine) -> Machine:
    """Running, whatever the test before did to it."""
    if assembled.child.poll() is not None:
        assembled.start()
    assembled.wait()
    return assembled


@pytest.fixture(scope="session")
def apart_started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    skip_unless_apart()
    with started(tmp_path_factory.mktemp("apart")) as running:
        yield running


@pytest.fixture
def apart(apart_started: Apart) -> Iterator[Apart]:
    """With a Redis that runs, before and after."""
    apart_started.redis.revive()
    yield apart_started
    apart_started.redis.revive()
