"""Celery's way in: called by name."""

from celery import shared_task

from communities.operations.aliases import forget_unreserved


@shared_task(name="communities.tasks.forget_aliases")
def forget_aliases() -> int:
    return forget_unreserved()
