"""Lines of the log carry ids and places, never what people write."""

import logging
from typing import Any

import pytest
import structlog
from django.conf import settings

from config.logs import SHARED, Untold, configure, where_it_failed, without_words


def formatted(record: logging.LogRecord) -> str:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            where_it_failed,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    return formatter.format(record)


def failing(words: str) -> Any:
    try:
        int(words)
    except ValueError as error:
        return (type(error), error, error.__traceback__)


def test_an_exception_is_said_by_class_and_line_alone() -> None:
    exc_info = failing("what somebody confided")
    record = logging.LogRecord("django", logging.ERROR, __file__, 1, "failed", None, exc_info)
    line = formatted(record)
    assert "confided" not in line
    assert "ValueError" in line
    assert "test_logs.py" in line


def said(message: Any) -> logging.LogRecord:
    return logging.LogRecord("any", logging.INFO, __file__, 1, message, None, None)


@pytest.mark.parametrize("path", ["/help-now/", "/c/harbour/help-now/"])
def test_who_asked_for_help_stands_in_no_log(path: str) -> None:
    ours = {"event": "request_started", "request": f"GET {path}", "user_id": 1}
    assert not Untold().filter(said(ours))
    assert not Untold().filter(said(f"Not Found: {path}"))


def test_other_requests_are_logged() -> None:
    assert Untold().filter(said({"event": "request_started", "request": "GET /c/harbour/"}))


@pytest.mark.parametrize(
    ("name", "said", "logged"),
    [
        ("request", "GET /c/harbour/tag/grief/", "GET /c/harbour/tag/…/"),
        ("request", "GET /c/harbour/join/k3y/?next=/", "GET /c/harbour/join/…/"),
        ("request", "GET /c/harbour/suggest/people/?q=Wr", "GET /c/harbour/suggest/people/"),
        ("event", "Not Found: /c/harbour/tag/two words/", "Not Found: /c/harbour/tag/…/"),
        ("event", "nudge_dropped", "nudge_dropped"),
    ],
)
def test_addresses_are_logged_without_words_in_them(name: str, said: str, logged: str) -> None:
    assert without_words(None, "", {name: said}) == {name: logged}


@pytest.mark.django_db
def test_each_line_of_a_request_goes_through_it(client: Any, capfd: Any) -> None:
    configure({"level": "INFO", "as_json": True})
    try:
        client.get("/c/harbour/tag/grief/?q=Wren")
    finally:
        configure(settings.LOGGING)
    lines = capfd.readouterr().err
    assert "/c/harbour/tag/" in lines
    assert "grief" not in lines
    assert "Wren" not in lines
