"""What reaches Django of a request body, and what never does."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from config.http import bodies, refusals
from config.http.pages import Pages

MEGABYTE = 1_000_000


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """How Django would read it: by the announced length."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    start_response("200 OK", [("X-Length", str(len(body)))])
    forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").encode()
    return [body[:10], b"|", environ.get("HTTP_TRANSFER_ENCODING", "").encode(), b"|", forwarded]


@pytest.fixture
def port(serving: Any, tmp_path: Path) -> int:
    return serving(
        Pages(echo, threads=2, limit=3 * MEGABYTE, room=5 * MEGABYTE, seconds=0.5, media=tmp_path)
    )


def ask(port: int, method: str, path: str, **options: Any) -> tuple[http.client.HTTPResponse, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, **options)
        response = connection.getresponse()
        return response, response.read().decode()


@pytest.mark.parametrize("size", [0, 1, MEGABYTE, 3 * MEGABYTE])
def test_a_body_arrives_whole_in_memory_or_through_a_file(port: int, size: int) -> None:
    response, _ = ask(port, "POST", "/", body=b"x" * size)
    assert (response.status, response.headers["X-Length"]) == (200, str(size))


def test_a_body_of_untold_length_arrives_whole(port: int) -> None:
    chunks = iter([b"a" * 700_000, b"b" * 700_000])
    response, _ = ask(port, "POST", "/", body=chunks, encode_chunked=True)
    assert response.status == 200
    assert ask(port, "POST", "/", body=iter([b"one", b"two"]))[1].startswith("onetwo|")


def test_an_announced_body_over_the_limit_is_refused_in_words(port: int) -> None:
    response, text = ask(port, "POST", "/", body=b"x" * (3 * MEGABYTE + 1))
    assert response.status == 413
    assert response.headers["Connection"] == "close"
    assert "3 MB" in text


def test_a_body_is_counted_where_its_length_is_not_told(port: int) -> None:
    response, _ = ask(port, "POST", "/", body=iter([b"x" * MEGABYTE] * 4))
    assert response.status == 413


def test_a_refusal_speaks_the_readers_language(port: int) -> None:
    body = b"x" * (3 * MEGABYTE + 1)
    headers = {"Accept-Language": "kk, ru-RU;q=0.9, en;q=0.8"}
    response, text = ask(port, "POST", "/", body=body, headers=headers)
    assert '<html lang="ru">' in text
    assert "3 МБ" in text
    assert response.headers["Vary"] == "Accept-Language"


def test_a_refused_upload_is_read_to_its_end_before_the_connection_closes(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as phone:
        phone.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n")
        for _ in range(9):
            phone.sendall(b"x" * MEGABYTE)
        assert phone.recv(100).startswith(b"HTTP/1.1 413 ")


def test_lingering_ends(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "LINGER_SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as phone:
        phone.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n")
        while phone.recv(4096):
            pass


def test_a_body_that_does_not_come_in_time_is_refused(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as phone:
        phone.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nfive!")
        before = time.monotonic()
        assert phone.recv(100).startswith(b"HTTP/1.1 408 ")
    assert 0.3 < time.monotonic() - before < 3


def test_who_leaves_in_mid_body_disturbs_nobody(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as phone:
        phone.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nfive!")
    assert ask(port, "POST", "/", body=b"ok")[0].status == 200


def test_a_header_with_an_underscore_does_not_pass_for_the_proxys(port: int) -> None:
    headers = {"X_Forwarded_For": "1.2.3.4", "X-Forwarded-For": "10.0.0.1"}
    assert ask(port, "GET", "/", headers=headers)[1] == "||10.0.0.1"


@pytest.mark.parametrize(
    ("headers", "length"),
    [
        ([], 0),
        ([(b"content-length", b"7")], 7),
        ([(b"transfer-encoding", b"chunked")], None),
    ],
)
def test_announced_length(headers: list[tuple[bytes, bytes]], length: int | None) -> None:
    assert bodies.announced(headers) == length


@contextmanager
def half_sent(port: int) -> Iterator[None]:
    """A phone that stalls after most of its upload."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as phone:
        phone.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n")
        phone.sendall(b"x" * 2_900_000)
        time.sleep(0.2)
        yield


def test_all_bodies_together_have_a_limit_and_texts_go_through(port: int) -> None:
    with half_sent(port):
        response, text = ask(port, "POST", "/", body=b"x" * 3 * MEGABYTE)
        assert (response.status, response.headers["Retry-After"]) == (503, "60")
        assert "once more in a minute" in text
        assert ask(port, "POST", "/", body=b"x" * MEGABYTE)[0].status == 200


def test_room_is_given_back_however_a_body_ends(port: int) -> None:
    for _ in range(3):
        with half_sent(port):
            pass
        assert ask(port, "POST", "/", body=b"x" * 3 * MEGABYTE)[0].status == 200
        assert ask(port, "POST", "/", body=b"x" * (3 * MEGABYTE + 1))[0].status == 413
    time.sleep(0.7)
    assert ask(port, "POST", "/", body=b"x" * 3 * MEGABYTE)[0].status == 200
