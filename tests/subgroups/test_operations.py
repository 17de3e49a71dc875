from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from communities.models import Membership
from communities.operations import begin_joining, come_in, leave, remove_member
from core.permissions import ReadingOnly, Refused
from subgroups import operations
from subgroups.models import Subgroup, SubgroupMembership
from subgroups.permissions import role_in
from tests.factories import InvitationFactory

pytestmark = pytest.mark.django_db


def role(member, subgroup):
    found = SubgroupMembership.objects.present().filter(membership=member, subgroup=subgroup)
    return found.values_list("role", flat=True).first()


def fresh(member):
    return Membership.objects.select_related("community").get(pk=member.pk)


def test_letting_in_a_curator_takes_nothing_from_them(here):
    operations.admit(actor=here.owner, subgroup=here.north, member=here.curator)
    assert role(here.curator, here.north) == "curator"


def test_letting_in_twice_is_one_place(here):
    for _ in range(2):
        operations.admit(actor=here.curator, subgroup=here.quiet, member=here.member)
    assert SubgroupMembership.objects.filter(membership=here.member).count() == 1


@pytest.mark.parametrize("whom", ["left", "newcomer"])
def test_who_is_not_here_gets_no_place(whom, here):
    with pytest.raises(Refused):
        operations.admit(actor=here.owner, subgroup=here.quiet, member=getattr(here, whom))


def test_a_curator_s_powers_end_at_the_edge(here):
    with pytest.raises(Refused):
        operations.admit(actor=here.curator, subgroup=here.attic, member=here.member)


def test_a_curator_does_not_move_out_a_curator(here):
    operations.name_curator(actor=here.owner, subgroup=here.north, member=here.insider)
    with pytest.raises(Refused):
        operations.move_out(actor=here.curator, subgroup=here.north, member=here.insider)
    operations.move_out(actor=here.owner, subgroup=here.north, member=here.insider)
    assert role(here.insider, here.north) is None


def test_a_specialist_does_not_let_themselves_in(here):
    with pytest.raises(Refused):
        operations.name_specialist(
            actor=here.specialist, subgroup=here.quiet, member=here.specialist
        )
    with pytest.raises(Refused):
        operations.name_curator(actor=here.specialist, subgroup=here.quiet, member=here.specialist)


def test_only_a_specialist_is_named_for_a_subgroup(here):
    with pytest.raises(Refused):
        operations.name_specialist(actor=here.owner, subgroup=here.quiet, member=here.member)


def test_a_curator_who_may_only_read_is_told_so(here):
    here.curator.full_until = here.curator.joined_at - timedelta(days=1)
    with pytest.raises(ReadingOnly):
        operations.admit(actor=here.curator, subgroup=here.quiet, member=here.member)


def test_coming_back_brings_no_place_back(here, travel):
    """Places of before leaving are over, and asking anew starts anew."""
    operations.name_curator(actor=here.owner, subgroup=here.quiet, member=here.insider)
    travel(timedelta(minutes=1))
    leave(actor=here.insider)
    travel(timedelta(minutes=1))
    back = begin_joining(
        user=here.insider.user,
        alias="Мышь",
        documents=[],
        invitation=InvitationFactory(),
    )
    come_in(member=back)
    back = fresh(back)
    assert role_in(back, here.quiet) is None
    assert {s.name for s in Subgroup.objects.visible_to(back)} == {"North", "Quiet"}
    assert role(back, here.quiet) is None
    back.full_until = here.owner.full_until
    operations.ask_to_join(actor=back, subgroup=here.quiet)
    operations.admit(actor=here.owner, subgroup=here.quiet, member=back)
    assert role(back, here.quiet) == "member"


def test_who_was_removed_is_nobody_s_reader(here):
    remove_member(actor=here.owner, member=here.insider, reason="x")
    assert role(here.insider, here.attic) is None


def test_moving_out_of_where_one_is_not(here):
    with pytest.raises(Refused):
        operations.move_out(actor=here.owner, subgroup=here.quiet, member=here.member)


def test_leaving_where_one_is_not(here):
    with pytest.raises(Refused):
        operations.leave_subgroup(actor=here.member, subgroup=here.quiet)


def test_open_pages_are_told(here, nudges, committed):
    with committed():
        operations.move_out(actor=here.curator, subgroup=here.quiet, member=here.insider)
    assert str(here.insider.pk) in str(nudges)


@contextmanager
def without_the_guard():
    kept = SubgroupMembership._meta.constraints
    guard = next(each for each in kept if each.name == "one_place_per_subgroup")
    SubgroupMembership._meta.constraints = [each for each in kept if each is not guard]
    with connection.schema_editor() as editor:
        editor.remove_constraint(SubgroupMembership, guard)
    try:
        yield
    finally:
        SubgroupMembership.objects.all().delete()
        SubgroupMembership._meta.constraints = kept
        with connection.schema_editor() as editor:
            editor.add_constraint(SubgroupMembership, guard)


def sit_down(here):
    """What an operation does that has looked and found no place yet."""
    SubgroupMembership.objects.create(subgroup=here.quiet, membership=here.member)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_place(here):
    sit_down(here)
    with pytest.raises(IntegrityError):
        sit_down(here)


@pytest.mark.django_db(transaction=True)
def test_control_without_the_unique_key_there_are_two(here):
    with without_the_guard():
        sit_down(here)
        sit_down(here)
        assert SubgroupMembership.objects.filter(membership=here.member).count() == 2
