"""When curators read: said, kept, reckoned."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.translation import override

from core.tenancy import community_scope
from subgroups.hours import Hours, days_in_words, is_night, next_reading
from subgroups.models import Subgroup

pytestmark = pytest.mark.django_db
EVENINGS = Hours("01234", time(18), time(20))
MOSCOW = ZoneInfo("Europe/Moscow")


def at(day, hour, minute=0):
    """The 5th of January 2026 is a Monday."""
    return datetime(2026, 1, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(5, 12), at(5, 18)),
        (at(5, 18), None),
        (at(5, 19, 59), None),
        (at(5, 20), at(6, 18)),
        (at(9, 21), at(12, 18)),
        (at(10, 12), at(12, 18)),
    ],
)
def test_when_they_read_next(now, then):
    assert next_reading(EVENINGS, now, UTC) == then


def test_once_a_week_is_found_a_week_later():
    sundays = Hours("6", time(10), time(11))
    assert next_reading(sundays, at(4, 12), UTC) == at(11, 10)


def test_it_is_the_community_s_clock():
    assert next_reading(EVENINGS, at(5, 15), MOSCOW) is None
    assert next_reading(EVENINGS, at(5, 17, 30), MOSCOW) == at(6, 15)


@pytest.mark.parametrize(
    ("hour", "night"), [(22, False), (23, True), (0, True), (6, True), (7, False)]
)
def test_night(hour, night):
    assert is_night(at(5, hour), UTC) is night
    assert is_night(at(5, hour), MOSCOW) is (20 <= hour <= 23 or hour < 4)


@pytest.mark.parametrize(
    ("days", "en", "ru"),
    [
        ("0123456", "every day", "каждый день"),
        ("01234", "on weekdays", "по будням"),
        ("56", "at weekends", "по выходным"),
        ("024", "Mon, Wed, Fri", "пн, ср, пт"),
    ],
)
def test_days_in_words(days, en, ru):
    with override("en"):
        assert days_in_words(days) == en
    with override("ru"):
        assert days_in_words(days) == ru


def typed(**changes):
    hours = {"reading_days": ["3", "0"], "reads_from": "18:00", "reads_until": "20:30"}
    return {"name": "Quiet", "purpose": ""} | hours | changes


def change(cast, client_of, **changes):
    url = reverse("subgroups:change", args=[cast.community.slug, cast.quiet.pk])
    return client_of(cast.curator).post(url, typed(**changes))


def kept(cast):
    with community_scope(cast.community):
        return Subgroup.objects.get(pk=cast.quiet.pk).hours


def test_hours_are_said_and_taken_back(cast, client_of):
    assert change(cast, client_of).status_code == 302
    assert kept(cast) == Hours("03", time(18), time(20, 30))
    url = reverse("subgroups:change", args=[cast.community.slug, cast.quiet.pk])
    page = client_of(cast.curator).get(url).text
    assert 'value="18:00"' in page
    assert page.count(" checked") == 2
    change(cast, client_of, reading_days=[], reads_from="", reads_until="")
    assert kept(cast) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"reading_days": []},
        {"reads_from": ""},
        {"reads_until": "18:00"},
        {"reads_until": "soon"},
        {"reading_days": ["9"]},
    ],
)
def test_wrong_hours_are_kept_typed(wrong, cast, client_of):
    page = change(cast, client_of, purpose="Typed just now", **wrong)
    assert page.status_code == 422
    assert "Typed just now" in page.text
    assert kept(cast) is None


def test_they_stand_on_its_pages_for_who_reads_it(cast, client_of):
    change(cast, client_of)
    pages = [
        reverse(name, args=[cast.community.slug, cast.quiet.pk])
        for name in ("subgroups:card", "feeds:subgroup")
    ]
    for page in pages:
        text = client_of(cast.insider).get(page).text
        assert "Curators read Mon, Thu from 18:00 to 20:30" in " ".join(text.split())
        assert "by the clock" not in text
    assert "Curators read" not in client_of(cast.member).get(pages[0]).text


def test_whose_clock_it_is_where_the_reader_s_shows_another_time(cast, client_of):
    change(cast, client_of)
    cast.insider.user.time_zone = "Asia/Tokyo"
    cast.insider.user.save()
    page = reverse("subgroups:card", args=[cast.community.slug, cast.quiet.pk])
    assert "by the clock of UTC" in client_of(cast.insider).get(page).text
