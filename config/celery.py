"""Work behind. A message is only a wake-up: the truth is a due row (`core/due.py`).

Hence results are ignored; a task is acknowledged when it starts (a lost wake-up costs one sweep,
while a late acknowledgement would run a task again after Redis' visibility timeout of an hour);
and nothing is retried by Celery, since the row keeps its own attempts.
"""

import os
import sys
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("blizko")
app.config_from_object("django.conf:settings", namespace="CELERY")


def defaults() -> dict[str, Any]:
    in_memory = settings.CELERY_BROKER_URL.startswith("memory:")
    return {
        "task_default_queue": "blizko",
        "task_ignore_result": True,
        "task_acks_late": False,
        "task_publish_retry": False,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "worker_enable_remote_control": False,
        # A worker waits for a dead broker for ever; whoever publishes gives up at once.
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_connection_timeout": 1,
        "broker_transport_options": {"polling_interval": 0.2}
        if in_memory
        else {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 5},
        "beat_schedule_filename": str(settings.DATA_DIR / "schedule"),
        "beat_schedule": schedule(),
    }


def schedule() -> dict[str, Any]:
    """What runs without being asked. Two schedulers at once are harmless: tasks claim rows."""
    often = timedelta(seconds=settings.SWEEP_SECONDS)
    return {
        "sweep": every(often, "core.tasks.sweep"),
        "access": every(often, "billing.tasks.sweep_access"),
        "places": every(timedelta(minutes=5), "billing.tasks.sweep_places"),
        "events": every(timedelta(minutes=15), "billing.tasks.catch_up"),
        "reconcile": every(timedelta(days=1), "billing.tasks.reconcile"),
        "statistics": every(timedelta(hours=1), "config.tasks.learn_statistics"),
        "files": every(timedelta(days=1), "files.tasks.sweep_files"),
        "addresses": every(timedelta(days=1), "communities.tasks.forget_addresses"),
        "aliases": every(timedelta(days=1), "communities.tasks.forget_aliases"),
        "clear sessions": every(timedelta(days=1), "config.tasks.clear_sessions"),
    }


def every(pause: timedelta, task: str) -> dict[str, Any]:
    """One that nobody has taken by the time of the next is not worth running."""
    seconds = max(1.0, pause.total_seconds())
    return {"task": task, "schedule": pause, "options": {"expires": seconds}}


app.add_defaults(defaults)
app.set_default()
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse(**_: object) -> None:
    """Leave, saying why, where a worker or scheduler may not run. Celery swallows exceptions."""
    from config import checks

    try:
        checks.refuse()
        if not app.conf.get("embedded"):
            checks.refuse_lonely_worker()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
