"""Twenty phones that stall in mid-upload and twenty in mid-download do not slow a page."""

import http.client
import os
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware

from config.http.pages import Pages

PHONES = 20
THREADS = 8
FILE_BYTES = 20_000_000
UPLOAD = b"POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf"
DOWNLOAD = b"GET /file HTTP/1.1\r\nHost: x\r\n\r\n"


class Site:
    """WSGI application with a page, an upload and a file; counts the threads it holds."""

    def __init__(self, media: Path, *, sends_itself: bool) -> None:
        self.file = media / "film"
        self.file.touch()
        os.truncate(self.file, FILE_BYTES)
        self.sends_itself = sends_itself
        self.lock = threading.Lock()
        self.busy = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        with self.holding_a_thread():
            yield from self.answer(environ, start_response)

    @contextmanager
    def holding_a_thread(self) -> Iterator[None]:
        with self.lock:
            self.busy += 1
        try:
            yield
        finally:
            with self.lock:
                self.busy -= 1

    def answer(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        if environ["PATH_INFO"] == "/upload":
            environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        if environ["PATH_INFO"] != "/file":
            start_response("200 OK", [])
            yield b"x" * 30_000
        elif self.sends_itself:
            start_response("200 OK", [("Content-Length", str(FILE_BYTES))])
            with self.file.open("rb") as file:
                yield from iter(lambda: file.read(64 * 1024), b"")
        else:
            start_response("200 OK", [("X-Sendfile", str(self.file))])


@contextmanager
def stalled(port: int, request: bytes) -> Iterator[None]:
    with ExitStack() as phones:
        for _ in range(PHONES):
            phone = phones.enter_context(socket.create_connection(("127.0.0.1", port), timeout=5))
            phone.sendall(request)
        time.sleep(1)
        yield


def seconds_for_a_page(port: int, timeout: float = 5) -> float:
    before = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)) as connection:
        connection.request("GET", "/page")
        assert len(connection.getresponse().read()) == 30_000
    return time.perf_counter() - before


def median_of(ask: Callable[[], float]) -> float:
    return statistics.median(ask() for _ in range(30))


def test_stalled_phones_hold_no_thread_and_slow_no_page(serving: Any, tmp_path: Path) -> None:
    site = Site(tmp_path, sends_itself=False)
    pages = Pages(site, threads=THREADS, limit=FILE_BYTES, room=10**9, seconds=60, media=tmp_path)
    port = serving(pages)
    alone = median_of(lambda: seconds_for_a_page(port))
    with stalled(port, UPLOAD), stalled(port, DOWNLOAD):
        assert site.busy == 0
        among_stalled = median_of(lambda: seconds_for_a_page(port))
        assert site.busy == 0
    assert among_stalled <= 3 * alone + 0.05


@pytest.mark.parametrize("request_", [UPLOAD, DOWNLOAD], ids=["upload", "download"])
def test_control_without_our_layer_they_stop_the_site(
    serving: Any, tmp_path: Path, request_: bytes
) -> None:
    site = Site(tmp_path, sends_itself=True)
    port = serving(WSGIMiddleware(site, workers=THREADS))
    seconds_for_a_page(port)
    with stalled(port, request_):
        assert site.busy == THREADS
        with pytest.raises(TimeoutError):
            seconds_for_a_page(port, timeout=1)
