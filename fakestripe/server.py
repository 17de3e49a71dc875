"""The HTTP server and the threads behind it: one per connection, the ticker, the courier."""

import logging
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fakestripe import clock
from fakestripe.app import App
from fakestripe.fake import Fake, Settings
from fakestripe.store import Store
from fakestripe.webhooks import Courier

log = logging.getLogger("fakestripe.server")

MAX_BODY = 1_000_000


class Handler(BaseHTTPRequestHandler):
    """HTTP/1.1 with keep-alive around the WSGI application."""

    protocol_version = "HTTP/1.1"
    server_version = "fakestripe"
    sys_version = ""
    timeout = 30
    disable_nagle_algorithm = True
    wbufsize = -1
    server: "Listener"

    def do_GET(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdigit() or int(length) > MAX_BODY:
            self.close_connection = True
            self.send_error(413)
            return
        body = self.rfile.read(int(length))
        sent: list[Any] = []
        content = b"".join(self.server.app(self._environ(body), lambda *line: sent.extend(line)))
        self._answer(sent[0], sent[1], content)

    do_POST = do_DELETE = do_HEAD = do_GET  # noqa: N815

    def _environ(self, body: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if self.command == "HEAD" else self.command,
            "PATH_INFO": unquote(path),
            "QUERY_STRING": query,
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.input": BytesIO(body),
        }
        for name, value in self.headers.items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        return environ

    def _answer(self, status: str, headers: list[tuple[str, str]], content: bytes) -> None:
        code, _, phrase = status.partition(" ")
        self.send_response(int(code), phrase)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        log.debug(format, *args)


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], app: App) -> None:
        super().__init__(address, Handler)
        self.app = app
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.debug("connection broke")

    def hang_up(self) -> None:
        """Ends idle keep-alive connections."""
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class Server:
    """A running fake. ``url`` is where it listens; ``stop`` ends it and its threads."""

    def __init__(self, fake: Fake, listener: Listener) -> None:
        self.fake = fake
        host, port = listener.socket.getsockname()[:2]
        self.url = f"http://{host}:{port}"
        self._listener = listener
        self._courier = Courier(fake)
        self._stopping = threading.Event()
        self._threads = [self._thread(self._listen), self._thread(self._tick)]

    def _thread(self, target: Callable[[], None]) -> threading.Thread:
        return threading.Thread(target=target, name="fakestripe", daemon=True)

    def _start(self) -> None:
        for thread in self._threads:
            thread.start()
        self._courier.start()

    def _listen(self) -> None:
        self._listener.serve_forever(poll_interval=0.05)

    def _tick(self) -> None:
        while not self._stopping.wait(1):
            try:
                clock.run_due(self.fake)
            except Exception:
                log.exception("the ticker failed")

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._listener.shutdown()
        self._listener.hang_up()
        self._listener.server_close()
        self._courier.stop()
        for thread in self._threads:
            thread.join(5)
        self.fake.store.close()


def start(
    data: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    public_url: str = "",
    clock_offset: int = 0,
    **settings: str,
) -> Server:
    """Starts a fake in background threads; port 0 picks a free one.

    ``settings`` are those of ``fakestripe.fake.Settings``; ``public_url`` is how browsers
    reach the hosted pages (default: where it listens). ``clock_offset``, in seconds, counts
    only for a new data file.
    """
    store = Store(data)
    fake = Fake(store, Settings(**settings))
    if store.setting("clock_offset", None) is None:
        fake.clock.move(clock_offset)
    try:
        listener = Listener((host, port), App(fake))
    except OSError:
        store.close()
        raise
    server = Server(fake, listener)
    fake.settings.public_url = public_url.rstrip("/") or server.url
    server._start()  # noqa: SLF001
    return server
