"""`python -m bench` as `make bench` runs it, only smaller."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from bench.server import environment


def bench(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *words],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(300)
def test_it_measures_and_leaves_nothing_behind(tmp_path: Path) -> None:
    ended = bench(
        "feed", "weight", "write", "--posts", "40", "--requests", "8", "--json", folder=tmp_path
    )
    assert ended.stderr == ""
    told = json.loads(ended.stdout)
    assert {row["id"] for row in told["rows"]} == {"F", "P1", "P3", "P5", "P6"}
    assert all(row["value"] > 0 for row in told["rows"])
    broken = [row for row in told["rows"] if not row["holds"] and "p50" not in row["what"]]
    assert ended.returncode == bool(broken)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_subject_is_refused(tmp_path: Path) -> None:
    ended = bench("fed", folder=tmp_path)
    assert ended.returncode == 2
    assert "no such subject: fed" in ended.stderr


def test_no_setting_of_this_machine_is_used(tmp_path: Path) -> None:
    """A `.env` with a real database or real keys must not be what is measured."""
    env = environment(tmp_path, 1)
    for name in ("DATABASE_URL", "DATA_DIR"):
        assert str(tmp_path) in env[name]
    assert all(name in env for name in ("REDIS_URL", "STRIPE_SECRET_KEY", "EMAIL_URL"))
