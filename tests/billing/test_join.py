"""The join page: what was shown is what is agreed to; a letter opens to its bearer alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from billing import operations, queries
from billing.models import Checkout, PlaceRequest
from billing.operations import sweeps
from communities.models import Acceptance, Document, Membership
from communities.operations import (
    answer_application,
    begin_joining,
    change_screening,
    invite_address,
    publish_document,
)
from core import clock
from core.permissions import Refused
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


@pytest.fixture
def applicant(here):
    change_screening(actor=here.owner, asks=True, questions=["Why?"])
    return begin_joining(
        user=UserFactory(),
        alias="Heather",
        documents=[],
        invitation=InvitationFactory(),
        answers=[("Why?", "Long nights")],
    )


def test_nobody_pays_before_a_yes(here, far, euro, applicant):
    day = clock.now().date() + timedelta(days=30)
    hand = operations.add_price(
        actor=here.owner, plan=euro.plan, price=operations.NewPrice("EUR", 3000, way="hand")
    )
    ways = [
        lambda: operations.start_checkout(member=applicant, price=euro),
        lambda: operations.ask_for_place(member=applicant, price=hand),
        lambda: operations.ask_for_place(member=applicant),
        lambda: operations.give_place(actor=here.owner, member=applicant, until=None),
        lambda: operations.record_hand_payment(
            actor=here.owner, member=applicant, amount=1, currency="EUR", until=day, form_key="x"
        ),
    ]
    for way in ways:
        with pytest.raises(Refused):
            way()
    assert not Checkout.objects.exists()
    answer_application(
        actor=here.owner, application=applicant.applications.get(), answer="yes", seen=0
    )
    applicant.refresh_from_db()
    assert operations.start_checkout(member=applicant, price=euro).startswith(far.url)


@pytest.mark.parametrize("path", ["pay", "ask"])
def test_the_pages_of_payment_refuse_before_a_yes(path, here, far, euro, applicant):
    url = reverse(f"billing:{path}", args=[here.community.slug])
    sent = {"price": euro.pk} if path == "pay" else {}
    assert signed_in(applicant.user).post(url, sent).status_code == 404


def test_an_applicant_stands_in_none_of_the_owner_s_money_lists(here, applicant):
    PlaceRequest.objects.create(membership=applicant)
    assert applicant not in queries.people()
    assert not PlaceRequest.objects.waiting().exists()


def test_a_payment_page_of_before_is_closed_for_who_applies_anew(here, far, euro):
    url = operations.start_checkout(member=here.newcomer, price=euro)
    Membership.objects.filter(pk=here.newcomer.pk).update(state=Membership.State.APPLYING)
    assert sweeps.close_checkouts() == 1
    assert far.pay(url) != "complete"
