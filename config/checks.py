"""What this process refuses to start with: as Django's system checks, and again at each start.

Each refusal is one sentence that says what to set. Web, worker, scheduler and every
`manage.py` command that runs checks stop at the first start, not at the first visitor.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from core.models import ClockOffset

MODES = ("production", "demo", "test", "development")
OPENINGS = ("operator", "anyone")
SHORTEST_SECRET = 50
LIVE_KEYS = ("sk_live_", "rk_live_")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Refusal(NamedTuple):
    """A state of the settings nothing may start with."""

    id: str
    wrong: bool
    sentence: str


def refusals() -> list[Refusal]:
    """Everything wrong with the settings of this process."""
    if settings.MODE not in MODES:
        return [Refusal("mode", True, f"Set MODE to one of: {', '.join(MODES)}.")]
    if settings.OPENING not in OPENINGS:
        return [Refusal("opening", True, f"Set OPENING to one of: {', '.join(OPENINGS)}.")]
    rules = chain(what_it_holds(), who_it_is()) if settings.PRODUCTION else elsewhere()
    return [rule for rule in rules if rule.wrong]


def what_it_holds() -> Iterator[Refusal]:
    """Secrets, data and money in production."""
    live = settings.STRIPE_SECRET_KEY.startswith(LIVE_KEYS)
    yield Refusal(
        "secret_key",
        len(secret_key()) < SHORTEST_SECRET,
        f"Set SECRET_KEY to at least {SHORTEST_SECRET} random characters.",
    )
    yield Refusal("debug", settings.DEBUG, "Unset DEBUG: it shows people's data on error pages.")
    yield Refusal(
        "fake_stripe",
        bool(settings.FAKE_STRIPE_URL),
        "Unset FAKE_STRIPE_URL: production takes no pretend money.",
    )
    yield Refusal(
        "sqlite",
        settings.ON_SQLITE and not settings.ALLOW_SQLITE,
        "Set DATABASE_URL to PostgreSQL, or ALLOW_SQLITE=1 for one small server.",
    )
    yield Refusal(
        "email",
        settings.EMAIL_BACKEND.endswith("console.EmailBackend"),
        "Set EMAIL_URL: without a mail server nobody gets the code to sign in with.",
    )
    yield Refusal(
        "webhook_secrets",
        live and not settings.STRIPE_WEBHOOK_SECRETS,
        "Set STRIPE_WEBHOOK_SECRETS: with a live STRIPE_SECRET_KEY events must be signed.",
    )


def who_it_is() -> Iterator[Refusal]:
    """Where production is reached, and who answers for it."""
    site = urlsplit(settings.SITE_URL)
    yield Refusal(
        "site_url",
        site.scheme != "https" or not site.hostname,
        "Set SITE_URL to the https:// address people open.",
    )
    yield Refusal(
        "allowed_hosts",
        site.hostname not in settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS,
        "Set ALLOWED_HOSTS to the host names of this site, that of SITE_URL among them, without *.",
    )
    yield Refusal(
        "operator_name",
        not settings.OPERATOR_NAME,
        "Set OPERATOR_NAME: the public page says who runs this server.",
    )
    yield Refusal(
        "operator_contact",
        not settings.OPERATOR_CONTACT,
        "Set OPERATOR_CONTACT: the public page says how to reach whoever runs this server.",
    )


def elsewhere() -> Iterator[Refusal]:
    """Demo, test and development open doors that may not stand open on a public address."""
    yield Refusal(
        "this_machine",
        urlsplit(settings.SITE_URL).hostname not in THIS_MACHINE,
        f"MODE={settings.MODE} is for this machine only: set MODE=production for "
        "a public SITE_URL, or SITE_URL to http://localhost.",
    )
    yield Refusal(
        "live_key",
        settings.STRIPE_SECRET_KEY.startswith(LIVE_KEYS),
        f"MODE={settings.MODE} may not move real money: set STRIPE_SECRET_KEY to a test key.",
    )


def secret_key() -> str:
    """The key, or nothing: Django raises for an empty one, and only its own sentence."""
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


@register(Tags.security)
def settings_check(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [Error(rule.sentence, id=f"config.{rule.id}") for rule in refusals()]


def refuse() -> None:
    """Raise `ImproperlyConfigured` with all refusals, one per line."""
    found = refusals()
    if found:
        lines = "\n".join(f"- {rule.sentence}" for rule in found)
        raise ImproperlyConfigured(f"Refusing to start:\n{lines}")


def refuse_lonely_worker() -> None:
    """Raise `ImproperlyConfigured` where a worker of its own would wait for wake-ups in vain."""
    if settings.CELERY_BROKER_URL.startswith("memory:"):
        raise ImproperlyConfigured(
            "Set REDIS_URL: a worker or scheduler in a process of its own needs a broker."
        )


def claim_database_for_demo() -> None:
    """Mark an empty database as the demo's, by the row that lets its clock be moved.

    Raises `ImproperlyConfigured` for one that holds people and no such mark: the demo opens on
    anybody's account with one click.
    """
    marked = ClockOffset.objects.filter(pk=1).exists()
    if not marked and get_user_model().objects.exists():
        raise ImproperlyConfigured(
            "MODE=demo found people in a database that is not the demo's: "
            "set DATABASE_URL to an empty one."
        )
    ClockOffset.objects.get_or_create(pk=1)
