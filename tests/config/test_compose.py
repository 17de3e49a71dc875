"""docker-compose.yml started without Docker: each process by its own command and environment."""

import ast
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from billing.gateway import EVENT_TYPES
from tests.config.containers import (
    COMPOSE,
    FILLED_IN,
    READY_SECONDS,
    ROOT,
    SERVICES,
    Machine,
    environment,
    free_port,
    grace_seconds,
    instructions,
    until,
)

OURS = ("migrate", "web", "worker", "scheduler")
STAYING = ("web", "worker", "scheduler")
VISITOR = "203.0.113.7"
HTTPS = {"Host": "blizko.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": VISITOR}


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Machine]:
    """Neither database nor Redis answers here."""
    gone = f"127.0.0.1:{free_port()}"
    machine = Machine(tmp_path, f"postgres://blizko@{gone}/blizko", f"redis://{gone}/0")
    yield machine
    machine.end()


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    """With a PostgreSQL database of its own, and a Redis database no other test works in."""
    url, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not url.startswith("postgres") or not redis:
        pytest.skip("needs DATABASE_URL of a PostgreSQL and REDIS_URL")
    name, parts = f"blizko_compose_{os.getpid()}", urlsplit(redis)
    beside = parts._replace(path=f"/{(int(parts.path.strip('/') or 0) + 1) % 16}").geturl()
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    machine = Machine(tmp_path, f"{url.rpartition('/')[0]}/{name}", beside)
    try:
        yield machine
    finally:
        machine.end()
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def settings_read() -> set[str]:
    """Every name that config/settings.py reads from the environment."""
    return {
        node.args[0].value
        for node in ast.walk(ast.parse((ROOT / "config/settings.py").read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
    }


def test_the_example_names_every_setting_and_no_other() -> None:
    lines = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    compose = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert len(lines) == len(set(lines))
    assert set(lines) == settings_read() | compose
    assert "SECRET_KEY" in settings_read()


def test_each_setting_is_explained() -> None:
    """A comment of words stands above each line that sets something."""
    before = ""
    for line in (ROOT / ".env.example").read_text().splitlines():
        if re.match(r"#?[A-Z_]+=", line):
            assert before.startswith("# "), line
        before = line


def test_what_has_to_be_filled_in_is_empty_in_the_example() -> None:
    text = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^([A-Z_]+)=$", text, re.MULTILINE)) == set(FILLED_IN)


def test_every_service_of_ours_runs_the_one_image_with_as_little_as_it_needs() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert service["image"] == "blizko"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert grace_seconds(name) == 30
        assert environment(name)["MODE"] == "production"
    assert instructions("USER") == ["blizko"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"proxy"}
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["db"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_migrations_come_first_and_the_proxy_last() -> None:
    for name in STAYING:
        waits = SERVICES[name]["depends_on"]["migrate"]
        assert waits == {"condition": "service_completed_successfully"}
    assert SERVICES["proxy"]["depends_on"]["web"] == {"condition": "service_healthy"}


def test_nothing_secret_gets_into_the_image() -> None:
    assert ".*" in (ROOT / ".dockerignore").read_text().splitlines()
    built = " ".join(instructions("ENV") + instructions("ARG") + instructions("RUN"))
    secrets = ("SECRET", "PASSWORD", "STRIPE", "EMAIL_URL", "DATABASE_URL")
    assert not any(word in built for word in secrets)


@pytest.mark.timeout(READY_SECONDS * len(OURS))
def test_nothing_starts_without_a_secret_key(nowhere: Machine) -> None:
    for name in OURS:
        assert nowhere.start(name, SECRET_KEY="").wait(READY_SECONDS) != 0, name
        assert "Set SECRET_KEY" in nowhere.log(name), name


def test_static_files_are_built_without_any_secret(nowhere: Machine) -> None:
    assert nowhere.build() == 0, nowhere.log("build")
    assert (nowhere.folder / "static" / "staticfiles.json").exists()


# Whatever only requirements-dev.txt installs cannot be imported; then everything a service imports.
AS_INSTALLED = """
import re, sys
from importlib.metadata import packages_distributions
def plain(name):
    return re.sub("[-_.]+", "-", name).lower()
def locked(file):
    return {plain(name) for name in re.findall(r"^([\\w.-]+)==", open(file).read(), re.MULTILINE)}
tests_only = locked("requirements-dev.txt") - locked("requirements.txt")
found = packages_distributions().items()
absent = {top for top, names in found if {plain(name) for name in names} <= tests_only}
class Absent:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent)
import config.asgi, config.urls, celery.bin.celery, celery.beat, kombu.transport.redis
config.celery_app.loader.import_default_modules()
assert "pytest" in absent
"""


def test_the_image_installs_all_that_runs_in_it(nowhere: Machine) -> None:
    words = ("python", "-c", AS_INSTALLED)
    assert nowhere.run("web", *words) == 0, nowhere.log("beside")


def test_the_operator_is_told_every_event_we_listen_to() -> None:
    told = (ROOT / "docs/operations.md").read_text()
    assert [event for event in EVENT_TYPES if f"`{event}`" not in told] == []


LETTER = """
import os, sys, time, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from datetime import timedelta
from django.db import transaction
from accounts.models import User
from billing.models import AccessLetter
from communities.models import Community, Membership
from core import clock, due
from core.tenancy import community_scope
wakes, address = sys.argv[1] == "wake", sys.argv[2]
until = clock.now() + timedelta(days=2)
user = User.objects.create_user(address)
community = Community.objects.create(slug=address[:5], name="x", language="en", time_zone="UTC")
with community_scope(community):
    member = Membership(user=user, state="active", full_until=until, read_until=until)
    member.take_alias("Wren")
    member.save()
    with transaction.atomic():
        row = AccessLetter.objects.create(membership=member, kind="place_ending", period=until)
        if wakes:
            due.wake(AccessLetter)
    for _ in range(300):
        row.refresh_from_db()
        if row.done_at:
            sys.exit()
        time.sleep(0.1)
sys.exit("nobody did it")
"""


@pytest.mark.timeout(300)
def test_the_whole_of_it_starts_works_and_stops(machine: Machine) -> None:
    assert machine.build() == 0, machine.log("build")
    assert machine.start("migrate").wait(READY_SECONDS) == 0, machine.log("migrate")
    running = {name: machine.start(name) for name in ("web", "worker")}
    until(machine.is_healthy, machine.log("web"))
    ready = machine.get("/health/ready")
    assert (ready.status, ready.text) == (200, '{"database": "up", "redis": "up"}')
    assert machine.get("/health/live").status == 200
    answers_over_tls_alone(machine)
    perform_a_letter(machine, "wake", "first@blizko.example")
    running["scheduler"] = machine.start("scheduler")
    perform_a_letter(machine, "wait", "other@blizko.example")
    for name, process in running.items():
        stops(machine, name, process)


def answers_over_tls_alone(machine: Machine) -> None:
    page = machine.get("/help-now/", **HTTPS)
    assert page.status == 200
    machine.get("/accounts/", **HTTPS)
    assert f'"ip": "{VISITOR}"' in machine.log("web")
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    sheet = re.search(r'href="(/static/css/[^"]+\.[0-9a-f]{12}\.css)"', page.text)
    assert sheet, "no hashed style sheet on the page"
    assert machine.get(sheet[1], **HTTPS).status == 200
    plain = machine.get("/help-now/", Host="blizko.example")
    assert (plain.status, plain.headers["Location"]) == (301, "https://blizko.example/help-now/")
    assert machine.get("/help-now/", **HTTPS | {"Host": "other.example"}).status == 400


def perform_a_letter(machine: Machine, how: str, address: str) -> None:
    """A due row is performed: at once when nudged, or by the scheduler's next look."""
    assert machine.run("web", "python", "-c", LETTER, how, address) == 0, machine.log("beside")
    letters = [path.read_text() for path in (machine.folder / "mail").iterdir()]
    assert sum(f"To: {address}" in letter for letter in letters) == 1


def stops(machine: Machine, name: str, process: subprocess.Popen[bytes]) -> None:
    assert process.poll() is None, machine.log(name)
    before = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code = process.wait(grace_seconds(name))
    assert code in {0, -signal.SIGTERM}, machine.log(name)
    assert time.monotonic() - before < grace_seconds(name)
    assert "\nTraceback" not in "\n" + machine.log(name)
