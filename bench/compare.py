"""CPU of one kind of request beside another's: in turns, in the same minutes, on the same data."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.client import Ask, Person, together
from bench.server import Server

ROUNDS = 10


@dataclass
class Cost:
    """What requests of one kind cost the server."""

    cpu_seconds: float = 0.0
    seconds: list[float] = field(default_factory=list)

    @property
    def cpu_ms(self) -> float:
        """CPU of the server for one request, user and system, in milliseconds."""
        return self.cpu_seconds / len(self.seconds) * 1000

    @property
    def p50_ms(self) -> float:
        return median(self.seconds) * 1000


def in_turns(
    server: Server, people: Sequence[Person], asks: dict[str, Ask], requests: int
) -> dict[str, Cost]:
    """Ask for each `requests` times in `ROUNDS` rounds, A B A B, after one warm round uncounted."""
    each = max(len(people), requests // ROUNDS)
    for ask in asks.values():
        together(people, ask, each)
    costs = {name: Cost() for name in asks}
    for _ in range(ROUNDS):
        for name, ask in asks.items():
            before = server.cpu_seconds()
            answers = together(people, ask, each)
            costs[name].cpu_seconds += server.cpu_seconds() - before
            costs[name].seconds += [answer.seconds for answer in answers]
    return costs
