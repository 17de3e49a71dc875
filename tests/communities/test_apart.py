"""Mute and block: one's own list, and its pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from communities.export import own_data
from communities.models import Block, Membership, Mute
from communities.operations import block, mute, unblock, unmute
from communities.queries import apart_of, deaf_to, kept_apart
from core.permissions import Refused
from core.tenancy import community_scope
from tests.conftest import Cast
from tests.factories import MembershipFactory

Clients = Callable[[Membership | None], Client]


def test_a_mute_is_one_and_can_be_taken_back(here: Cast) -> None:
    mute(actor=here.member, person=here.insider)
    mute(actor=here.member, person=here.insider)
    assert apart_of(here.member).unheard == {here.insider.pk}
    assert Mute.objects.count() == 1
    unmute(actor=here.member, person=here.insider)
    assert apart_of(here.member).unheard == frozenset()


def test_a_block_is_a_mute_too_and_is_known_from_both_sides(here: Cast) -> None:
    block(actor=here.member, person=here.insider)
    assert apart_of(here.member).unheard == {here.insider.pk}
    assert apart_of(here.insider).unheard == frozenset()
    assert apart_of(here.insider).blocked_by == {here.member.pk}
    unblock(actor=here.member, person=here.insider)
    assert Block.objects.count() == 0


@pytest.mark.parametrize("act", [mute, block])
def test_nobody_is_apart_from_themselves_and_staff_from_nobody(here: Cast, act: Any) -> None:
    for actor, person in ((here.member, here.member), (here.owner, here.member)):
        with pytest.raises(Refused):
            act(actor=actor, person=person)


@pytest.mark.parametrize("model", [Mute, Block])
def test_the_database_refuses_a_second_row_and_oneself(here: Cast, model: Any) -> None:
    model.objects.create(by=here.member, person=here.insider)
    for person in (here.insider, here.member):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(by=here.member, person=person)


def test_whoever_becomes_staff_hears_everybody_again(here: Cast) -> None:
    mute(actor=here.member, person=here.insider)
    here.member.role = Membership.Role.SPECIALIST
    here.member.save()
    fresh = Membership.objects.get(pk=here.member.pk)
    assert apart_of(fresh).unheard == frozenset()
    assert deaf_to(here.insider.pk, {fresh.pk}) == set()
    unmute(actor=fresh, person=here.insider)


def test_the_lists_are_ones_own(here: Cast) -> None:
    mute(actor=here.member, person=here.insider)
    block(actor=here.member, person=here.curator)
    for model in (Mute, Block):
        assert model.objects.visible_to(here.member).count() == 1
        for other in (here.owner, here.insider, here.curator):
            assert not model.objects.visible_to(other).exists()


def test_the_own_export_holds_both(here: Cast) -> None:
    mute(actor=here.member, person=here.insider)
    block(actor=here.member, person=here.curator)
    mine, theirs = own_data(here.member), own_data(here.insider)
    assert (mine["muted"], mine["blocked"]) == (["Мышь"], ["Alder"])
    assert (theirs["muted"], theirs["blocked"]) == ([], [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_lists_ask_as_often_for_one_as_for_three(
    here: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        person = MembershipFactory(community=here.community)
        mute(actor=here.member, person=person)
        block(actor=here.member, person=person)
    with django_assert_num_queries(2):
        mutes, blocks = kept_apart(here.member)
        assert [row.person.alias for row in mutes] == [row.person.alias for row in blocks]


def at(here: Cast, name: str, *args: Any) -> str:
    return reverse(f"communities:{name}", args=[here.community.slug, *args])


def test_from_the_menu_of_a_post_comes_a_note_with_a_way_back(
    cast: Cast, client_of: Clients
) -> None:
    client = client_of(cast.member)
    sent = client.post(at(cast, "mute", cast.insider.pk), headers={"hx-request": "true"})
    assert at(cast, "unmute", cast.insider.pk) in sent.content.decode()
    undone = client.post(at(cast, "unmute", cast.insider.pk))
    assert undone.url == at(cast, "apart")
    with community_scope(cast.community):
        assert not Mute.objects.exists()


@pytest.mark.parametrize("name", ["mute", "block"])
def test_without_script_the_list_is_shown_with_a_way_back(
    cast: Cast, client_of: Clients, name: str
) -> None:
    client = client_of(cast.member)
    page = client.post(at(cast, name, cast.insider.pk), follow=True).content.decode()
    assert "Мышь" in page
    assert at(cast, f"un{name}", cast.insider.pk) in page


@pytest.mark.parametrize("name", ["mute", "unmute", "block", "unblock"])
def test_only_by_a_form_and_only_about_who_is_known(
    cast: Cast, client_of: Clients, name: str
) -> None:
    client = client_of(cast.member)
    assert client.get(at(cast, name, cast.insider.pk)).status_code == 405
    for unknown in (cast.newcomer, cast.outsider):
        assert client.post(at(cast, name, unknown.pk)).status_code == 404
