"""The staff subgroup «Кураторская» follows from roles."""

from datetime import timedelta

import pytest
from django.urls import reverse

from communities.models import Membership
from communities.operations import leave
from core.permissions import Refused
from core.tenancy import community_scope
from subgroups import operations, staff
from subgroups.models import Subgroup, SubgroupMembership
from subgroups.permissions import P
from subgroups.queries import people_of
from tests.factories import SubgroupFactory

pytestmark = pytest.mark.django_db


def room():
    return Subgroup.objects.get(for_staff=True)


def inside():
    return [(place.membership.alias, place.role) for place in people_of(room())]


def fresh(member):
    return Membership.objects.select_related("community").get(pk=member.pk)


def test_it_opens_with_the_first_curator(here):
    assert not Subgroup.objects.filter(for_staff=True).exists()
    operations.name_curator(actor=here.owner, subgroup=here.north, member=here.member)
    assert room().kind == Subgroup.Kind.HIDDEN
    assert inside() == [
        ("Iris", "curator"),
        ("Sorrel", "specialist"),
        ("Alder", "member"),
        ("Wren", "member"),
    ]


def test_it_speaks_the_community_s_language(here):
    here.community.language = "ru"
    here.owner.community = here.community
    operations.name_curator(actor=here.owner, subgroup=here.north, member=here.member)
    assert (room().name, room().tag) == ("Кураторская", "кураторская")


def test_a_name_taken_before_is_left_to_its_subgroup(here):
    SubgroupFactory(name="Curators", tag="curators")
    operations.name_curator(actor=here.owner, subgroup=here.north, member=here.member)
    assert (room().name, room().tag) == ("Curators' room2", "curators2")


def test_a_specialist_comes_in_with_the_role_and_goes_with_it(here):
    staff.make_specialist(actor=here.owner, member=here.member)
    assert ("Wren", "specialist") in inside()
    assert P.READ.allows(fresh(here.member), room())
    staff.make_member(actor=here.owner, member=here.member)
    assert "Wren" not in dict(inside())
    assert not P.READ.allows(fresh(here.member), room())
    assert room() not in Subgroup.objects.visible_to(fresh(here.member))


def test_who_still_curates_stays_when_no_longer_a_specialist(here):
    staff.make_specialist(actor=here.owner, member=here.curator)
    staff.make_member(actor=here.owner, member=here.curator)
    assert dict(inside())["Alder"] == "member"


@pytest.mark.parametrize("end", ["move_out", "release_curator"])
def test_who_curates_nothing_any_more_is_out(end, here):
    operations.name_curator(actor=here.owner, subgroup=here.north, member=here.member)
    getattr(operations, end)(actor=here.owner, subgroup=here.north, member=here.member)
    assert "Wren" not in dict(inside())


def test_who_curates_another_subgroup_too_stays(here):
    operations.name_curator(actor=here.owner, subgroup=here.attic, member=here.curator)
    operations.move_out(actor=here.owner, subgroup=here.attic, member=here.curator)
    assert dict(inside())["Alder"] == "member"


def test_leaving_the_community_empties_the_seat(here, travel):
    operations.name_curator(actor=here.owner, subgroup=here.north, member=here.member)
    travel(timedelta(minutes=1))
    leave(actor=here.member)
    assert "Wren" not in dict(inside())


def test_nobody_is_let_in_or_out_by_hand(here):
    operations.name_curator(actor=here.owner, subgroup=here.north, member=here.member)
    with pytest.raises(Refused):
        operations.admit(actor=here.owner, subgroup=room(), member=here.insider)
    with pytest.raises(Refused):
        operations.move_out(actor=here.owner, subgroup=room(), member=here.member)
    with pytest.raises(Refused):
        operations.leave_subgroup(actor=fresh(here.member), subgroup=room())
    assert P.READ.allows(fresh(here.member), room())


def test_gathering_twice_changes_nothing(here):
    for _ in range(2):
        staff.gather_staff(here.community)
    assert Subgroup.objects.filter(for_staff=True).count() == 1
    assert SubgroupMembership.objects.filter(subgroup=room()).count() == 3


def test_the_owner_names_specialists_on_their_card(cast, client_of):
    owner = client_of(cast.owner)
    people = reverse("communities:people", args=[cast.community.slug])
    name = reverse("subgroups:specialist_of_all", args=[cast.community.slug, cast.member.pk])
    release = reverse("subgroups:specialist_no_more", args=[cast.community.slug, cast.member.pk])
    card = reverse("communities:member", args=[cast.community.slug, cast.member.pk])
    assert name in owner.get(card).text
    assert owner.post(name).url == people
    assert release in owner.get(card).text
    assert owner.post(release).url == people
    with community_scope(cast.community):
        assert not fresh(cast.member).is_staff


def test_a_member_who_is_out_finds_no_room(cast, client_of):
    with community_scope(cast.community):
        pk = staff.gather_staff(cast.community).pk
    card = reverse("subgroups:card", args=[cast.community.slug, pk])
    assert client_of(cast.member).get(card).status_code == 404
    assert client_of(cast.curator).get(card).status_code == 200


def test_a_specialist_named_once_more_reads_nothing_of_before(here):
    sorrel = here.specialist
    operations.name_specialist(actor=here.owner, subgroup=here.quiet, member=sorrel)
    staff.make_member(actor=here.owner, member=sorrel)
    staff.make_specialist(actor=here.owner, member=sorrel)
    assert here.quiet not in Subgroup.objects.readable_by(fresh(sorrel))
    operations.name_specialist(actor=here.owner, subgroup=here.quiet, member=sorrel)
    assert here.quiet in Subgroup.objects.readable_by(fresh(sorrel))


@pytest.mark.parametrize("role", ["specialist", "member"])
def test_only_a_curator_is_released(here, role):
    """A named specialist's place would outlive the role as a member's."""
    if role == "specialist":
        operations.name_specialist(actor=here.owner, subgroup=here.quiet, member=here.specialist)
    else:
        operations.ask_to_join(actor=here.member, subgroup=here.quiet)
    with pytest.raises(Refused):
        operations.release_curator(
            actor=here.owner, subgroup=here.quiet, member=getattr(here, role)
        )


def test_a_specialist_makes_no_place_of_their_own_that_outlives_the_role(here):
    operations.name_specialist(actor=here.owner, subgroup=here.quiet, member=here.specialist)
    with pytest.raises(Refused):
        operations.name_curator(actor=here.specialist, subgroup=here.quiet, member=here.specialist)
    staff.make_member(actor=here.owner, member=here.specialist)
    assert not P.READ.allows(here.specialist, here.quiet)
