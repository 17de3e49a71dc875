"""What was measured, beside what was promised; a table for people, JSON for machines."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Row:
    """One figure. Without a `target` it only informs.

    A value above its target does not hold. `decides` is false for absolute times, which tell
    more of the machine than of the code.
    """

    id: str
    what: str
    value: float
    unit: str
    target: float | None = None
    decides: bool = True
    exactly: bool = False

    @property
    def holds(self) -> bool:
        if self.target is None:
            return True
        return self.value == self.target if self.exactly else self.value <= self.target


def exit_code(rows: Sequence[Row]) -> int:
    return int(any(row.decides and not row.holds for row in rows))


def as_table(rows: Sequence[Row]) -> str:
    width = max(len(row.what) for row in rows)
    return "\n".join(line(row, width) for row in rows)


def line(row: Row, width: int) -> str:
    if row.target is None:
        return f"{row.id:4} {row.what:{width}} {row.value:9.2f} {row.unit}"
    sign = "=" if row.exactly else "<="
    verdict = "holds" if row.holds else "DOES NOT HOLD" if row.decides else "above, decides nothing"
    return (
        f"{row.id:4} {row.what:{width}} {row.value:9.2f} {row.unit:10} {sign} {row.target:g}"
        f"  {verdict}"
    )


def as_json(rows: Sequence[Row]) -> str:
    told = [
        {
            "id": row.id,
            "what": row.what,
            "value": round(row.value, 3),
            "unit": row.unit,
            "target": row.target,
            "holds": row.holds,
        }
        for row in rows
    ]
    return json.dumps({"rows": told, "machine": machine(), "commit": commit()}, indent=2)


def machine() -> str:
    return f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def commit() -> str:
    """The commit measured, with a + where files were changed since; empty outside git."""
    words = ["git", "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"]
    told = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return told.stdout.strip()
