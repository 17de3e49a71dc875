"""The files of the project, for checks that read them."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {"__pycache__", "migrations", "node_modules", "var"}


def files(root: Path, *suffixes: str) -> Iterator[Path]:
    """Walk the project's own files with these suffixes; hidden folders and data are not ours."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(n for n in folders if n not in SKIPPED and not n.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if name.endswith(suffixes))


def code(root: Path) -> Iterator[tuple[str, str]]:
    """Name and source of each Python file, tests and measurements left out."""
    for path in files(root, ".py"):
        name = path.relative_to(root).as_posix()
        if not name.startswith(("tests/", "bench/")):
            yield name, path.read_text()


def write(root: Path, name: str, content: str = "") -> Path:
    """Put a sample into a tree of a test."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path
