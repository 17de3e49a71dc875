"""Celery's way in: called by name."""

from celery import shared_task

from communities.operations import invitations
from communities.operations.aliases import forget_unreserved


@shared_task(name="communities.tasks.forget_aliases")
def forget_aliases() -> int:
    return forget_unreserved()


@shared_task(name="communities.tasks.forget_addresses")
def forget_addresses() -> int:
    """Every day; where there are many, the rest the day after."""
    return invitations.forget_addresses()
