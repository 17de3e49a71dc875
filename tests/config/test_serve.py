"""`manage.py serve` as a person starts and stops it: a process, a port, a signal."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

READY_SECONDS = 60
STOP_SECONDS = 5

Start = Callable[..., subprocess.Popen[str]]


def free_port() -> int:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def start(*words: str, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *words],
            cwd=settings.BASE_DIR,
            env={
                "PATH": os.environ["PATH"],
                "MODE": "development",
                "DATA_DIR": str(tmp_path),
                "LOG_LEVEL": "WARNING",
                "DJANGO_SETTINGS_MODULE": "config.settings",
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(start: Start, port: int) -> subprocess.Popen[str]:
    process = start("manage.py", "serve", "--port", str(port))
    assert process.stdout is not None
    assert process.stdout.readline() == f"http://localhost:{port}\n", process.stderr
    return process


@pytest.mark.timeout(READY_SECONDS)
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_ready_when_it_says_so_and_stopped_cleanly(
    served: subprocess.Popen[str], port: int, sign: signal.Signals, tmp_path: Path
) -> None:
    with closing(http.client.HTTPConnection("localhost", port, timeout=5)) as connection:
        connection.request("GET", "/help-now/")
        assert connection.getresponse().status == 200
    assert (tmp_path / "blizko.sqlite3").exists()
    before = time.monotonic()
    served.send_signal(sign)
    _, complaints = served.communicate(timeout=STOP_SECONDS)
    assert time.monotonic() - before < STOP_SECONDS
    assert (served.returncode, complaints) == (0, "")


@pytest.mark.timeout(READY_SECONDS)
def test_a_request_under_way_is_answered_before_the_end(
    served: subprocess.Popen[str], port: int
) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(b"POST /help-now/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n1")
        time.sleep(0.3)
        served.send_signal(signal.SIGTERM)
        time.sleep(1)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=5)
        client.sendall(b"2")
        assert client.recv(100).startswith(b"HTTP/1.1 4")
    assert served.wait(STOP_SECONDS) == 0


@pytest.mark.timeout(READY_SECONDS)
def test_a_second_one_on_the_same_port_leaves_the_data_alone(
    start: Start, tmp_path: Path, port: int
) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        process = start("manage.py", "serve", "--port", str(port))
        assert process.wait(READY_SECONDS) != 0
    assert not (tmp_path / "blizko.sqlite3").exists()


WORK = """
import sys, threading, time, django
django.setup()
from config import embedded
from config.celery import app
from core import nudge
begun, ended = threading.Event(), threading.Event()
def work():
    begun.set(); time.sleep(1); ended.set()
app.task(name="work")(work)
with embedded.worker_and_scheduler():
    nudge.celery("work")
    assert begun.wait(5), "not begun"
assert ended.is_set(), "not ended"
"""


@pytest.mark.timeout(READY_SECONDS)
def test_the_worker_takes_a_nudge_and_finishes_what_it_holds(start: Start) -> None:
    process = start("-c", WORK)
    _, complaints = process.communicate(timeout=READY_SECONDS)
    assert (process.returncode, complaints) == (0, "")


def test_sockets_are_told_that_the_server_restarts(serving: Any) -> None:
    async def accept(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.accept"})

    port = serving(accept)
    with connect(f"ws://127.0.0.1:{port}/") as phone:
        serving.stop()
        with pytest.raises(ConnectionClosed) as closed:
            phone.recv(5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
