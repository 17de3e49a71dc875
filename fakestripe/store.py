"""Documents in one SQLite file: a single writer behind one lock.

Every Stripe object is one row, its JSON in ``body``. Keys that begin with an underscore are
ours and never leave over the wire (see ``render.public``).
"""

import json
import secrets
import sqlite3
import string
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fakestripe.errors import missing

Doc = dict[str, Any]

ALPHABET = string.ascii_letters + string.digits
SCHEMA = """
CREATE TABLE IF NOT EXISTS object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    created INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq);
CREATE INDEX IF NOT EXISTS object_customer
    ON object (kind, json_extract(body, '$.customer'), seq);
CREATE INDEX IF NOT EXISTS object_invoice
    ON object (kind, json_extract(body, '$.invoice'), seq);
CREATE INDEX IF NOT EXISTS object_intent
    ON object (kind, json_extract(body, '$.payment.payment_intent'), seq);
CREATE INDEX IF NOT EXISTS object_subscription
    ON object (kind, json_extract(body, '$.parent.subscription_details.subscription'), seq);
CREATE INDEX IF NOT EXISTS object_charge
    ON object (kind, json_extract(body, '$.charge'), seq);
CREATE TABLE IF NOT EXISTS due (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, step TEXT NOT NULL,
    object_id TEXT NOT NULL, UNIQUE (step, object_id));
CREATE INDEX IF NOT EXISTS due_at ON due (at, seq);
CREATE TABLE IF NOT EXISTS delivery (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, state TEXT NOT NULL,
    due REAL NOT NULL, position INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    answer TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (state, due, position);
CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY, request TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS request (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


def new_id(prefix: str) -> str:
    return f"{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(24))


class Store:
    def __init__(self, path: str | Path) -> None:
        if str(path) != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute("PRAGMA busy_timeout=20000")
        self._connection.executescript(SCHEMA)

    def close(self) -> None:
        with self.lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Holds the lock; a nested one joins the outer one."""
        with self.lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException as error:
                self._depth -= 1
                if self._depth == 0:
                    self._end(commit=getattr(error, "keeps_writes", False))
                raise
            self._depth -= 1
            if self._depth == 0:
                self._end(commit=True)

    def _end(self, *, commit: bool) -> None:
        self._connection.execute("COMMIT" if commit else "ROLLBACK")

    def execute(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self.lock:
            return self._connection.execute(sql, values).fetchall()

    def add(self, doc: Doc) -> Doc:
        self.execute(
            "INSERT INTO object (id, kind, created, body) VALUES (?, ?, ?, ?)",
            *(doc["id"], doc["object"], doc["created"], json.dumps(doc)),
        )
        return doc

    def save(self, doc: Doc) -> Doc:
        self.execute("UPDATE object SET body = ? WHERE id = ?", json.dumps(doc), doc["id"])
        return doc

    def find(self, object_id: str) -> Doc | None:
        rows = self.execute("SELECT body FROM object WHERE id = ?", object_id)
        return json.loads(rows[0]["body"]) if rows else None

    def get(self, kind: str, object_id: str, param: str = "id") -> Doc:
        """Raises 404 ``resource_missing`` naming ``param``."""
        doc = self.find(object_id)
        if doc is None or doc["object"] != kind:
            raise missing(kind.replace("_", " "), object_id, param)
        return doc

    def all(self, kind: str, **equal: Any) -> list[Doc]:
        """Oldest first; ``equal`` compares top-level fields."""
        where, values = _conditions(kind, equal)
        rows = self.execute(f"SELECT body FROM object WHERE {where} ORDER BY seq", *values)  # noqa: S608
        return [json.loads(row["body"]) for row in rows]

    def setting(self, name: str, default: Any) -> Any:
        rows = self.execute("SELECT value FROM setting WHERE name = ?", name)
        return json.loads(rows[0]["value"]) if rows else default

    def set_setting(self, name: str, value: Any) -> None:
        self.execute(
            "INSERT INTO setting VALUES (?, ?)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            *(name, json.dumps(value)),
        )


def _conditions(kind: str, equal: dict[str, Any]) -> tuple[str, list[Any]]:
    where, values = ["kind = ?"], [kind]
    for field, value in equal.items():
        where.append(f"json_extract(body, '$.{field.replace('__', '.')}') = ?")
        values.append(value)
    return " AND ".join(where), values
