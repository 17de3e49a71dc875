"""Erasing a whole community: every row, every file, in batches that may stop at any point."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings
from django.db import models

from billing.queries import is_anybody_charged
from communities.models import Community, CommunityErasure
from core import clock
from core.due import performs
from core.invariants import tenant_models
from core.tenancy import TenantModel, community_scope

log = structlog.get_logger(__name__)
BATCH = 500
# Of one turn, so that other due work is not held up.
BATCHES = 40
LEASE = timedelta(minutes=10)
WAIT_FOR_BILLING = timedelta(minutes=5)


@performs(CommunityErasure, lease=LEASE)
def perform_erasure(erasure: CommunityErasure) -> datetime | None:
    """Erase some of the community, and ask for another turn until nothing is left of it.

    Nothing goes while a subscription may still be charged: its row is what ends it at Stripe.
    """
    with community_scope(erasure.community_id):
        if is_anybody_charged():
            log.error("erasure_waits_for_billing", community=erasure.community_id)
            return clock.now() + WAIT_FOR_BILLING
    done = erase_some(erasure.community_id)
    return None if done else clock.now()


def erase_some(community_id: int) -> bool:
    """Erase up to `BATCHES` batches of rows; the last turn takes files and community: `True`."""
    batches = BATCHES
    with community_scope(community_id):
        for model in in_order():
            while ids := list(model.objects.values_list("pk", flat=True)[:BATCH]):
                if not batches:
                    return False
                model.objects.filter(pk__in=ids).delete()
                batches -= 1
    folder = Path(settings.MEDIA_ROOT) / str(community_id)
    if folder.exists():
        shutil.rmtree(folder)
    Community.objects.filter(pk=community_id).delete()
    return True


def in_order() -> list[type[TenantModel]]:
    """All tenant models, each before those it cannot do without."""
    left = tenant_models()
    ordered: list[type[TenantModel]] = []
    while left:
        needed = {target for model in left for target in needs(model)}
        free = [model for model in left if model not in needed]
        ordered += free
        left = [model for model in left if model in needed]
    return ordered


def needs(model: type[TenantModel]) -> set[type]:
    """The models of the keys that `model` cannot be without; to others it lets go."""
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and not field.null
        and isinstance(field.related_model, type)
        and field.related_model is not model
    }
