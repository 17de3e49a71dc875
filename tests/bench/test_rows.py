"""A promise that does not hold is told, and decides the exit code."""

import json

import pytest

from bench.rows import Row, as_json, as_table, exit_code

HOLDS = Row("P1", "feed", 0.5, "F", 0.6)
BROKEN = Row("P1", "feed", 0.61, "F", 0.6)
SLOW = Row("P5", "a post, p50", 30, "ms", 25, decides=False)
INFORMS = Row("F", "floor page", 900, "ms CPU")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (HOLDS, (True, 0)),
        (BROKEN, (False, 1)),
        (SLOW, (False, 0)),
        (INFORMS, (True, 0)),
        (Row("P3", "queries", 12, "queries", 12), (True, 0)),
        (Row("P3", "queries for 1", 12, "queries", 12, exactly=True), (True, 0)),
        (Row("P3", "queries for 1", 11, "queries", 12, exactly=True), (False, 1)),
    ],
)
def test_a_row_holds_or_not(row: Row, told: tuple[bool, int]) -> None:
    assert (row.holds, exit_code([row])) == told


def test_one_broken_promise_is_enough() -> None:
    assert exit_code([HOLDS, BROKEN, INFORMS]) == 1


def test_people_are_told_in_words() -> None:
    table = as_table([HOLDS, BROKEN, SLOW, INFORMS]).splitlines()
    assert [line.split("  ")[-1] for line in table[:3]] == [
        "holds",
        "DOES NOT HOLD",
        "above, decides nothing",
    ]
    assert table[3].endswith("900.00 ms CPU")


def test_machines_are_told_in_json() -> None:
    told = json.loads(as_json([BROKEN, INFORMS]))
    assert set(told) == {"rows", "machine", "commit"}
    assert told["rows"] == [
        {"id": "P1", "what": "feed", "value": 0.61, "unit": "F", "target": 0.6, "holds": False},
        {
            "id": "F",
            "what": "floor page",
            "value": 900,
            "unit": "ms CPU",
            "target": None,
            "holds": True,
        },
    ]
