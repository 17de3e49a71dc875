"""Due rows: whatever must happen after a write is a row written in the same transaction.

A row is claimed by a conditional update with a lease, performed in its community's scope, and
marked done. A nudge after commit makes it prompt; a periodic sweep makes it certain.
"""

import random
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from django.db import models, transaction
from django.db.models import F, Q

from core import clock, nudge
from core.tenancy import TenantModel, across_communities, community_scope

log = structlog.get_logger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
BACKOFF = timedelta(seconds=20)
LONGEST_BACKOFF = timedelta(hours=6)
# Letters: a day and a half, through a night without a mail server and the morning after.
LETTER_TRIES = 15


class Due(models.Model):
    """What must happen at `due_at`. `attempts` counts tries, `last_error` names a class.

    Done with an error left on it means given up: see `given_up`.
    """

    due_at = models.DateTimeField(default=clock.now)
    claimed_until = models.DateTimeField(default=EPOCH, editable=False)
    attempts = models.PositiveIntegerField(default=0, editable=False)
    last_error = models.CharField(max_length=200, blank=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["due_at"], name="%(class)s_due", condition=Q(done_at=None))]


# Returns when to be called again, or `None` when all is done.
Perform = Callable[[Any], datetime | None]


@dataclass(frozen=True)
class Worker:
    """What performs the due rows of one model."""

    model: type[Due]
    perform: Perform
    lease: timedelta
    at_most_once: bool
    tries: int | None = None


workers: dict[str, Worker] = {}


def performs(
    model: type[Due],
    *,
    lease: timedelta = timedelta(minutes=2),
    at_most_once: bool = False,
    tries: int | None = None,
) -> Callable[[Perform], Perform]:
    """Register the decorated operation for `model`; it may return when it is due again.

    `lease` must be longer than the longest outside call it makes. With `at_most_once` the row is
    done before it is performed: a crash loses the effect rather than repeating it. After `tries`
    failures the row is given up; without a number it is tried for ever.
    """

    def register(perform: Perform) -> Perform:
        workers[model._meta.label] = Worker(model, perform, lease, at_most_once, tries)
        return perform

    return register


def wake(model: type[Due]) -> None:
    """After the transaction commits, nudge the worker; the sweep finds what the nudge misses."""
    label = model._meta.label
    transaction.on_commit(lambda: nudge.celery("core.tasks.sweep", label))


def sweep(label: str = "", limit: int = 200) -> int:
    """Perform what is due, of one model or of all; returns how many rows were tried."""
    chosen = [workers[label]] if label else list(workers.values())
    return sum(sweep_one(worker, limit) for worker in chosen)


def sweep_one(worker: Worker, limit: int) -> int:
    with across_communities("due rows of every community"):
        due = Q(done_at=None, due_at__lte=clock.now(), claimed_until__lte=clock.now())
        rows = worker.model._default_manager.filter(due)
        ids = list(rows.order_by("due_at").values_list("pk", flat=True)[:limit])
    return sum(attempt(worker, pk) for pk in ids)


def claim(worker: Worker, pk: int) -> Any | None:
    """The row, leased to the caller, or `None` when another worker has it or it is done."""
    now = clock.now()
    with across_communities("due rows of every community"):
        rows = worker.model._default_manager.filter(
            pk=pk, done_at=None, due_at__lte=now, claimed_until__lte=now
        )
        changes: dict[str, Any] = {
            "claimed_until": now + worker.lease,
            "attempts": F("attempts") + 1,
        }
        if worker.at_most_once:
            changes["done_at"] = now
        if not rows.update(**changes):
            return None
        return worker.model._default_manager.get(pk=pk)


def attempt(worker: Worker, pk: int) -> bool:
    """Claim and perform one row; an error is kept on it and tried again later."""
    row = claim(worker, pk)
    if row is None:
        return False
    scope = community_scope(row.community_id) if isinstance(row, TenantModel) else nullcontext()
    with scope:
        try:
            again_at = worker.perform(row)
        except Exception as error:  # noqa: BLE001 - any failure keeps the row for the next try
            postpone(worker, row, error)
        else:
            finish(worker, row, again_at)
    return True


def finish(worker: Worker, row: Any, again_at: datetime | None) -> None:
    """Mark done, or set back to wait until `again_at`."""
    changes: dict[str, Any] = {"done_at": clock.now(), "last_error": ""}
    if again_at:
        changes = {"done_at": None, "due_at": again_at, "claimed_until": EPOCH}
    worker.model._default_manager.filter(pk=row.pk).update(**changes)


def postpone(worker: Worker, row: Any, error: Exception) -> None:
    name = type(error).__name__
    log.error("due_failed", model=worker.model._meta.label, id=row.pk, error=name)
    pause = min(BACKOFF * 2 ** min(row.attempts, 12), LONGEST_BACKOFF)
    later = clock.now() + pause * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    changes: dict[str, Any] = {"last_error": name, "claimed_until": EPOCH, "due_at": later}
    if worker.tries and row.attempts >= worker.tries:
        changes["done_at"] = clock.now()
    worker.model._default_manager.filter(pk=row.pk).update(**changes)


def given_up(rows: Any) -> Any:
    """Of a queryset of due rows, those whose effect will not happen any more by itself."""
    return rows.exclude(done_at=None).exclude(last_error="")


def try_again(rows: Any) -> int:
    """Let the rows of a queryset that failed be tried now, from the first try on.

    What may happen at most once is left as it is. Returns how many will be tried.
    """
    worker = workers[rows.model._meta.label]
    if worker.at_most_once:
        return 0
    again = rows.exclude(last_error="").update(
        due_at=clock.now(), claimed_until=EPOCH, done_at=None, attempts=0
    )
    wake(rows.model)
    return int(again)
