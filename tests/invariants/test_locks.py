"""What is installed is pinned, names no download host, and has a reason."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.invariants.tree import ROOT, write


def faults(root: Path) -> list[str]:
    """Locks that name a host or are missing a hash, tracked uv.lock, unexplained dependencies."""
    return [*_locks(root), *_tracked(root), *_unexplained(root)]


def _locks(root: Path) -> list[str]:
    wrong = []
    for path in sorted(root.glob("requirements*.txt")):
        lock = path.read_text()
        wrong += [f"{path.name}: names a host" for _ in re.findall("://", lock)]
        pins = len(re.findall(r"^[\w.\[\]-]+==", lock, re.MULTILINE))
        hashed = len(re.findall(r"^[\w.\[\]-]+==[^\n]*\\\n\s+--hash=", lock, re.MULTILINE))
        wrong += [f"{path.name}: a package without a hash"] * (pins - hashed)
    return wrong


def _tracked(root: Path) -> list[str]:
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return []
    command = [git, "-C", str(root), "ls-files", "uv.lock"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return ["uv.lock: names download hosts, must not be tracked"] if found.stdout.strip() else []


def _unexplained(root: Path) -> list[str]:
    path = root / "pyproject.toml"
    text = path.read_text() if path.exists() else ""
    project = tomllib.loads(text).get("project", {})
    groups = [project.get("dependencies", []), *project.get("optional-dependencies", {}).values()]
    return [
        f"pyproject.toml: no reason given for {name}"
        for group in groups
        for name in group
        if not re.search(rf'"{re.escape(name)}",? *# \w', text)
    ]


def test_what_is_installed_is_locked_and_explained() -> None:
    assert faults(ROOT) == []


PIN = "django==5.2.1 \\\n    --hash=sha256:0a\n"


@pytest.mark.parametrize(
    "lock",
    [
        "--index-url https://a.example/simple\n" + PIN,
        PIN + "nh3 @ https://a.example/nh3.whl\n",
        PIN + "nh3==0.3.8\n",
    ],
)
def test_a_bad_lock_is_found(tmp_path: Path, lock: str) -> None:
    write(tmp_path, "requirements-dev.txt", lock)
    assert len(faults(tmp_path)) == 1


def test_a_tracked_uv_lock_is_found(tmp_path: Path) -> None:
    write(tmp_path, "uv.lock")
    git = shutil.which("git")
    assert git
    subprocess.run([git, "init", "-q", str(tmp_path)], check=True)
    assert faults(tmp_path) == []
    subprocess.run([git, "-C", str(tmp_path), "add", "uv.lock"], check=True)
    assert faults(tmp_path) == ["uv.lock: names download hosts, must not be tracked"]


def test_a_dependency_without_a_reason_is_found(tmp_path: Path) -> None:
    lines = ['    "nh3",  # sanitises', '    "redis",', "]", "[project.optional-dependencies]"]
    lines = ["[project]", "dependencies = [", *lines, 'dev = ["ruff"]', ""]
    write(tmp_path, "pyproject.toml", "\n".join(lines))
    assert faults(tmp_path) == [
        "pyproject.toml: no reason given for redis",
        "pyproject.toml: no reason given for ruff",
    ]


def test_a_good_lock_passes(tmp_path: Path) -> None:
    write(tmp_path, "requirements.txt", PIN)
    assert faults(tmp_path) == []
