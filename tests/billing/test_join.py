"""The join page: what was shown is what is agreed to; a letter opens to its bearer alone."""

import pytest
from django.test import Client
from django.urls import reverse

from billing import operations
from billing.models import Checkout
from billing.operations import sweeps
from communities.models import Acceptance, Document, Membership
from communities.operations import invite_address, publish_document
from tests.factories import DocumentFactory, InvitationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(here):
    return [DocumentFactory(kind=kind, number=1) for kind in Document.Kind]


def address_of(here, invitation):
    return reverse("join", args=[here.community.slug, invitation.token])


def signed_in(user=None):
    client = Client()
    client.force_login(user or UserFactory())
    return client


def sent(documents, **more):
    shown = [document.pk for document in documents]
    return {"alias": "Heron", "agreement": "on", "data_consent": "on", "documents": shown, **more}


def test_the_versions_shown_are_the_ones_agreed_to(here, documents):
    url = address_of(here, InvitationFactory())
    client = signed_in()
    page = client.get(url).text
    assert all(f'name="documents" value="{each.pk}"' in page for each in documents)
    client.post(url, sent(documents))
    place = Membership.objects.get(alias="Heron")
    accepted = Acceptance.objects.filter(membership=place).values_list("document", flat=True)
    assert set(accepted) == {each.pk for each in documents}


def test_a_version_that_came_meanwhile_is_shown_before_it_is_agreed_to(here, documents):
    url = address_of(here, InvitationFactory())
    client = signed_in()
    newer = publish_document(actor=here.owner, kind=Document.Kind.AGREEMENT, source="We listen on.")
    answer = client.post(url, sent(documents))
    assert answer.status_code == 422
    assert "once more" in answer.text
    assert f'name="documents" value="{newer.pk}"' in answer.text
    assert "Heron" in answer.text
    assert not Membership.objects.filter(alias="Heron").exists()


def test_leaving_a_document_out_agrees_to_nothing(here, documents):
    answer = signed_in().post(address_of(here, InvitationFactory()), sent(documents[:1]))
    assert answer.status_code == 422


def test_somebody_elses_letter_says_nothing_and_opens_nothing(here, documents):
    invitation = invite_address(actor=here.owner, address="lark@example.org")
    url = address_of(here, invitation)
    for answer in (signed_in().get(url), signed_in().post(url, sent(documents))):
        assert answer.status_code == 403
        assert here.community.name not in answer.text
        assert "lark@" not in answer.text
    bearer = signed_in(UserFactory(email="lark@example.org"))
    assert bearer.get(url).status_code == 200
    bearer.post(url, sent(documents))
    assert Membership.objects.get(alias="Heron").invitation == invitation


def test_a_price_taken_off_sale_cannot_be_paid_on_a_page_opened_before(here, far, euro, nudges):
    url = operations.start_checkout(member=here.newcomer, price=euro)
    operations.archive_price(actor=here.owner, price=euro)
    assert sweeps.close_checkouts() == 1
    assert Checkout.objects.get().state == "expired"
    assert far.control(f"/v1/checkout/sessions/{url.rsplit('/', 1)[-1]}", "GET")["status"] == (
        "expired"
    )
    assert far.live() == []


def test_taking_off_sale_wakes_whoever_closes_those_pages(here, far, euro, nudges, committed):
    with committed():
        operations.archive_price(actor=here.owner, price=euro)
    assert "billing.tasks.close_checkouts" in [each.name for each in nudges]


def test_a_page_of_ours_opened_before_does_not_begin_a_payment(here, far, euro, client_of):
    operations.archive_plan(actor=here.owner, plan=euro.plan)
    pay = reverse("billing:pay", args=[here.community.slug])
    assert client_of(here.newcomer).post(pay, {"price": euro.pk}).status_code == 422
    assert not Checkout.objects.exists()
