from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock, ids


@given(st.integers(min_value=0, max_value=2**63 - 1))
def test_an_id_survives_its_letters(number: int) -> None:
    assert ids.decode(ids.encode(number)) == number


@pytest.mark.parametrize("text", ["", "short", "u" * 13, "z" * 13, "A" * 13, "0" * 14, "й" * 13])
def test_what_encode_did_not_make_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        ids.decode(text)


def test_letters_keep_the_order_of_time() -> None:
    now = clock.now()
    earlier, later = ids.at(now - timedelta(milliseconds=2)), ids.at(now)
    assert earlier < later
    assert ids.encode(earlier) < ids.encode(later)


def test_ids_fit_the_database_for_a_lifetime() -> None:
    assert 0 < ids.at(clock.now() + timedelta(days=365 * 40)) < 2**63


def test_ids_of_one_moment_differ_and_rise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also once they are so many that they run into the next millisecond."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    made = [ids.new_id() for _ in range(100_000)]
    assert made == sorted(set(made))


def test_a_clock_set_back_is_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=30))
    ahead = ids.new_id()
    monkeypatch.setattr(clock, "now", lambda: now)
    assert ids.new_id() < ahead


def test_control_without_the_sequence_they_meet() -> None:
    now = clock.now()
    assert len({ids.at(now) for _ in range(20_000)}) < 20_000


def test_what_a_community_brings_along_has_ids_too() -> None:
    assert ids.decode(ids.encode(ids.at(clock.now() - timedelta(days=365 * 10)))) > 0
