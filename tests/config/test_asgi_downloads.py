"""Files a view has allowed, sent by the event loop."""

import http.client
import os
import socket
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config.http import downloads
from config.http.pages import Pages

CONTENT = bytes(range(256)) * 1000


class Shop:
    """WSGI application that allows the file at `path`, whatever is asked for."""

    path: Path | str = ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        headers = [
            ("X-Sendfile", str(self.path)),
            ("Content-Type", "image/webp"),
            ("Content-Length", "0"),
            ("Cache-Control", "no-store"),
        ]
        start_response("200 OK", headers)
        return [b""]


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "picture").write_bytes(CONTENT)
    (folder / "empty").write_bytes(b"")
    (tmp_path / "secret").write_bytes(b"secret")
    return folder


@pytest.fixture
def shop(media: Path) -> Shop:
    shop = Shop()
    shop.path = media / "picture"
    return shop


@pytest.fixture
def port(serving: Any, shop: Shop, media: Path) -> int:
    return serving(Pages(shop, threads=2, limit=1000, room=1000, seconds=1, media=media))


def ask(port: int, method: str = "GET", **headers: str) -> tuple[Any, bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, "/", headers=named)
        with connection.getresponse() as response:
            return response, response.read()


def test_the_file_stands_in_for_the_views_body(port: int) -> None:
    response, body = ask(port)
    assert (response.status, body) == (200, CONTENT)
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers.get_all("Content-Length") == [str(len(CONTENT))]
    assert response.headers["X-Sendfile"] is None


def test_head_tells_the_length_and_sends_nothing(port: int) -> None:
    response, body = ask(port, "HEAD")
    assert (response.headers["Content-Length"], body) == (str(len(CONTENT)), b"")


def test_an_empty_file_is_an_answer(port: int, shop: Shop, media: Path) -> None:
    shop.path = media / "empty"
    assert ask(port)[1] == b""
    assert ask(port, Range="bytes=0-")[0].status == 416


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=255990-", 255990, 255999),
        ("bytes=-10", 255990, 255999),
        ("bytes=255990-999999", 255990, 255999),
        ("bytes=-999999", 0, 255999),
    ],
)
def test_a_range(port: int, asked: str, first: int, last: int) -> None:
    response, body = ask(port, Range=asked)
    assert response.status == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/256000"
    assert body == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=-0"])
def test_a_range_past_the_end(port: int, asked: str) -> None:
    response, body = ask(port, Range=asked)
    assert (response.status, body) == (416, b"")
    assert response.headers["Content-Range"] == "bytes */256000"


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=5-1", "bytes=0-1,3-4", "lines=1-2", "bytes=x-"]
)
def test_a_range_that_means_nothing_is_ignored(port: int, asked: str) -> None:
    assert ask(port, Range=asked)[0].status == 200


def test_a_range_of_another_version_of_the_file_is_ignored(port: int) -> None:
    tag = ask(port)[0].headers["ETag"]
    assert ask(port, Range="bytes=0-1", If_Range=tag)[0].status == 206
    assert ask(port, Range="bytes=0-1", If_Range='"old"')[0].status == 200


def test_nothing_outside_the_media_folder_is_ever_sent(port: int, shop: Shop, media: Path) -> None:
    (media / "link").symlink_to(media.parent / "secret")
    outside = [media / ".." / "secret", media / "link", "/etc/hostname", media, media / "absent"]
    for path in outside:
        shop.path = path
        response, body = ask(port)
        assert response.status == 404, path
        assert b"secret" not in body


def test_a_file_that_shrank_while_it_was_sent_ends_the_connection(
    port: int, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "wanted", lambda *_: downloads.Part(200, 0, 300_000))
    with pytest.raises(http.client.IncompleteRead):
        ask(port)


def test_a_client_that_takes_nothing_is_cut_off(
    port: int, shop: Shop, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "STALL_SECONDS", 0.3)
    large = media / "large"
    large.touch()
    os.truncate(large, 20_000_000)
    shop.path = large
    with socket.create_connection(("127.0.0.1", port), timeout=5) as phone:
        phone.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(1.5)
        taken = 0
        while chunk := phone.recv(1_000_000):
            taken += len(chunk)
    assert taken < 20_000_000


def test_a_slow_client_that_goes_on_gets_everything(
    port: int, shop: Shop, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "STALL_SECONDS", 0.5)
    large = media / "large"
    large.touch()
    os.truncate(large, 20_000_000)
    shop.path = large
    taken = 0
    with socket.create_connection(("127.0.0.1", port), timeout=5) as phone:
        phone.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        while chunk := phone.recv(1_000_000):
            taken += len(chunk)
            time.sleep(0.05)
    assert taken > 20_000_000
