import pytest
from django.urls import reverse

from communities.models import NEVER, AuditEntry, Membership
from communities.operations import (
    accept_community,
    leave,
    make_member,
    make_specialist,
    offer_community,
    remove_member,
)
from core.permissions import ReadingOnly, Refused
from core.tenancy import community_scope
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(cast):
    return reverse("communities:people", args=[cast.community.slug])


def part(cast, person):
    return reverse("communities:part", args=[cast.community.slug, person.pk])


def test_who_is_here_stands_in_order_and_newcomers_appear_nowhere(url, cast, client_of):
    page = client_of(cast.member).get(url)
    aliases = [person.alias for person in page.context["people"]]
    assert aliases[:2] == ["Iris", "Sorrel"]
    assert aliases[2:] == ["Alder", "Finch", "Moth", "Wren", "Мышь"]
    assert cast.newcomer.alias not in page.text
    assert cast.left.alias not in page.text


def test_the_list_tells_nobody_why_somebody_is_silent(url, cast, client_of):
    """Members with and without full access look the same."""
    page = client_of(cast.curator).get(url).text
    rows = {
        alias: page.split(f">{alias}</a>")[1].split("</li>")[0]
        for alias in ("Finch", "Moth", "Wren")
    }
    assert len(set(rows.values())) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    count, url, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        MembershipFactory.create_batch(count, community=cast.community)
    client = client_of(cast.owner)
    with django_assert_num_queries(9):
        client.get(url)


def test_who_may_act_finds_it_on_the_card(url, cast, client_of):
    client = client_of(cast.specialist)
    card = reverse("communities:member", args=[cast.community.slug, cast.member.pk])
    assert card in client.get(url).text
    assert part(cast, cast.member) in client.get(card).text
    assert card not in client_of(cast.curator).get(url).text
    owner_s = reverse("communities:member", args=[cast.community.slug, cast.owner.pk])
    assert part(cast, cast.owner) not in client.get(owner_s).text


def test_parting_ends_access_and_leaves_a_trace(url, cast, client_of):
    answer = client_of(cast.owner).post(part(cast, cast.member), {"reason": "Broke the silence"})
    assert answer.url == url
    cast.member.refresh_from_db()
    assert cast.member.state == Membership.State.REMOVED
    assert cast.member.full_until == cast.member.read_until == NEVER
    with community_scope(cast.community):
        entry = AuditEntry.objects.get()
    assert (entry.concerns, entry.reason) == (cast.member, "Broke the silence")


def test_parting_asks_for_a_reason(cast, client_of):
    page = client_of(cast.owner).post(part(cast, cast.member), {"reason": ""})
    assert page.status_code == 422
    cast.member.refresh_from_db()
    assert cast.member.state == Membership.State.ACTIVE


@pytest.mark.parametrize(
    ("actor", "whom"),
    [
        ("owner", "owner"),
        ("specialist", "owner"),
        ("specialist", "specialist"),
        ("curator", "member"),
        ("member", "insider"),
        ("owner", "left"),
        ("owner", "newcomer"),
    ],
)
def test_parting_that_is_nobody_s_to_do(actor, whom, here):
    with pytest.raises(Refused):
        remove_member(actor=getattr(here, actor), member=getattr(here, whom), reason="x")


def test_a_specialist_parts_with_members_only_while_writing(here):
    here.specialist.full_until = NEVER
    with pytest.raises(ReadingOnly):
        remove_member(actor=here.specialist, member=here.member, reason="x")


def test_parting_writes_over_nothing_else(here):
    Membership.objects.filter(pk=here.member.pk).update(alias="Renamed")
    remove_member(actor=here.owner, member=here.member, reason="x")
    here.member.refresh_from_db()
    assert here.member.alias == "Renamed"


def test_a_specialist_is_named_and_released(here):
    make_specialist(actor=here.owner, member=here.member)
    here.member.refresh_from_db()
    assert here.member.is_staff
    make_member(actor=here.owner, member=here.member)
    here.member.refresh_from_db()
    assert not here.member.is_staff
    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "make_specialist",
        "make_member",
    ]


@pytest.mark.parametrize(
    ("actor", "whom"),
    [("specialist", "member"), ("member", "member"), ("owner", "owner"), ("owner", "left")],
)
def test_naming_that_is_nobody_s_to_do(actor, whom, here):
    with pytest.raises(Refused):
        make_specialist(actor=getattr(here, actor), member=getattr(here, whom))


def stale_copy(member):
    return Membership.objects.select_related("community").get(pk=member.pk)


def test_who_left_meanwhile_is_not_made_a_specialist(here):
    stale = stale_copy(here.member)
    leave(actor=here.member)
    with pytest.raises(Refused):
        make_specialist(actor=here.owner, member=stale)
    here.member.refresh_from_db()
    assert here.member.role == Membership.Role.MEMBER


def test_who_took_the_community_over_stays_its_owner(here):
    stale = stale_copy(here.specialist)
    offer = offer_community(actor=here.owner, member=here.specialist)
    former = stale_copy(here.owner)
    accept_community(actor=here.specialist, offer=offer)
    with pytest.raises(Refused):
        make_member(actor=former, member=stale)
    assert Membership.objects.owners().get() == here.specialist


def test_control_a_stale_save_would_write_over_the_owner_s_role(here):
    """What the conditional update keeps from happening."""
    stale = stale_copy(here.specialist)
    offer = offer_community(actor=here.owner, member=here.specialist)
    accept_community(actor=here.specialist, offer=offer)
    stale.role = Membership.Role.MEMBER
    stale.save(update_fields=["role"])
    assert not Membership.objects.owners().exists()


def test_a_second_click_is_one_deed(here):
    make_specialist(actor=here.owner, member=stale_copy(here.member))
    make_specialist(actor=here.owner, member=stale_copy(here.member))
    assert AuditEntry.objects.filter(action="make_specialist").count() == 1
