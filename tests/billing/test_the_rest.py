"""Tasks by name, own export, the desk's first step, joining, and quiet corners of renewal."""

import pytest
from celery import current_app
from django.test import Client
from django.urls import reverse

from billing import export, gateway, operations
from billing.desk import has_plan
from billing.models import Cancellation, Customer, EventCursor, PlaceRequest, Subscription
from billing.operations import reconcile
from billing.operations.renewal import perform_cancellation
from communities.models import Document, Invitation, Membership
from core.permissions import Refused
from tests.billing.conftest import FAILS_LATER
from tests.factories import DocumentFactory, UserFactory

TASKS = ["sweep_access", "sweep_places", "catch_up", "reconcile"]


@pytest.mark.parametrize("name", TASKS)
def test_tasks_run_by_name(here, far, name):
    from billing import tasks  # noqa: F401 - as autodiscovery does

    assert current_app.tasks[f"billing.tasks.{name}"].run() >= 0


@pytest.mark.parametrize("name", ["catch_up", "reconcile"])
def test_without_a_gateway_there_is_nobody_to_ask(here, settings, name):
    from billing import tasks  # noqa: F401

    settings.STRIPE_SECRET_KEY = ""
    assert current_app.tasks[f"billing.tasks.{name}"].run() == 0
    assert not EventCursor.objects.exists()


def test_own_export_tells_what_was_paid_and_nothing_of_others(here, payer):
    payer()
    operations.give_place(actor=here.owner, member=here.member, until=None, reason="hardship")
    mine = export.own_data(here.newcomer)
    assert mine["invoices"][0]["amount_paid"] == 3000
    assert mine["places_from_the_owner"] == []
    assert "hardship" not in str(export.own_data(here.member))


def test_the_first_step_is_done_when_a_plan_is_open(here):
    assert not has_plan(here.community)
    operations.open_plan(actor=here.owner, name="Circle", prices=[operations.NewPrice("EUR", 100)])
    assert has_plan(here.community)


def ended(subscription: Subscription) -> None:
    gateway.cancel_now(subscription.stripe_id)


def test_what_has_ended_can_be_neither_stopped_nor_resumed(here, payer):
    subscription = payer()
    ended(subscription)
    given = {"actor": here.newcomer, "subscription": subscription}
    assert operations.resume_renewal(**given).status == "canceled"
    assert operations.cancel_at_period_end(**given).status == "canceled"
    assert (
        perform_cancellation(Cancellation(subscription=Subscription.objects.get(), reason="left"))
        is None
    )


@pytest.mark.parametrize(
    "act", [operations.resume_renewal, operations.cancel_at_period_end, operations.card_page]
)
def test_nobody_changes_another_s_renewal(here, payer, act):
    subscription = payer()
    for who in (here.member, here.owner):
        with pytest.raises(Refused):
            act(actor=who, subscription=subscription)


def test_a_payer_the_gateway_does_not_know_has_no_card_page(here, payer):
    subscription = payer()
    Customer.objects.all().delete()
    assert operations.card_page(actor=here.newcomer, subscription=subscription) == ""


def test_a_closed_subscription_is_ended_before_a_new_one(here, payer, later, far, euro):
    """The sweep has not run yet, and the person comes back by themselves."""
    payer(number=FAILS_LATER)
    later(days=60)
    here.newcomer.refresh_from_db()
    assert not here.newcomer.may_read
    far.pay(operations.start_checkout(member=here.newcomer, price=euro))
    operations.apply_subscription("", far.live()[0].id)
    assert len(far.live()) == 1
    here.newcomer.refresh_from_db()
    assert here.newcomer.may_write


def test_reconcile_counts_what_it_could_not_read(here, payer, settings):
    payer()
    settings.FAKE_STRIPE_URL = "http://127.0.0.1:9"
    assert reconcile.reconcile() == 1


@pytest.fixture
def invited(here):
    for kind in ("agreement", "privacy", "data_consent"):
        DocumentFactory(kind=kind, number=1)
    invitation = Invitation.objects.create(created_by=here.owner)
    return reverse("join", args=[here.community.slug, invitation.token])


def signed_in() -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


SENT = {"alias": "Heron", "agreement": "on", "data_consent": "on"}


def agreed():
    """What the form sends, with the versions its page shows."""
    return SENT | {"documents": [document.pk for document in Document.objects.current()]}


def test_joining_by_card_goes_on_to_the_payment_page(here, far, euro, invited):
    client = signed_in()
    assert client.get(invited).status_code == 200
    answer = client.post(invited, {**agreed(), "price": euro.pk})
    assert answer["Location"].startswith(far.url)
    newcomer = Membership.objects.get(alias="Heron")
    assert newcomer.state == "joining"
    far.pay(answer["Location"])
    client.get(reverse("billing:mine", args=[here.community.slug]))
    newcomer.refresh_from_db()
    assert newcomer.state == "active"
    again = client.get(invited)
    assert again["Location"] == reverse("billing:mine", args=[here.community.slug])


def test_joining_without_a_card_asks_the_owner(here, invited, settings):
    settings.STRIPE_SECRET_KEY = ""
    answer = signed_in().post(invited, agreed())
    assert answer["Location"] == reverse("billing:mine", args=[here.community.slug])
    assert PlaceRequest.objects.get().membership.alias == "Heron"


def test_joining_with_stripe_away_keeps_the_place(here, euro, invited, settings):
    settings.STRIPE_SECRET_KEY, settings.FAKE_STRIPE_URL = "sk_test_fake", "http://127.0.0.1:9"
    answer = signed_in().post(invited, {**agreed(), "price": euro.pk})
    assert answer["Location"] == reverse("billing:mine", args=[here.community.slug])
    assert Membership.objects.filter(alias="Heron", state="joining").exists()


def test_a_wrong_join_keeps_what_was_typed(here, euro, invited, settings):
    settings.STRIPE_SECRET_KEY = "sk_test_fake"
    answer = signed_in().post(invited, {"alias": "Heron"})
    assert answer.status_code == 422
    assert "Heron" in answer.content.decode()
    taken = signed_in().post(invited, {**agreed(), "alias": here.member.alias, "price": euro.pk})
    assert taken.status_code == 422


def test_a_spent_invitation_is_told_so(here, invited):
    Invitation.objects.update(uses_allowed=0)
    assert signed_in().get(invited).status_code == 410
    assert signed_in().post(invited, agreed()).status_code == 410
