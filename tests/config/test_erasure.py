"""Erasing a whole community: nothing of it stays, nothing of another goes."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings

from billing.models import Grant, HandPayment, Plan, Price, Subscription
from communities.models import (
    Acceptance,
    Community,
    CommunityErasure,
    Invitation,
    Line,
)
from communities.operations import record
from config import erasure
from core import clock, due
from core.invariants import tenant_models
from core.tenancy import across_communities, community_scope
from feeds import operations as feeds
from feeds.models import Follow
from files.operations import keep_picture
from files.pictures import Picture
from tests.conftest import Cast
from tests.factories import DocumentFactory, PostFactory

pytestmark = pytest.mark.django_db
PICTURE = Picture(b"RIFF", 4, 3)


def live_in(cast: Cast) -> None:
    """Rows that hold on to each other, money that protects its payer, a picture on disk."""
    post = feeds.create_post(
        actor=cast.insider, subgroup=None, body="@Wren #north", submission=uuid4()
    )
    feeds.create_comment(actor=cast.member, post=post, body="@Мышь", submission=uuid4())
    feeds.hide_post(actor=cast.owner, post=post, reason="heat")
    Follow.objects.create(follower=cast.member, followee=cast.insider)
    Line.objects.create(author=cast.member, body="one line")
    Acceptance.objects.create(membership=cast.member, document=DocumentFactory())
    cast.member.invitation = Invitation.objects.create(created_by=cast.member)
    cast.member.save()
    record(actor=cast.owner, action="invite", concerns=cast.member)
    Grant.objects.create(membership=cast.member, given_by=cast.owner)
    pay(cast)
    keep_picture(added_by=cast.member, picture=PICTURE, alt="")


def pay(cast: Cast) -> None:
    now = clock.now()
    HandPayment.objects.create(
        membership=cast.member,
        currency="EUR",
        amount=1900,
        period_start=now,
        period_end=now,
        confirmed_by=cast.owner,
        time_zone="UTC",
    )
    price = Price.objects.create(
        plan=Plan.objects.create(name="Place"),
        currency="EUR",
        amount=1900,
        interval="month",
        way="card",
    )
    Subscription.objects.create(
        membership=cast.member,
        price=price,
        stripe_id="sub_1",
        status="canceled",
        currency="EUR",
        amount=1900,
        livemode=False,
        period_start=now,
        period_end=now,
        started_at=now,
        time_zone="UTC",
    )


def rows_of(community: Community) -> dict[str, int]:
    with across_communities("a test counts"):
        counted = {
            model._meta.label: model._base_manager.filter(community=community).count()
            for model in tenant_models()
        }
    return {label: number for label, number in counted.items() if number}


def files_of(community: Community) -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / str(community.pk)
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def lived_in(cast: Cast) -> Cast:
    with community_scope(cast.community):
        live_in(cast)
    with community_scope(cast.elsewhere):
        PostFactory(author=cast.outsider)
        keep_picture(added_by=cast.outsider, picture=PICTURE, alt="")
    return cast


def test_nothing_of_it_stays_and_nothing_of_another_goes(lived_in: Cast) -> None:
    before = rows_of(lived_in.elsewhere)
    assert len(rows_of(lived_in.community)) > 15
    assert files_of(lived_in.community)
    CommunityErasure.objects.create(community=lived_in.community)
    assert due.sweep("communities.CommunityErasure") == 1
    assert rows_of(lived_in.community) == {}
    assert files_of(lived_in.community) == []
    assert not Community.objects.filter(pk=lived_in.community.pk).exists()
    assert rows_of(lived_in.elsewhere) == before
    assert len(files_of(lived_in.elsewhere)) == 1
    lived_in.member.user.refresh_from_db()


def test_it_goes_in_batches_and_goes_on_where_it_stopped(
    lived_in: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "BATCH", 1)
    monkeypatch.setattr(erasure, "BATCHES", 5)
    row = CommunityErasure.objects.create(community=lived_in.community)
    turns = 0
    while Community.objects.filter(pk=lived_in.community.pk).exists():
        due.sweep("communities.CommunityErasure")
        turns += 1
    assert turns > 5
    assert not CommunityErasure.objects.filter(pk=row.pk).exists()


def test_it_waits_for_its_day(lived_in: Cast, travel: Any) -> None:
    later = clock.now() + erasure.LEASE
    CommunityErasure.objects.create(community=lived_in.community, due_at=later)
    assert due.sweep("communities.CommunityErasure") == 0
    travel(erasure.LEASE)
    due.sweep("communities.CommunityErasure")
    assert rows_of(lived_in.community) == {}


def test_nothing_goes_while_somebody_may_still_be_charged(lived_in: Cast, travel: Any) -> None:
    with community_scope(lived_in.community):
        Subscription.objects.update(status="active")
    before = rows_of(lived_in.community)
    CommunityErasure.objects.create(community=lived_in.community)
    due.sweep("communities.CommunityErasure")
    assert rows_of(lived_in.community) == before
    with community_scope(lived_in.community):
        Subscription.objects.update(status="canceled")
    travel(erasure.WAIT_FOR_BILLING)
    due.sweep("communities.CommunityErasure")
    assert rows_of(lived_in.community) == {}


def test_the_order_takes_each_row_before_what_it_hangs_on() -> None:
    order = erasure.in_order()
    assert set(order) == set(tenant_models())
    for place, model in enumerate(order):
        assert not erasure.needs(model) & set(order[:place])
