"""Celery's way in: called by name, three lines each."""

from celery import shared_task

from billing import gateway
from billing.operations import reconcile, refunds, sweeps


@shared_task(name="billing.tasks.sweep_access")
def sweep_access() -> int:
    """Every few seconds."""
    return sweeps.end_access() + sweeps.stop_charging()


@shared_task(name="billing.tasks.sweep_places")
def sweep_places() -> int:
    """Every few minutes."""
    letters = sweeps.announce_ending_places()
    return letters + sweeps.close_checkouts() + refunds.decide_refunds()


@shared_task(name="billing.tasks.close_checkouts")
def close_checkouts() -> int:
    """When something was taken off sale."""
    return sweeps.close_checkouts()


@shared_task(name="billing.tasks.catch_up")
def catch_up() -> int:
    """Every 15 minutes."""
    return reconcile.catch_up() if gateway.is_configured() else 0


@shared_task(name="billing.tasks.reconcile")
def reconcile_all() -> int:
    """Every night."""
    return reconcile.reconcile() if gateway.is_configured() else 0
