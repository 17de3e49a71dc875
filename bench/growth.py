"""P4: what the age of a community costs a reader. Each size is a server of its own."""

from collections.abc import Iterator

from bench.client import Ask
from bench.compare import in_turns
from bench.rows import Row
from bench.server import serving

TIMES = 1.25
READERS = {"reader": "", "alone": ", following nobody"}


def growth(sizes: list[int], requests: int) -> Iterator[Row]:
    """CPU of the first and the deepest page at each size, against the first size."""
    first = measured(sizes[0], requests)
    for what, cpu_ms in first.items():
        yield Row("P4", f"{what}, {sizes[0]:,} posts", cpu_ms, "ms CPU")
    for size in sizes[1:]:
        for what, cpu_ms in measured(size, requests).items():
            name = f"{what}, {sizes[0]:,} to {size:,} posts"
            yield Row("P4", name, cpu_ms / first[what], "times", TIMES)


def measured(posts: int, requests: int) -> dict[str, float]:
    """What is asked for -> CPU in ms, on a server over `posts` posts."""
    found = {}
    with serving(posts) as server:
        for session, who in READERS.items():
            asks = {
                f"feed «{name}», {page} page{who}": Ask(path)
                for name in ("all", "circle")
                for page, path in addresses(server.facts, name).items()
            }
            costs = in_turns(server, [server.person(session)], asks, requests)
            found |= {what: cost.cpu_ms for what, cost in costs.items()}
    return found


def addresses(facts: dict[str, str], name: str) -> dict[str, str]:
    path = f"/c/{facts['slug']}/feed/{name}/"
    return {"first": path, "deepest": f"{path}?before={facts['deepest']}"}
