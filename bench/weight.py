"""P6, P7: what a page weighs on its way to a phone, and the process in memory."""

import gzip
import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath

from bench.client import Ask, Person, together
from bench.rows import Row
from bench.server import Server

HTML_KB, COMPRESSED_KB, SHEETS_AND_SCRIPTS_KB, MEGABYTES = 40, 8, 60, 300
LINKED = re.compile(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"|<script[^>]+src="([^"]+)"')
# Of modules and of style sheets, at the start of a line.
IMPORTED = re.compile(
    rb"""^\s*(?:import\b[^"'\n]*|@import\s+(?:url\()?)["']([^"'\s]+)["']""", re.MULTILINE
)
KB = 1000


def weigh(server: Server, requests: int) -> Iterator[Row]:
    person = server.person()
    for name in ("all", "circle"):
        page = person.ask(Ask(f"/c/{server.facts['slug']}/feed/{name}/")).body
        yield Row("P6", f"feed «{name}», HTML", len(page) / KB, "KB", HTML_KB)
        small = len(gzip.compress(page, 6)) / KB
        yield Row("P6", f"feed «{name}», HTML compressed", small, "KB", COMPRESSED_KB)
    floor = person.ask(Ask(f"/c/{server.facts['slug']}/floor/")).body
    yield Row("F", "floor page, HTML", len(floor) / KB, "KB")
    files = loaded(person, page.decode())
    total = sum(files.values()) / KB
    what = f"all {len(files)} style sheets and scripts of it, compressed"
    yield Row("P6", what, total, "KB", SHEETS_AND_SCRIPTS_KB)


def loaded(person: Person, page: str) -> dict[str, int]:
    """Each style sheet and script the page loads, with those they import: bytes as sent."""
    waiting = [sheet or script for sheet, script in LINKED.findall(page)]
    found: dict[str, int] = {}
    while waiting:
        path = waiting.pop()
        if path not in found:
            sent = person.ask(Ask(path, headers={"Accept-Encoding": "gzip"}))
            found[path] = len(sent.body)
            packed = sent.headers.get("Content-Encoding") == "gzip"
            text = gzip.decompress(sent.body) if packed else sent.body
            waiting += [beside(path, name.decode()) for name in IMPORTED.findall(text)]
    return found


def beside(path: str, name: str) -> str:
    return name if name.startswith("/") else normpath(join(dirname(path), name))


def memory(server: Server, requests: int) -> Iterator[Row]:
    """Web, worker and scheduler are one process here; the database is in it too."""
    people = [server.person() for _ in range(8)]
    slug = server.facts["slug"]
    for path in ("feed/all/", "feed/circle/", f"posts/{server.facts['answered']}/", "subgroups/"):
        together(people, Ask(f"/c/{slug}/{path}"), requests)
    yield Row(
        "P7", "web, worker and scheduler in one process, warm", server.megabytes(), "MB", MEGABYTES
    )
