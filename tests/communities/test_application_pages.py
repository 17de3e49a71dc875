"""The pages of asking first: three clicks for the newcomer, one answer for staff."""

import pytest
from django.urls import reverse

from communities.forms.applications import answer_name
from communities.models import Application, Membership, Screening
from communities.operations import answer_application, begin_joining, change_screening, leave
from core.tenancy import community_scope
from tests.factories import InvitationFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
QUESTION = "What brings you here?"


@pytest.fixture
def link(cast):
    with community_scope(cast.community):
        change_screening(actor=cast.owner, asks=True, questions=[QUESTION])
        return InvitationFactory(created_by=cast.owner)


@pytest.fixture
def applicant(cast, link):
    return apply(cast, link, "Heather")


def apply(cast, link, alias, words="Long nights"):
    with community_scope(cast.community):
        return begin_joining(
            user=UserFactory(),
            alias=alias,
            documents=[],
            invitation=link,
            answers=[(QUESTION, words)],
        )


@pytest.fixture
def at(cast):
    return lambda name, *more: reverse(f"communities:{name}", args=[cast.community.slug, *more])


def application_of(cast, member):
    with community_scope(cast.community):
        return Application.objects.get(membership=member)


def test_link_form_and_state_are_three_clicks(cast, link, client_of, at):
    user = UserFactory()
    client = client_of(Membership(user=user))
    join = reverse("join", args=[cast.community.slug, link.token])
    page = client.get(join).text
    assert QUESTION in page
    assert 'name="price"' not in page
    sent = {"alias": "Heather", "agreement": "on", "data_consent": "on"}
    missing = client.post(join, sent)
    assert missing.status_code == 422
    assert "Heather" in missing.text
    answer = client.post(join, {**sent, answer_name(QUESTION): "Long nights"}, follow=True)
    assert answer.redirect_chain[-1][0] == at("application")
    assert "It has arrived" in answer.text
    assert "Long nights" in answer.text
    for url in (join, reverse("billing:mine", args=[cast.community.slug])):
        assert client.get(url, follow=True).redirect_chain[-1][0] == at("application")
    assert "Application sent" in client.get("/").text


def test_a_changed_question_keeps_the_other_answers(cast, link, client_of):
    with community_scope(cast.community):
        change_screening(actor=cast.owner, asks=True, questions=[QUESTION, "And now?"])
    client = client_of(Membership(user=UserFactory()))
    join = reverse("join", args=[cast.community.slug, link.token])
    sent = {"alias": "Heather", "agreement": "on", "data_consent": "on"}
    answer = client.post(join, {**sent, answer_name(QUESTION): "Long nights"})
    assert answer.status_code == 422
    assert "Long nights" in answer.text
    assert "And now?" in answer.text


@pytest.mark.parametrize("role", ["owner", "specialist"])
def test_staff_reads_and_answers(role, cast, applicant, client_of, at):
    client = client_of(getattr(cast, role))
    assert "Long nights" in client.get(at("applications")).text
    found = application_of(cast, applicant)
    answer = client.post(at("application_answer", found.pk), {"answer": "yes", "seen": 0})
    assert answer.url == at("applications")
    applicant.refresh_from_db()
    assert applicant.state == Membership.State.JOINING


@pytest.mark.parametrize("answer", ["no", "talk"])
def test_a_no_and_a_talk_need_own_words(answer, cast, applicant, client_of, at):
    found = application_of(cast, applicant)
    client = client_of(cast.owner)
    url = at("application_answer", found.pk)
    assert client.post(url, {"answer": answer, "seen": 0}).status_code == 422
    client.post(url, {"answer": answer, "seen": 0, "words": "Write to me on Monday"})
    own = client_of(applicant).get(at("application")).text
    assert "Write to me on Monday" in own


def test_what_is_no_answer_is_refused_with_the_words_kept(cast, applicant, client_of, at):
    found = application_of(cast, applicant)
    page = client_of(cast.owner).post(
        at("application_answer", found.pk), {"answer": "maybe", "seen": 0, "words": "Kept words"}
    )
    assert page.status_code == 422
    assert "Kept words" in page.text


