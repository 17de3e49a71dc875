"""Two sweeps at once over the same due rows: each row is performed once."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.browser.servers import ROOT
from tests.reliability.apart import on_postgres, own_database
from tests.reliability.machine import until

ROWS, CONTROL_ROWS = 200, 40
FILL = """
import sys
import django
django.setup()
from datetime import timedelta
from django.db import transaction
from accounts.models import User
from billing.models import AccessLetter
from communities.models import Community, Membership
from core import clock
from core.tenancy import community_scope
until = clock.now() + timedelta(days=2)
community = Community.objects.create(slug=sys.argv[1], name="x", language="en", time_zone="UTC")
with community_scope(community), transaction.atomic():
    for number in range(int(sys.argv[2])):
        user = User.objects.create_user(f"person{number}@{sys.argv[1]}.example")
        member = Membership(user=user, state="active", full_until=until, read_until=until)
        member.take_alias(f"Wren{number}")
        member.save()
        AccessLetter.objects.create(membership=member, kind="place_ending", period=until)
"""
SWEEP = """
import sys, time
from pathlib import Path
import django
django.setup()
from core import due
from core.tenancy import across_communities
def unguarded(worker, pk):
    with across_communities("the control: looks, and does not claim"):
        row = worker.model._default_manager.get(pk=pk)
    return None if row.done_at else row
if sys.argv[1] == "unguarded":
    due.claim = unguarded
me, go = Path(sys.argv[2]), Path(sys.argv[3])
me.touch()
while not go.exists():
    time.sleep(0.001)
print(due.sweep("billing.AccessLetter"))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("schedulers")


@pytest.fixture(scope="module")
def environment(folder: Path) -> Iterator[dict[str, str]]:
    """Of processes on a migrated database of their own."""
    env = {"PATH": os.environ["PATH"], "MODE": "test", "DATA_DIR": str(folder)}
    env |= {"SECRET_KEY": "for-tests-only", "DJANGO_SETTINGS_MODULE": "config.settings"}
    database = own_database("blizko_schedulers") if on_postgres() else nullcontext("")
    with database as url:
        env |= {"DATABASE_URL": url} if url else {}
        run(env, "manage.py", "migrate", "--verbosity", "0")
        yield env


def run(env: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, env=env, check=True)


def both_sweep(env: dict[str, str], how: str, rows: int, folder: Path) -> list[int]:
    """How many of the due rows each of the two tried."""
    run(env, "-c", FILL, how, str(rows))
    go, ready = folder / f"{how}-go", [folder / f"{how}-1", folder / f"{how}-2"]
    words = [[sys.executable, "-c", SWEEP, how, str(mine), str(go)] for mine in ready]
    sweeps = [subprocess.Popen(w, cwd=ROOT, env=env, stdout=PIPE, text=True) for w in words]
    until(lambda: all(mine.exists() for mine in ready), "a sweep did not start", 60)
    go.touch()
    return [int(sweep.communicate(timeout=120)[0]) for sweep in sweeps]


def letters(folder: Path, how: str) -> Counter[str]:
    """How many letters each person got."""
    texts = [path.read_text() for path in (folder / "mail").glob("*.log")]
    found = [to for text in texts for to in re.findall(r"^To: (.*)$", text, re.MULTILINE)]
    return Counter(to for to in found if to.endswith(f"@{how}.example"))


def test_each_row_is_performed_once(
    environment: dict[str, str], folder: Path, figures: list[str]
) -> None:
    first, second = both_sweep(environment, "guarded", ROWS, folder)
    assert (first > 0, second > 0, first + second) == (True, True, ROWS)
    sent = letters(folder, "guarded")
    assert (len(sent), set(sent.values())) == (ROWS, {1})
    figures.append(f"two sweeps: {first} and {second} of {ROWS} due rows, each once")


def test_without_the_claim_some_are_performed_twice(
    environment: dict[str, str], folder: Path
) -> None:
    """The control: the race is really run."""
    assert sum(both_sweep(environment, "unguarded", CONTROL_ROWS, folder)) > CONTROL_ROWS
    assert max(letters(folder, "unguarded").values()) == 2
