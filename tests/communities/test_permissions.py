import pytest

from communities.permissions import P

pytestmark = pytest.mark.django_db
ROLES = ("owner", "specialist", "curator", "member", "reading_only", "lapsed", "newcomer", "left")
TABLE = {
    P.CHANGE_COMMUNITY: {"owner"},
    P.PUBLISH_DOCUMENT: {"owner"},
    P.NAME_STAFF: {"owner"},
    P.READ_AUDIT: set(ROLES),
    P.OPEN_DESK: {"owner", "specialist", "curator"},
    P.INVITE: {"owner", "specialist"},
    P.OPEN_CARD: {"owner", "specialist"},
    P.LEAVE: set(ROLES) - {"owner", "left"},
    P.CHOOSE_WORDS: {"left"},
    P.WITHDRAW_CONSENT: set(ROLES) - {"owner"},
    P.WRITE_LINE: set(ROLES),
    P.READ_LINES: {"owner"},
    P.DECIDE_REFUND: {"owner"},
    P.HAND_OVER: {"owner"},
    P.CLOSE_COMMUNITY: {"owner"},
    P.OPEN_HANDOVER: {"owner"},
    P.NAME_DEPUTY: {"owner"},
    P.SEE_UNDELIVERED: {"owner"},
    P.LIFT_REMOVAL: {"owner"},
    P.CHANGE_SCREENING: {"owner"},
    P.READ_APPLICATIONS: {"owner", "specialist"},
    P.ANSWER_APPLICATION: {"owner", "specialist"},
}
ABOUT_SOMEBODY = {
    P.REMOVE_MEMBER: {"owner", "specialist"},
    P.CHANGE_ALIAS: {"member"},
    P.KEEP_APART: set(ROLES) - {"owner", "specialist", "member"},
}
# What hangs on the very thing, not on the role alone.
ELSEWHERE = {P.WITHDRAW_OFFER, P.ANSWER_OFFER, P.READ_HOW_TO}


def test_the_table_is_whole():
    assert set(TABLE) | set(ABOUT_SOMEBODY) | ELSEWHERE == set(P)


@pytest.mark.parametrize(
    ("permission", "roles"), TABLE.items(), ids=lambda x: getattr(x, "name", "")
)
def test_who_may(permission, roles, here):
    assert {role for role in ROLES if permission.allows(getattr(here, role))} == roles


@pytest.mark.parametrize(
    ("permission", "roles"), ABOUT_SOMEBODY.items(), ids=lambda x: getattr(x, "name", "")
)
def test_who_may_with_a_member(permission, roles, here):
    able = {role for role in ROLES if permission.allows(getattr(here, role), here.member)}
    assert able == roles
