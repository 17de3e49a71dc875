"""Small files and functions: what cannot be read in one go is split."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.invariants.tree import ROOT, files, write

FILE, TEST_FILE, FUNCTION, VIEW, TEMPLATE = 400, 600, 40, 20, 150
EXCEPTIONS = "tests/invariants/size_exceptions.toml"


def too_big(root: Path) -> dict[str, int]:
    """Everything over its limit, with its number of lines."""
    return {name: lines for name, lines, limit in _measured(root) if lines > limit}


def faults(root: Path) -> list[str]:
    """What is too big and not excused, what has grown, and excuses nobody needs."""
    big, excused = too_big(root), _exceptions(root)
    wrong = [f"{name}: {lines} lines" for name, lines in big.items() if name not in excused]
    for name, entry in excused.items():
        if name not in big:
            wrong.append(f"{name}: needs no exception any more")
        elif big[name] > entry["lines"]:
            wrong.append(f"{name}: grew from {entry['lines']} to {big[name]} lines")
        elif not entry["why"]:
            wrong.append(f"{name}: says no reason")
    return sorted(wrong)


def _measured(root: Path) -> Iterator[tuple[str, int, int]]:
    for path in files(root, ".py", ".js", ".css"):
        name, source = path.relative_to(root).as_posix(), path.read_text()
        yield name, _lines(source), TEST_FILE if name.startswith("tests/") else FILE
        if path.suffix == ".py":
            yield from _functions(name, source)
    for path in files(root / "templates", ".html", ".txt"):
        yield path.relative_to(root).as_posix(), _lines(path.read_text()), TEMPLATE


def _functions(name: str, source: str) -> Iterator[tuple[str, int, int]]:
    limit = VIEW if "views" in Path(name).with_suffix("").parts else FUNCTION
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}::{node.name}", (node.end_lineno or 0) - node.lineno + 1, limit


def _lines(source: str) -> int:
    return len(source.splitlines())


def _exceptions(root: Path) -> dict[str, dict[str, Any]]:
    path = root / EXCEPTIONS
    listed: dict[str, dict[str, Any]] = {}
    if path.exists():
        listed = tomllib.loads(path.read_text())["exceptions"]
    return listed


def test_nothing_is_too_big() -> None:
    assert faults(ROOT) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("app/models.py", "x = 1\n" * 401),
        ("static/js/app.js", "x()\n" * 401),
        ("static/css/app.css", "a {}\n" * 401),
        ("tests/app/test_x.py", "x = 1\n" * 601),
        ("templates/app/page.html", "<p>\n" * 151),
        ("app/operations.py", "def f():\n" + "    x = 1\n" * 40),
        ("app/views.py", "def f():\n" + "    x = 1\n" * 20),
        ("app/views/one.py", "async def f():\n" + "    x = 1\n" * 20),
    ],
)
def test_what_is_too_big_is_found(tmp_path: Path, name: str, content: str) -> None:
    write(tmp_path, name, content)
    assert len(faults(tmp_path)) == 1


def test_what_is_just_small_enough_passes(tmp_path: Path) -> None:
    write(tmp_path, "app/models.py", "x = 1\n" * 400)
    write(tmp_path, "app/views.py", "def f():\n" + "    x = 1\n" * 19)
    write(tmp_path, "app/migrations/0001_initial.py", "x = 1\n" * 900)
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (401, []),
        (402, ["app/models.py: grew from 401 to 402 lines"]),
        (400, ["app/models.py: needs no exception any more"]),
    ],
)
def test_the_list_of_exceptions_only_shrinks(tmp_path: Path, lines: int, fault: list[str]) -> None:
    write(tmp_path, "app/models.py", "x = 1\n" * lines)
    entry = '[exceptions]\n"app/models.py" = { lines = 401, why = "one table" }\n'
    write(tmp_path, EXCEPTIONS, entry)
    assert faults(tmp_path) == fault
