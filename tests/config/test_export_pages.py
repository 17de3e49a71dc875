"""The page of a person's own copy says all they wrote, and where the rest stands."""

import json

import pytest

from communities.models import Acceptance, Application, ApplicationReply
from core import clock
from profiles.operations import add_line
from tests.config.test_export import copy_of
from tests.conftest import Cast
from tests.factories import DocumentFactory
from tests.profiles.test_profiles import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(here: Cast) -> Cast:
    person = here.member
    add_line(actor=person, label="About rain", text="I like <i>", visibility="community")
    picture(person, "me")
    application = Application.objects.create(
        membership=person,
        answers=[["What brings you?", "A long winter"]],
        state="yes",
        ended_at=clock.now(),
    )
    ApplicationReply.objects.create(
        application=application, by=here.owner, answer="talk", words="Let us talk"
    )
    Acceptance.objects.create(membership=person, document=DocumentFactory())
    return here


def test_it_tells_profile_answers_and_agreements(lived: Cast) -> None:
    page = copy_of(lived.member)[f"{lived.community.slug}.html"]
    for said in (
        "About rain",
        "I like &lt;i&gt;",
        "The whole community",
        f'src="{lived.community.slug}/pictures/profile.webp"',
        "Only me",
        "What brings you?",
        "A long winter",
        "Let us talk",
        "What you agreed to",
        "whom you muted or blocked",
    ):
        assert said in page


def test_erased_answers_are_said_to_be_erased(lived: Cast) -> None:
    Application.objects.update(answers=[], erased_at=clock.now())
    assert "has been erased" in copy_of(lived.member)[f"{lived.community.slug}.html"]


def test_who_showed_and_asked_nothing_reads_no_empty_headings(here: Cast) -> None:
    found = copy_of(here.insider)
    page = found[f"{here.community.slug}.html"]
    for heading in ("Profile", "Applications", "What you agreed to"):
        assert heading not in page
    assert json.loads(found[f"{here.community.slug}/profile.json"])["lines"] == []
