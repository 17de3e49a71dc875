"""Celery's way in: called by name, three lines each."""

from celery import shared_task

from core import due


@shared_task(name="core.tasks.sweep")
def sweep(label: str = "") -> int:
    return due.sweep(label)
