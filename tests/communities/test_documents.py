import pytest
from django.urls import reverse

from communities.models import Acceptance, Document
from communities.operations import accept_documents, publish_document
from communities.queries import documents_to_accept
from core.tenancy import community_scope
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def urls(cast):
    slug = cast.community.slug
    names = ["documents", "document_new", "accept", "leave"]
    return {name: reverse(f"communities:{name}", args=[slug]) for name in names}


@pytest.fixture
def agreement(cast):
    with community_scope(cast.community):
        return DocumentFactory(number=1)


def test_members_read_current_versions_only(urls, agreement, cast, client_of):
    with community_scope(cast.community):
        DocumentFactory(number=2, html="<p>We listen still.</p>")
    text = client_of(cast.member).get(urls["documents"]).text
    assert "We listen still." in text
    assert "We listen.<" not in text


def test_a_community_without_documents_says_so(urls, cast, client_of):
    assert 'class="empty"' in client_of(cast.member).get(urls["documents"]).text


@pytest.mark.parametrize("kinds", [["agreement"], ["agreement", "privacy", "data_consent"]])
def test_the_list_costs_the_same_for_one_and_three(
    kinds, urls, cast, client_of, django_assert_num_queries
):
    with community_scope(cast.community):
        for kind in kinds:
            DocumentFactory(kind=kind, number=1)
    client = client_of(cast.member)
    with django_assert_num_queries(6):
        client.get(urls["documents"])


def test_the_next_version_starts_from_the_present_one(urls, agreement, cast, client_of):
    page = client_of(cast.owner).get(urls["document_new"] + "?kind=agreement")
    assert page.context["form"]["source"].value() == agreement.source


def test_publishing_adds_a_version(urls, agreement, cast, client_of):
    typed = {"kind": "agreement", "source": "We listen, and answer."}
    assert client_of(cast.owner).post(urls["document_new"], typed).url == urls["documents"]
    with community_scope(cast.community):
        assert list(Document.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_second_click_publishes_nothing_more(here):
    for _ in range(2):
        publish_document(actor=here.owner, kind="privacy", source="Once.")
    assert Document.objects.filter(kind="privacy").count() == 1


@pytest.mark.parametrize("wrong", [{"source": ""}, {"kind": "poem"}])
def test_a_wrong_version_is_kept_typed(wrong, urls, cast, client_of):
    typed = {"kind": "agreement", "source": "Typed just now"} | wrong
    page = client_of(cast.owner).post(urls["document_new"], typed)
    assert page.status_code == 422
    assert ("source" in wrong) or "Typed just now" in page.text


def test_a_version_does_not_change(here, agreement):
    agreement.source = "Other"
    with pytest.raises(TypeError):
        agreement.save()


def test_members_are_asked_until_they_agree(here, agreement):
    assert list(documents_to_accept(here.member)) == [agreement]
    accept_documents(actor=here.member, documents=[agreement])
    assert not documents_to_accept(here.member).exists()
    publish_document(actor=here.owner, kind="agreement", source="We listen more.")
    assert documents_to_accept(here.member).get().number == 2


def test_agreeing_twice_is_one_acceptance(here, agreement):
    for _ in range(2):
        accept_documents(actor=here.member, documents=[agreement])
    assert Acceptance.objects.filter(membership=here.member).count() == 1


def test_the_owner_is_not_asked(here, agreement):
    assert not documents_to_accept(here.owner).exists()


def test_agreeing_leads_back(urls, agreement, cast, client_of):
    typed = {"documents": [agreement.pk], "agreed": "on", "next": urls["documents"]}
    assert client_of(cast.member).post(urls["accept"], typed).url == urls["documents"]
    with community_scope(cast.community):
        assert Acceptance.objects.get().membership == cast.member


def test_agreeing_leads_nowhere_else(urls, agreement, cast, client_of):
    typed = {"documents": [agreement.pk], "agreed": "on", "next": "https://elsewhere.example/"}
    assert client_of(cast.member).post(urls["accept"], typed).url == f"/c/{cast.community.slug}/"


@pytest.mark.parametrize("wrong", [{}, {"agreed": "on"}, {"documents": "7", "agreed": "on"}])
def test_nothing_is_accepted_unseen(wrong, urls, agreement, cast, client_of):
    page = client_of(cast.member).post(urls["accept"], wrong)
    assert page.status_code == 422
    with community_scope(cast.community):
        assert not Acceptance.objects.exists()


def test_who_does_not_agree_can_leave(urls, agreement, cast, client_of):
    assert urls["leave"] in client_of(cast.member).get(urls["accept"]).text
