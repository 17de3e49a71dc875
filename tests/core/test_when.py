from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from core.templatetags import when

BERLIN = ZoneInfo("Europe/Berlin")
# A Wednesday, 12:00 in Berlin.
NOON = datetime(2025, 5, 14, 10, 0, tzinfo=UTC)


def said(at, language="en", zone=BERLIN, now=NOON):
    return when.said(at, now=now, zone=zone, language=language)


@pytest.mark.parametrize(
    ("at", "english", "russian"),
    [
        (NOON, "today at 12:00", "сегодня в 12:00"),
        (datetime(2025, 5, 13, 22, 5, tzinfo=UTC), "today at 00:05", "сегодня в 00:05"),
        (datetime(2025, 5, 13, 19, 40, tzinfo=UTC), "yesterday at 21:40", "вчера в 21:40"),
        (datetime(2025, 5, 15, 8, 0, tzinfo=UTC), "tomorrow at 10:00", "завтра в 10:00"),
        (datetime(2025, 5, 12, 8, 0, tzinfo=UTC), "on Monday at 10:00", "в понедельник в 10:00"),
        (datetime(2025, 5, 8, 8, 0, tzinfo=UTC), "on Thursday at 10:00", "в четверг в 10:00"),
        (datetime(2025, 5, 7, 8, 0, tzinfo=UTC), "7 May at 10:00", "7 мая в 10:00"),
        (datetime(2025, 5, 17, 8, 0, tzinfo=UTC), "17 May at 10:00", "17 мая в 10:00"),
        (datetime(2024, 5, 14, 8, 0, tzinfo=UTC), "14 May 2024 at 10:00", "14 мая 2024 в 10:00"),
    ],
)
def test_said_as_people_say_it(at, english, russian):
    assert said(at) == english
    assert said(at, "ru") == russian


@pytest.mark.parametrize(
    ("day", "russian"),
    [
        (8, "в четверг в 10:00"),
        (9, "в пятницу в 10:00"),
        (10, "в субботу в 10:00"),
        (11, "в воскресенье в 10:00"),
        (12, "в понедельник в 10:00"),
    ],
)
def test_weekdays_in_russian_stand_in_the_right_case(day, russian):
    assert said(datetime(2025, 5, day, 8, 0, tzinfo=UTC), "ru") == russian


def test_tuesday_and_wednesday_in_russian():
    friday = NOON + timedelta(days=2)
    assert said(NOON - timedelta(days=1), "ru", now=friday) == "во вторник в 12:00"
    assert said(NOON, "ru", now=friday) == "в среду в 12:00"


def test_the_day_is_the_readers_day():
    late = datetime(2025, 5, 14, 0, 30, tzinfo=UTC)
    assert said(late, zone=ZoneInfo("America/New_York"), now=NOON) == "yesterday at 20:30"
    assert said(late, zone=BERLIN, now=NOON) == "today at 02:30"


def test_exact_time_is_that_of_the_zone():
    assert when.exact(NOON, zone=BERLIN, language="ru") == "14 мая 2025, 12:00"


def test_on_a_page_the_exact_time_stands_behind_what_is_said(monkeypatch):
    monkeypatch.setattr(when.clock, "now", lambda: NOON)
    with timezone.override(BERLIN), translation.override("en"):
        assert when.when(NOON - timedelta(days=1)) == (
            '<time datetime="2025-05-13T10:00Z" title="13 May 2025, 12:00">'
            "yesterday at 12:00</time>"
        )


def test_what_was_said_yesterday_is_said_anew_today():
    assert said(NOON) == "today at 12:00"
    assert said(NOON, now=NOON + timedelta(days=1)) == "yesterday at 12:00"
