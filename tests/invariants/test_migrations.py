"""Migrations run beside the old code: nothing is renamed, dropped or filled in one step."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# A migration that must do one of these names the reason here.
ALLOWED: dict[str, str] = {}
DANGEROUS = {
    "RemoveField": "old code still reads the column: stop using it, remove it a release later",
    "DeleteModel": "old code still reads the table",
    "RenameField": "old code knows the old name: add, copy, switch, remove",
    "RenameModel": "old code knows the old name",
    "AlterUniqueTogether": "use a named constraint",
    "RunSQL": "has to run on both databases; write an operation instead",
}


def dangers(source: str) -> list[str]:
    """Names of operations in a migration that do not run beside the old code."""
    calls = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [func.attr for func in calls if isinstance(func, ast.Attribute)]
    return [f"{name}: {DANGEROUS[name]}" for name in names if name in DANGEROUS]


def test_no_migration_breaks_the_code_that_still_runs() -> None:
    found = {
        str(path.relative_to(ROOT)): dangers(path.read_text())
        for path in ROOT.glob("*/migrations/[0-9]*.py")
    }
    assert found
    assert {name: d for name, d in found.items() if d and name not in ALLOWED} == {}


@pytest.mark.parametrize("operation", DANGEROUS)
def test_each_danger_is_seen(operation: str) -> None:
    assert dangers(f"operations = [migrations.{operation}('x')]")
