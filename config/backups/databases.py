"""A database as it stands at one instant, and the way back into an empty one.

SQLite is copied by its own backup API. PostgreSQL is read in one repeatable-read transaction with
COPY: no outside tool, no version of a server to match, and nothing waits for it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol, cast

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from config.backups import Trouble

# COPY is cut into parts: a tar stream says each size before its bytes.
PART_BYTES = 8 << 20
SQLITE_FILE = "database.sqlite3"
# Migrations are told by name, and tables of caches are made anew.
NOT_DATA = {"django_migrations", settings.CACHES["limits"]["LOCATION"]}


class Archive(Protocol):
    """Where a snapshot puts its files."""

    def add_file(self, name: str, path: Path) -> None: ...
    def add_bytes(self, name: str, content: bytes) -> None: ...


def migrations() -> list[list[str]]:
    """The applied migrations of this code's apps, sorted."""
    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations
    return sorted(
        [app, name] for app, name in executor.loader.applied_migrations if (app, name) in known
    )


def is_behind() -> bool:
    """Whether this code knows of migrations that were not applied."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def is_empty() -> bool:
    """Whether nobody has an account here and no community is open; tables may be there."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in {"accounts_user", "communities_community"} & tables:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own two names
            if cursor.fetchone():
                return False
    return True


class Sqlite:
    """The copy is complete once `snapshot` is entered."""

    name = "sqlite"

    @contextmanager
    def snapshot(self, folder: Path) -> Iterator[None]:
        connection.ensure_connection()
        self.copy = folder / SQLITE_FILE
        with closing(sqlite3.connect(self.copy)) as copy:
            connection.connection.backup(copy)
        yield

    def about(self) -> dict[str, Any]:
        return {}

    def write(self, archive: Archive) -> None:
        archive.add_file(SQLITE_FILE, self.copy)

    @contextmanager
    def filling(self, about: dict[str, Any], folder: Path) -> Iterator[None]:
        """Collect the copy in `folder`; it goes into the database whole at the end, or not."""
        self.copy = folder / SQLITE_FILE
        with self.copy.open("wb") as self.out:
            yield
        connection.ensure_connection()
        with closing(sqlite3.connect(self.copy)) as copy:
            copy.backup(connection.connection)
        connection.close()

    def take(self, name: str, content: Iterator[bytes]) -> None:
        self.out.writelines(content)


class Postgres:
    """What is read inside `snapshot` is of the instant it was entered."""

    name = "postgresql"

    @contextmanager
    def snapshot(self, folder: Path) -> Iterator[None]:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT 1")
            yield

    def about(self) -> dict[str, Any]:
        tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        return {"tables": {table: columns(table) for table in sorted({*tables} - NOT_DATA)}}

    def write(self, archive: Archive) -> None:
        for table, names in self.about()["tables"].items():
            for number, part in enumerate(parts(table, names)):
                archive.add_bytes(f"tables/{table}/{number:06}.copy", part)

    @contextmanager
    def filling(self, about: dict[str, Any], folder: Path) -> Iterator[None]:
        """Bring the empty tables to the backup's migrations, and fill them in one transaction."""
        arrive_at(about["migrations"])
        self.tables: dict[str, list[str]] = about["tables"]
        with transaction.atomic(), connection.cursor() as cursor:
            there = set(connection.introspection.table_names())
            if missing := set(self.tables) - there:
                raise Trouble(f"This version of Blizko has no tables {', '.join(sorted(missing))}.")
            for table in self.tables:
                cursor.execute(f"TRUNCATE {quoted(table)} CASCADE")
            yield
            for table in self.tables:
                set_sequences(cursor, table)

    def take(self, name: str, content: Iterator[bytes]) -> None:
        table = name.split("/")[1]
        with (
            connection.cursor() as cursor,
            copy(cursor, table, self.tables[table], "FROM STDIN") as rows,
        ):
            for piece in content:
                rows.write(piece)


Database = Sqlite | Postgres


def database() -> Database:
    return Sqlite() if settings.ON_SQLITE else Postgres()


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def columns(table: str) -> list[str]:
    """What COPY may fill: the columns that are not generated from others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
            [quoted(table)],
        )
        return [name for (name,) in cursor.fetchall()]


def copy(cursor: Any, table: str, names: list[str], way: str) -> Any:
    """A running COPY. `cursor` is Django's; the one underneath knows the word."""
    chosen = ", ".join(map(quoted, names))
    return cursor.cursor.copy(f"COPY {quoted(table)} ({chosen}) {way}")


def parts(table: str, names: list[str]) -> Iterator[bytes]:
    waiting = bytearray()
    with connection.cursor() as cursor, copy(cursor, table, names, "TO STDOUT") as rows:
        for piece in rows:
            waiting += piece
            if len(waiting) >= PART_BYTES:
                yield bytes(waiting)
                waiting.clear()
    if waiting:
        yield bytes(waiting)


def arrive_at(applied: list[list[str]]) -> None:
    """Migrate the empty database to exactly these. Raises `Trouble` when it is further already."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in applied}
    further = (
        set(executor.loader.applied_migrations) & set(executor.loader.disk_migrations) - wanted
    )
    if further:
        raise Trouble(
            "The database has tables of a newer version than the backup."
            " Give an empty one: drop it and create it again."
        )
    graph = executor.loader.graph
    leaves = [
        node
        for node in wanted & set(graph.nodes)
        if not any(child.key in wanted for child in graph.node_map[node].children)
    ]
    executor.migrate(cast(Any, leaves))


def set_sequences(cursor: Any, table: str) -> None:
    """Let new rows go on after the highest that came back."""
    for sequence in connection.introspection.get_sequences(cursor, table):
        column = quoted(sequence["column"])
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), max({column})) FROM {quoted(table)}"  # noqa: S608
            f" HAVING max({column}) IS NOT NULL",
            [quoted(table), sequence["column"]],
        )
