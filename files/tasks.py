"""Celery's way in: called by name."""

from celery import shared_task

from files import sweeps


@shared_task(name="files.tasks.sweep_files")
def sweep_files() -> int:
    return sweeps.sweep_files()
