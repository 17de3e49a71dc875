"""P1, P2, P3: what the pages that people read all day cost, in units of the floor page."""

from collections.abc import Callable, Iterator

from bench.client import Ask, together
from bench.compare import in_turns
from bench.rows import Row
from bench.server import Server

WARM, COLD, QUERIES = 0.6, 1.5, 12
CLIENTS = (1, 8)


def feed(server: Server, requests: int) -> Iterator[Row]:
    """The two mixed streams of one's own."""
    at = address(server)
    pages = {"feed «all»": at("feed/all/"), "feed «circle»": at("feed/circle/")}
    yield from warm(server, "P1", pages, requests)
    yield from cold(server, pages, requests)
    yield from queries(server, "feed", at("feed/all/"), address(server, "small")("feed/all/"))


def post(server: Server, requests: int) -> Iterator[Row]:
    """A post with twenty answers."""
    at = address(server)
    pages = {"post with 20 answers": at(f"posts/{server.facts['answered']}/")}
    yield from warm(server, "P2", pages, requests)
    yield from cold(server, pages, requests)
    few = at(f"posts/{server.facts['answered_once']}/")
    yield from queries(server, "post", *pages.values(), few)


def address(server: Server, community: str = "slug") -> Callable[[str], str]:
    """Addresses of pages in the large community, or in the small one of a single post."""
    return lambda path: f"/c/{server.facts[community]}/{path}"


def warm(server: Server, row_id: str, pages: dict[str, str], requests: int) -> Iterator[Row]:
    at = address(server)
    for clients in CLIENTS:
        asks = {"F": Ask(at("floor/")), "empty": Ask(at("floor/empty/"))}
        asks |= {name: Ask(path) for name, path in pages.items()}
        people = [server.person() for _ in range(clients)]
        costs = in_turns(server, people, asks, requests)
        said = f"warm, {clients} client{'s' if clients > 1 else ''}"
        floor = costs.pop("F").cpu_ms
        yield Row("F", f"floor page, {said}", floor, "ms CPU")
        yield Row("F", f"empty page, {said}", costs.pop("empty").cpu_ms / floor, "F")
        for name, cost in costs.items():
            yield Row(row_id, f"{name}, {said}", cost.cpu_ms / floor, "F", WARM)


def cold(server: Server, pages: dict[str, str], requests: int) -> Iterator[Row]:
    """With every cached fragment forgotten before each request."""
    forget = {"X-Bench": "cold"}
    asks = {"F": Ask(address(server)("floor/"), headers=forget)}
    asks |= {name: Ask(path, headers=forget) for name, path in pages.items()}
    costs = in_turns(server, [server.person()], asks, requests)
    floor = costs.pop("F").cpu_ms
    for name, cost in costs.items():
        yield Row("P3", f"{name}, cold", cost.cpu_ms / floor, "F", COLD)


def queries(server: Server, name: str, many: str, one: str) -> Iterator[Row]:
    """Of a cold page, and that it does not grow with what stands on it.

    Asked twice: opening a page for the first time reads the notices about it.
    """
    person, count = server.person(), {"X-Bench": "cold count"}
    full, lone = (
        int(together([person], Ask(path, headers=count), 2)[-1].headers["X-Queries"])
        for path in (many, one)
    )
    yield Row("P3", f"{name}: queries for 20", full, "queries", QUERIES)
    yield Row("P3", f"{name}: queries for 1, the same", lone, "queries", full, exactly=True)
