import pytest

from communities.address import suggest, written_in_latin
from communities.models import Community
from tests.factories import CommunityFactory


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Тихая гавань", "tikhaya-gavan"),
        ("Ёлка и щегол", "elka-i-shchegol"),
        ("  Lantern — House!  ", "lantern-house"),
        ("Я", "circle-ya"),
        ("愛", "circle"),
        ("я" * 80, "ya" * 20),
    ],
)
def test_a_name_becomes_an_address(name, address):
    assert written_in_latin(name) == address
    Community._meta.get_field("slug").run_validators(address)


@pytest.mark.django_db
def test_a_taken_address_gets_a_number():
    assert suggest("Harbour") == "harbour"
    CommunityFactory(slug="harbour")
    assert suggest("Harbour") == "harbour-2"
    CommunityFactory(slug="harbour-2")
    assert suggest("Harbour") == "harbour-3"


@pytest.mark.django_db
def test_a_long_taken_address_stays_short_enough():
    CommunityFactory(slug="ya" * 20)
    found = suggest("я" * 80)
    assert found != "ya" * 20
    Community._meta.get_field("slug").run_validators(found)
