"""As a process of its own: runs, stops on SIGTERM, ends with its parent, keeps its data."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.fakestripe.stage import GOOD, Stage

ROOT = Path(__file__).parents[2]
HEADERS = {"Authorization": "Bearer sk_test_fake"}


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def command(port: int, tmp_path: Path) -> Iterator[list[str]]:
    data = str(tmp_path / "deep" / "fake.sqlite3")
    return [sys.executable, "-m", "fakestripe", "--port", str(port), "--data", data]


def answers(session: requests.Session, port: int) -> bool:
    try:
        answer = session.get(f"http://127.0.0.1:{port}/fake/clock", headers=HEADERS, timeout=1)
    except requests.ConnectionError:
        return False
    return answer.status_code == 200


def wait_until(session: requests.Session, port: int, *, up: bool) -> None:
    deadline = time.monotonic() + 20
    while answers(session, port) is not up:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_it_stops_cleanly_and_keeps_its_data(
    command: list[str], port: int, http: requests.Session
) -> None:
    address = f"http://127.0.0.1:{port}/v1/customers"
    for expected in (0, 1):
        with subprocess.Popen(command, cwd=ROOT) as process:
            wait_until(http, port, up=True)
            known = http.get(address, headers=HEADERS, timeout=5).json()["data"]
            assert len(known) == expected
            http.post(address, data={"name": "x"}, headers=HEADERS, timeout=5)
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0


def test_it_ends_with_its_parent(command: list[str], port: int, http: requests.Session) -> None:
    launch = [
        sys.executable,
        "-c",
        "import subprocess, sys, time; subprocess.Popen(sys.argv[1:]); time.sleep(60)",
    ]
    with subprocess.Popen([*launch, *command, "--die-with-parent"], cwd=ROOT) as parent:
        wait_until(http, port, up=True)
        parent.kill()
    wait_until(http, port, up=False)


def test_a_killed_process_loses_nothing_it_acknowledged(
    command: list[str], port: int, http: requests.Session
) -> None:
    address = f"http://127.0.0.1:{port}/v1/customers"
    with subprocess.Popen(command, cwd=ROOT) as process:
        wait_until(http, port, up=True)
        headers = HEADERS | {"Idempotency-Key": "once"}
        made = http.post(address, data={"name": "x"}, headers=headers, timeout=5).json()
        os.kill(process.pid, signal.SIGKILL)
    with subprocess.Popen(command, cwd=ROOT) as process:
        wait_until(http, port, up=True)
        again = http.post(address, data={"name": "x"}, headers=headers, timeout=5).json()
        assert again["id"] == made["id"]
        process.terminate()


def test_many_at_once_pay_each_session_once(stage: Stage) -> None:
    sessions = [
        stage.session(line_items=[{"price": stage.price().id, "quantity": 1}]) for _ in range(4)
    ]
    addresses = [str(each.url) for each in sessions] * 5

    def submit(address: str) -> int:
        form = stage.card(GOOD)
        return requests.post(address, data=form, allow_redirects=False, timeout=20).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(submit, addresses)) == {303}
    assert len(stage.stripe.charges.list({"limit": 100}).data) == 4


def test_broken_requests_do_not_stop_it(stage: Stage) -> None:
    address = ("127.0.0.1", int(stage.server.url.rpartition(":")[2]))
    for broken in (
        b"\x00\xff\r\n\r\n",
        b"POST /v1/customers HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /v1/customers HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST /v1/customers HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc",
        b"GET /v1/customers?limit[=1&a[b]=1&a=2 HTTP/1.1\r\nConnection: close\r\n\r\n",
    ):
        with socket.create_connection(address, timeout=5) as connection:
            connection.sendall(broken)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
    assert stage.stripe.customers.list().data == []


def test_it_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); import fakestripe.__main__;"
        "roots = {name.partition('.')[0] for name in sys.modules};"
        "print(sorted(roots - set(sys.stdlib_module_names) - {'__main__', 'fakestripe'}))"
    )
    command = [sys.executable, "-I", "-S", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
