"""A pasted list: each line is answered for."""

from datetime import date, timedelta

import pytest

from billing.models import Plan
from billing.pasting import Usual, Verdict, read_list
from communities.operations import invite_address, remove_member
from core import clock
from subgroups.models import Subgroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return clock.now().date() + timedelta(days=60)


@pytest.fixture
def plan(here):
    return Plan.objects.create(name="Круг")


def read(here, pasted, **usual):
    return read_list(pasted, Usual(**usual), here.community)


def verdicts(here, pasted, **usual):
    return [line.verdict for line in read(here, pasted, **usual)]


@pytest.mark.parametrize("separator", [";", ",", "\t", " ; ", "; "])
def test_the_four_parts(separator, here, plan, day):
    row = separator.join(["lark@example.org", day.isoformat(), "круг", "North"])
    (line,) = read(here, row)
    assert line.goes
    assert (line.address, line.paid_until) == ("lark@example.org", day)
    assert (line.plan, line.subgroup) == (plan, here.north)


def test_what_a_line_does_not_say_is_as_usual(here, plan, day):
    pasted = f"lark@example.org\nwren@example.org;;;#quiet\nfern@example.org;{day:%d.%m.%Y}"
    lark, wren, fern = read(here, pasted, plan=plan, subgroup=here.north)
    assert (lark.plan, lark.subgroup, lark.paid_until) == (plan, here.north, None)
    assert (wren.plan, wren.subgroup) == (plan, here.quiet)
    assert fern.paid_until == day


def test_a_byte_order_mark_brackets_quotes_and_empty_lines(here):
    pasted = (
        '\ufeff"Lark@Example.org";\r\n\r\n  \nAnna Fern <fern@example.org>,\nmailto:m@example.org'
    )
    assert [(line.number, line.address) for line in read(here, pasted) if line.goes] == [
        (1, "Lark@Example.org"),
        (4, "fern@example.org"),
        (5, "m@example.org"),
    ]


def test_a_domain_in_cyrillic_is_an_address_and_its_own_double(here):
    pasted = "lark@почта.рф\nLARK@xn--80a1acny.xn--p1ai\nптица@почта.рф"
    assert verdicts(here, pasted) == [Verdict.INVITE, Verdict.DOUBLE, Verdict.NO_ADDRESS]


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("lark at home", Verdict.NO_ADDRESS),
        ("lark@example", Verdict.NO_ADDRESS),
        (";2030-01-01", Verdict.NO_ADDRESS),
        ("lark@example.org;soon", Verdict.NO_DATE),
        ("lark@example.org;31.02.2027", Verdict.NO_DATE),
        ("lark@example.org;05/06/2027", Verdict.NO_DATE),
        ("lark@example.org;2001-01-31", Verdict.NOT_AHEAD),
        ("lark@example.org;2999-01-31", Verdict.NOT_AHEAD),
        ("lark@example.org;;Gold", Verdict.NO_PLAN),
        ("lark@example.org;;;South", Verdict.NO_SUBGROUP),
        ("lark@example.org;;;;more", Verdict.TOO_MANY_PARTS),
    ],
)
def test_what_is_not_understood_is_said(row, verdict, here):
    (line,) = read(here, row)
    assert line.verdict == verdict
    assert line.answer
    assert not line.goes


def test_archived_plans_and_subgroups_and_the_staff_s_own_are_not_there(here, plan):
    Plan.objects.update(archived_at=clock.now())
    Subgroup.objects.filter(pk=here.north.pk).update(archived_at=clock.now())
    Subgroup.objects.filter(pk=here.attic.pk).update(for_staff=True)
    pasted = "a@example.org;;Круг\nb@example.org;;;North\nc@example.org;;;Attic"
    assert verdicts(here, pasted) == [
        Verdict.NO_PLAN,
        Verdict.NO_SUBGROUP,
        Verdict.NO_SUBGROUP,
    ]


def test_who_is_here_invited_or_parted_with(here):
    invite_address(actor=here.owner, address="lark@example.org")
    remove_member(actor=here.owner, member=here.insider, reason="x")
    people = [here.member, here.lapsed, here.owner, here.insider, here.newcomer, here.left]
    pasted = "\n".join(["LARK@example.org", *(who.user.email.upper() for who in people)])
    assert verdicts(here, pasted) == [
        Verdict.INVITED,
        Verdict.HERE,
        Verdict.HERE,
        Verdict.HERE,
        Verdict.PARTED,
        Verdict.INVITE,
        Verdict.INVITE,
    ]


def test_somebody_of_another_community_is_not_told_of(here):
    assert verdicts(here, here.outsider.user.email) == [Verdict.INVITE]


def test_a_line_that_was_misread_does_not_make_the_right_one_a_double(here):
    pasted = "lark@example.org;soon\nlark@example.org\nlark@example.org"
    assert verdicts(here, pasted) == [Verdict.NO_DATE, Verdict.INVITE, Verdict.DOUBLE]


def test_past_five_hundred_lines_each_is_told_so(here):
    lines = read(here, "\n".join(f"lark{number}@example.org" for number in range(503)))
    assert len(lines) == 503
    assert [line.verdict for line in lines[499:]] == [Verdict.INVITE, *[Verdict.BEYOND] * 3]


@pytest.mark.parametrize("count", [1, 500])
def test_a_long_list_costs_the_same_queries(count, here, django_assert_num_queries):
    pasted = "\n".join(f"lark{number}@example.org" for number in range(count))
    with django_assert_num_queries(4):
        read(here, pasted)


def test_the_day_is_the_community_s(here):
    here.community.time_zone = "Pacific/Auckland"
    today = clock.now().astimezone(here.community.zone).date()
    pasted = f"a@example.org;{today}\nb@example.org;{today + timedelta(days=1)}"
    assert verdicts(here, pasted) == [Verdict.NOT_AHEAD, Verdict.INVITE]
    assert isinstance(read(here, pasted)[1].paid_until, date)
