"""The named cast, clients that are signed in, a clock that can be moved."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from communities.models import Community, Membership
from core import clock, nudge
from core.tenancy import community_scope
from subgroups.models import Subgroup, SubgroupMembership
from tests.factories import CommunityFactory, MembershipFactory, PlaceFactory, SubgroupFactory


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A test server's thread may still hold a connection when the last test ends, and PostgreSQL
    drops no database in use."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def clean_process(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Nothing that lives in the process outlives a test."""
    settings.MEDIA_ROOT = tmp_path / "media"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    clock.forget()
    yield
    caches["default"].clear()
    clock.forget()


@dataclass
class Cast:
    """One community with everybody in it, and a second one with an outsider.

    `north` is open, `quiet` closed, `attic` hidden; the curator leads north and quiet; `insider`
    is in all three; `member` in none.
    """

    community: Community
    owner: Membership
    specialist: Membership
    curator: Membership
    member: Membership
    insider: Membership
    reading_only: Membership
    lapsed: Membership
    newcomer: Membership
    left: Membership
    elsewhere: Community
    outsider: Membership
    north: Subgroup
    quiet: Subgroup
    attic: Subgroup

    def everybody(self) -> dict[str, Membership | None]:
        """Role name -> membership; the visitor is nobody."""
        people = {name: who for name, who in vars(self).items() if isinstance(who, Membership)}
        return {**people, "visitor": None}


@pytest.fixture
def cast(db: None) -> Cast:
    here, there = CommunityFactory(), CommunityFactory()
    with community_scope(here):
        owner = MembershipFactory(community=here, alias="Iris", owner=True)
        specialist = MembershipFactory(community=here, alias="Sorrel", specialist=True)
        curator = MembershipFactory(community=here, alias="Alder")
        member = MembershipFactory(community=here, alias="Wren")
        insider = MembershipFactory(community=here, alias="Мышь")
        reading_only = MembershipFactory(community=here, alias="Finch", reading_only=True)
        lapsed = MembershipFactory(community=here, alias="Moth", lapsed=True)
        newcomer = MembershipFactory(community=here, alias="Lark", newcomer=True)
        left = MembershipFactory(community=here, alias="Swift", lapsed=True, state="left")
        north = SubgroupFactory(name="North", tag="north")
        quiet = SubgroupFactory(name="Quiet", tag="quiet", kind="closed")
        attic = SubgroupFactory(name="Attic", tag="attic", kind="hidden")
        lead = SubgroupMembership.Role.CURATOR
        PlaceFactory(subgroup=north, membership=curator, role=lead)
        PlaceFactory(subgroup=quiet, membership=curator, role=lead)
        for subgroup in (north, quiet, attic):
            PlaceFactory(subgroup=subgroup, membership=insider)
    outsider = MembershipFactory(community=there, alias="Rook")
    return Cast(
        here,
        owner,
        specialist,
        curator,
        member,
        insider,
        reading_only,
        lapsed,
        newcomer,
        left,
        there,
        outsider,
        north,
        quiet,
        attic,
    )


@pytest.fixture
def here(cast: Cast) -> Iterator[Cast]:
    """The cast with its community's scope open, for tests below the views."""
    with community_scope(cast.community):
        yield cast


@pytest.fixture
def client_of() -> Callable[[Membership | None], Client]:
    """A signed-in client of a membership, or a signed-out one for `None`."""

    def make(membership: Membership | None) -> Client:
        client = Client()
        if membership is not None:
            client.force_login(membership.user)
        return client

    return make


@pytest.fixture
def travel(settings: Any, db: None) -> Callable[[timedelta], None]:
    """Move the clock forward: `travel(timedelta(days=8))`."""
    settings.CLOCK_MOVES = True
    clock.forget()

    def move(by: timedelta) -> None:
        clock.move(by)

    return move


@pytest.fixture
def nudges() -> Iterator[list[nudge.Nudge]]:
    """What was nudged after commit; use with `django_capture_on_commit_callbacks`."""
    with nudge.recorded() as sent:
        yield sent


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """`with committed():` runs what waits for the commit, inside a test's transaction."""

    @contextmanager
    def run() -> Iterator[None]:
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return run
