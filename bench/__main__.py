"""`python -m bench [feed|post|write|growth|weight|memory …] [--json]`; exit 1 where one fails."""

import argparse
import sys
from collections.abc import Callable, Iterator

from bench.growth import growth
from bench.pages import feed, post
from bench.rows import Row, as_json, as_table, exit_code
from bench.server import Server, serving
from bench.weight import memory, weigh
from bench.writing import write

# In this order: writing comes last, since it adds posts.
SUBJECTS: dict[str, Callable[[Server, int], Iterator[Row]]] = {
    "feed": feed,
    "post": post,
    "weight": weigh,
    "memory": memory,
    "write": write,
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "subjects", nargs="*", help=f"of {[*SUBJECTS, 'growth']}; default: {[*SUBJECTS]}"
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--posts", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=200, help="of each kind")
    parser.add_argument("--million", action="store_true", help="let growth go on to a million")
    asked = parser.parse_args()
    unknown = set(asked.subjects) - {*SUBJECTS, "growth"}
    if unknown:
        parser.error(f"no such subject: {', '.join(sorted(unknown))}")
    return asked


def measured(asked: argparse.Namespace) -> Iterator[Row]:
    chosen = [name for name in SUBJECTS if name in asked.subjects or not asked.subjects]
    if chosen:
        with serving(asked.posts) as server:
            for name in chosen:
                yield from SUBJECTS[name](server, asked.requests)
    if "growth" in asked.subjects:
        sizes = [1_000, 100_000] + [1_000_000] * asked.million
        yield from growth(sizes, asked.requests)


def main() -> int:
    asked = arguments()
    rows = list(measured(asked))
    print(as_json(rows) if asked.json else as_table(rows))
    return exit_code(rows)


if __name__ == "__main__":
    sys.exit(main())