def test_who_comes_second_is_told_and_loses_no_word(cast, applicant, client_of, at):
    found = application_of(cast, applicant)
    with community_scope(cast.community):
        answer_application(actor=cast.owner, application=found, answer="yes", seen=0)
    page = client_of(cast.specialist).post(
        at("application_answer", found.pk), {"answer": "no", "seen": 0, "words": "Kept words"}
    )
    assert page.status_code == 409
    assert "Kept words" in page.text
    assert "answered by somebody else" in page.text


def test_taken_back_it_is_gone_from_the_desk(cast, applicant, client_of, at):
    client = client_of(applicant)
    assert client.post(at("application_withdraw")).url == reverse("left")
    assert client.post(at("application_withdraw")).url == reverse("left")
    found = application_of(cast, applicant)
    owner = client_of(cast.owner)
    assert "Long nights" not in owner.get(at("applications")).text
    answer = owner.post(at("application_answer", found.pk), {"answer": "yes", "seen": 0})
    assert answer.status_code == 404


def test_a_member_takes_nothing_back_by_that_address(cast, client_of, at):
    assert client_of(cast.member).post(at("application_withdraw")).status_code == 404
    with community_scope(cast.community):
        cast.member.refresh_from_db()
    assert cast.member.state == Membership.State.ACTIVE


def test_who_left_before_a_yes_reads_only_their_own(cast, link, applicant, client_of, at):
    other = apply(cast, link, "Hazel", "Other words")
    with community_scope(cast.community):
        leave(actor=applicant)
    text = client_of(applicant).get(at("application")).text
    assert "Long nights" in text
    assert "Other words" not in text
    assert "Other words" in client_of(other).get(at("application")).text


def test_without_an_application_there_is_no_such_page(cast, client_of, at):
    assert client_of(cast.member).get(at("application")).status_code == 404


def test_the_owner_sets_the_questions(cast, client_of, at):
    owner = client_of(cast.owner)
    first = {"question_0": QUESTION, "question_1": "", "question_2": "And now?"}
    assert owner.post(at("screening"), {"asks": "on", **first}).url == at("applications")
    with community_scope(cast.community):
        assert Screening.objects.get().questions == [QUESTION, "And now?"]
    owner.post(at("screening"), first)
    with community_scope(cast.community):
        assert Screening.objects.get().asks is False


def test_asking_without_a_question_is_refused(cast, client_of, at):
    page = client_of(cast.owner).post(at("screening"), {"asks": "on", "question_0": " "})
    assert page.status_code == 422
    with community_scope(cast.community):
        assert not Screening.objects.exists()


def test_a_specialist_does_not_change_the_questions(cast, client_of, at):
    client = client_of(cast.specialist)
    assert client.post(at("screening"), {"asks": "on", "question_0": "x"}).status_code == 404
    assert "What newcomers are asked" not in client.get(at("applications")).text


def test_another_community_s_application_is_not_found(cast, applicant, client_of, at):
    found = application_of(cast, applicant)
    owner = MembershipFactory(community=cast.elsewhere, alias="Osprey", owner=True)
    url = reverse("communities:application_answer", args=[cast.elsewhere.slug, found.pk])
    assert client_of(owner).post(url, {"answer": "yes", "seen": 0}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    count, cast, link, client_of, django_assert_num_queries
):
    url = reverse("communities:applications", args=[cast.community.slug])
    for alias in ("Heather", "Hazel", "Fern")[:count]:
        place = apply(cast, link, alias)
        with community_scope(cast.community):
            found = Application.objects.get(membership=place)
            answer_application(
                actor=cast.owner, application=found, answer="talk", seen=0, words="x"
            )
        done = apply(cast, link, f"{alias}2")
        with community_scope(cast.community):
            found = Application.objects.get(membership=done)
            answer_application(actor=cast.owner, application=found, answer="yes", seen=0)
    client = client_of(cast.owner)
    with django_assert_num_queries(12):
        client.get(url)
