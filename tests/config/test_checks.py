"""What may not start, says so: one sentence each."""

import subprocess
import sys
from typing import Any

import pytest
from celery.signals import beat_init, worker_init
from django.conf import settings as settings_of_django
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from config import celery, checks
from core.models import ClockOffset

PRODUCTION: dict[str, Any] = {
    "MODE": "production",
    "PRODUCTION": True,
    "DEMO": False,
    "DEBUG": False,
    "SECRET_KEY": "x7" * 25,
    "FAKE_STRIPE_URL": "",
    "ON_SQLITE": False,
    "ALLOW_SQLITE": False,
    "SITE_URL": "https://blizko.example",
    "ALLOWED_HOSTS": ["blizko.example"],
    "OPERATOR_NAME": "Somebody",
    "OPERATOR_CONTACT": "somebody@blizko.example",
    "STRIPE_SECRET_KEY": "sk_live_1",
    "STRIPE_WEBHOOK_SECRETS": ["whsec_1"],
}
DEMO: dict[str, Any] = {
    "MODE": "demo",
    "PRODUCTION": False,
    "DEMO": True,
    "SITE_URL": "http://localhost:8000",
    "STRIPE_SECRET_KEY": "sk_test_fake",
}


def told(settings: Any, values: dict[str, Any]) -> list[str]:
    for name, value in values.items():
        setattr(settings, name, value)
    return [rule.id for rule in checks.refusals()]


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"SECRET_KEY": "x" * 49}, ["secret_key"]),
        ({"DEBUG": True}, ["debug"]),
        ({"FAKE_STRIPE_URL": "http://localhost:8001"}, ["fake_stripe"]),
        ({"ON_SQLITE": True}, ["sqlite"]),
        ({"ON_SQLITE": True, "ALLOW_SQLITE": True}, []),
        ({"SITE_URL": "http://blizko.example"}, ["site_url"]),
        ({"SITE_URL": "https://"}, ["site_url", "allowed_hosts"]),
        ({"ALLOWED_HOSTS": []}, ["allowed_hosts"]),
        ({"ALLOWED_HOSTS": ["localhost"]}, ["allowed_hosts"]),
        ({"ALLOWED_HOSTS": ["blizko.example", "*"]}, ["allowed_hosts"]),
        ({"OPERATOR_NAME": ""}, ["operator_name"]),
        ({"OPERATOR_CONTACT": ""}, ["operator_contact"]),
        ({"STRIPE_WEBHOOK_SECRETS": []}, ["webhook_secrets"]),
        ({"STRIPE_WEBHOOK_SECRETS": [], "STRIPE_SECRET_KEY": "rk_live_1"}, ["webhook_secrets"]),
        ({"STRIPE_WEBHOOK_SECRETS": [], "STRIPE_SECRET_KEY": "sk_test_1"}, []),
        ({"MODE": "prod"}, ["mode"]),
        ({"SECRET_KEY": "short", "DEBUG": True}, ["secret_key", "debug"]),
    ],
)
def test_production(settings: Any, changes: dict[str, Any], refused: list[str]) -> None:
    assert told(settings, PRODUCTION | changes) == refused


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, []),
        ({"SITE_URL": "http://127.0.0.1:8000"}, []),
        ({"SITE_URL": "https://blizko.example"}, ["this_machine"]),
        ({"SITE_URL": "http://192.168.1.5:8000"}, ["this_machine"]),
        ({"STRIPE_SECRET_KEY": "sk_live_1"}, ["live_key"]),
        ({"MODE": "development", "DEMO": False, "STRIPE_SECRET_KEY": "rk_live_1"}, ["live_key"]),
        ({"MODE": ""}, ["mode"]),
    ],
)
def test_demo_and_development(settings: Any, changes: dict[str, Any], refused: list[str]) -> None:
    assert told(settings, DEMO | changes) == refused


def test_refusals_are_system_checks(settings: Any) -> None:
    told(settings, PRODUCTION | {"SECRET_KEY": "short"})
    found = [error.id for error in run_checks(tags=["security"])]
    assert "config.secret_key" in found


def test_whatever_starts_is_told_everything_at_once(settings: Any) -> None:
    told(settings, PRODUCTION | {"SECRET_KEY": "short", "OPERATOR_NAME": ""})
    with pytest.raises(ImproperlyConfigured, match=r"(?s)SECRET_KEY.*OPERATOR_NAME"):
        checks.refuse()
    told(settings, PRODUCTION)
    checks.refuse()


def test_worker_and_scheduler_leave_and_say_why(settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://localhost:6379/0"
    told(settings, PRODUCTION | {"SECRET_KEY": "short"})
    for signal in (worker_init, beat_init):
        with pytest.raises(SystemExit, match="SECRET_KEY"):
            signal.send(sender=None)
    told(settings, PRODUCTION)
    celery.refuse()


def test_a_worker_of_its_own_needs_a_broker(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    with pytest.raises(SystemExit, match="REDIS_URL"):
        celery.refuse()
    monkeypatch.setitem(celery.app.conf, "embedded", True)
    celery.refuse()


@pytest.mark.parametrize("start", [["manage.py", "check"], ["-c", "import config.asgi"]])
def test_without_a_secret_key_nothing_starts(start: list[str]) -> None:
    environment = {"MODE": "production", "PATH": "", "SITE_URL": "https://blizko.example"}
    ended = subprocess.run(
        [sys.executable, *start],
        cwd=settings_of_django.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "SECRET_KEY" in ended.stderr


@pytest.mark.django_db
def test_the_demo_takes_an_empty_database_and_knows_it_again() -> None:
    ClockOffset.objects.all().delete()
    checks.claim_database_for_demo()
    User.objects.create_user("somebody@example.org")
    checks.claim_database_for_demo()


@pytest.mark.django_db
def test_the_demo_leaves_a_database_with_people_alone() -> None:
    ClockOffset.objects.all().delete()
    User.objects.create_user("somebody@example.org")
    with pytest.raises(ImproperlyConfigured, match="empty"):
        checks.claim_database_for_demo()
    assert not ClockOffset.objects.exists()
