"""P5: a post with three mentions and three hashtags, in units of a plain POST of one INSERT."""

from collections.abc import Iterator
from uuid import uuid4

from bench.client import Ask, together
from bench.compare import in_turns
from bench.rows import Row
from bench.server import Server

TIMES, P50_MS, AT_ONCE = 4, 25, 8


def write(server: Server, requests: int) -> Iterator[Row]:
    slug, body = server.facts["slug"], server.facts["body"]

    def fields() -> dict[str, str]:
        return {"body": body, "place": "common", "submission": str(uuid4())}

    plain = Ask(f"/c/{slug}/floor/write/", fields, expects=302)
    post = Ask(f"/c/{slug}/posts/", fields, expects=302)
    swapped = Ask(f"/c/{slug}/posts/", fields, headers={"HX-Request": "true"})
    costs = in_turns(
        server, [server.person()], {"plain": plain, "post": post, "swapped": swapped}, requests
    )
    floor = costs["plain"].cpu_ms
    yield Row("F", "plain POST of one INSERT", floor, "ms CPU")
    yield Row("P5", "create a post", costs["post"].cpu_ms / floor, "INSERTs", TIMES)
    yield Row("P5", "create a post, p50", costs["post"].p50_ms, "ms", P50_MS, decides=False)
    with_page = costs["swapped"].cpu_ms / floor
    yield Row("P5", "create a post, with post and form in the answer", with_page, "INSERTs", TIMES)
    people = [server.person() for _ in range(AT_ONCE)]
    own = Ask(f"/c/{slug}/floor/own-posts/")
    before = int(people[0].ask(own).body)
    answers = together(people, post, requests)
    made = int(people[0].ask(own).body) - before
    name = f"posts accepted of one member writing {AT_ONCE} at once"
    yield Row("P5", name, made, "posts", len(answers), exactly=True)
