"""A paid plan with screening and approval: one form on one page."""

import pytest
from django.urls import reverse

from billing.models import Plan
from communities.models import Screening
from communities.queries import questions_asked

pytestmark = pytest.mark.django_db
PLAN = {
    "name": "Circle",
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "0",
    "form-0-currency": "EUR",
    "form-0-amount": "30",
    "form-0-interval": "month",
    "form-0-way": "hand",
}


@pytest.fixture
def url(here):
    return reverse("billing:plans", args=[here.community.slug])


def test_one_form_opens_the_plan_and_asks_newcomers_first(here, url, client_of):
    """Peers need eleven clicks: here the desk's link, the form, its button."""
    owner = client_of(here.owner)
    assert url in owner.get(reverse("communities:desk", args=[here.community.slug])).text
    page = owner.get(url).text
    assert 'name="ask-asks"' in page
    assert "What brings you here?" in page
    asked = {"ask-asks": "on", "ask-question_0": "What brings you here?"}
    assert owner.post(url, {**PLAN, **asked}).status_code == 302
    assert Plan.objects.get().prices.get().amount == 3000
    assert questions_asked() == ["What brings you here?"]
    assert 'name="ask-asks"' not in owner.get(url).text


def test_without_the_tick_nobody_is_asked(here, url, client_of):
    client_of(here.owner).post(url, {**PLAN, "ask-question_0": "What brings you here?"})
    assert Plan.objects.exists()
    assert questions_asked() == []


def test_a_tick_without_a_question_opens_nothing_and_keeps_all(here, url, client_of):
    page = client_of(here.owner).post(url, {**PLAN, "ask-asks": "on"})
    assert page.status_code == 422
    assert "Circle" in page.text
    assert not Plan.objects.exists()
    assert not Screening.objects.exists()


def test_another_plan_later_leaves_the_questions_as_they_are(here, url, client_of):
    owner = client_of(here.owner)
    owner.post(url, {**PLAN, "ask-asks": "on", "ask-question_0": "Why?"})
    owner.post(url, {**PLAN, "name": "Second"})
    assert questions_asked() == ["Why?"]
