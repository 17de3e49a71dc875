import pytest

from subgroups.models import Subgroup
from subgroups.permissions import P
from subgroups.queries import readers_of

pytestmark = pytest.mark.django_db
ROLES = ("owner", "specialist", "curator", "member", "insider", "reading_only")
LEADERS = {"owner", "specialist", "curator"}
TABLE = {
    (P.COPY, "north"): {"owner"},
    (P.COPY, "attic"): {"owner"},
    (P.ARCHIVE, "north"): LEADERS,
    (P.ARCHIVE, "quiet"): {"owner", "curator"},
    (P.ARCHIVE, "attic"): {"owner"},
    (P.BRING_BACK, "north"): set(),
    (P.CHANGE, "north"): LEADERS,
    (P.CHANGE, "quiet"): {"owner", "curator"},
    (P.CHANGE, "attic"): {"owner"},
    (P.NAME_CURATOR, "north"): {"owner", "specialist"},
    (P.NAME_CURATOR, "quiet"): {"owner"},
    (P.NAME_SPECIALIST, "north"): set(),
    (P.NAME_SPECIALIST, "quiet"): {"owner"},
    (P.ADMIT, "north"): LEADERS,
    (P.ADMIT, "quiet"): {"owner", "curator"},
    (P.ADMIT, "attic"): {"owner"},
    (P.READ, "north"): set(ROLES),
    (P.READ, "quiet"): {"owner", "curator", "insider"},
    (P.READ, "attic"): {"owner", "insider"},
    (P.ASK, "north"): {"specialist", "member"},
    (P.ASK, "quiet"): {"specialist", "member"},
    (P.ASK, "attic"): set(),
    (P.LEAVE, "quiet"): {"curator", "insider"},
}
TESTED_ELSEWHERE = {P.OPEN, P.MOVE_OUT, P.SEEK}


def test_the_table_is_whole():
    assert {permission for permission, _name in TABLE} | TESTED_ELSEWHERE == set(P)


@pytest.mark.parametrize(
    ("asked", "roles"), TABLE.items(), ids=[f"{asked.name}-{where}" for asked, where in TABLE]
)
def test_who_may(asked, roles, here):
    permission, name = asked
    subgroup = getattr(here, name)
    assert {role for role in ROLES if permission.allows(getattr(here, role), subgroup)} == roles


ARCHIVED = {
    P.COPY: {"owner"},
    P.ARCHIVE: set(),
    P.BRING_BACK: {"owner", "curator"},
    P.NAME_CURATOR: set(),
    P.NAME_SPECIALIST: set(),
    P.ADMIT: set(),
    P.READ: {"owner", "curator", "insider"},
    P.ASK: set(),
    P.LEAVE: {"curator", "insider"},
}


@pytest.mark.parametrize(("permission", "roles"), ARCHIVED.items())
def test_who_may_what_with_an_archived_one(permission, roles, here):
    here.quiet.archived_at = here.quiet.created_at
    here.quiet.save()
    allowed = {role for role in ROLES if permission.allows(getattr(here, role), here.quiet)}
    assert allowed == roles


def test_only_the_owner_opens(here):
    assert {role for role in ROLES if P.OPEN.allows(getattr(here, role))} == {"owner"}


@pytest.mark.parametrize("name", ["north", "quiet", "attic"])
def test_reading_is_one_rule_in_all_its_forms(name, here):
    """The permission, the queryset and the inverse that live updates use."""
    subgroup = getattr(here, name)
    people = [getattr(here, role) for role in ROLES]
    allowed = {who.pk for who in people if P.READ.allows(who, subgroup)}
    listed = {
        who.pk
        for who in people
        if Subgroup.objects.readable_by(who).filter(pk=subgroup.pk).exists()
    }
    assert allowed == listed == readers_of(subgroup, [who.pk for who in people])


def test_everybody_with_access_reads_the_common_space(here):
    assert readers_of(None, [here.member.pk]) == {here.member.pk}
