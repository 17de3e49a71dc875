"""Celery's way in to what spans all apps: called by name."""

from celery import shared_task
from django.core.management import call_command

from config.statistics import learn


@shared_task(name="config.tasks.clear_sessions")
def clear_sessions() -> None:
    call_command("clearsessions")


@shared_task(name="config.tasks.learn_statistics")
def learn_statistics() -> None:
    learn()
