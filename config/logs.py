"""Logs as key=value lines (JSON in production). They carry ids, never what people write."""

import logging.config
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]

# Opening these tells nobody, so not the log either.
UNTOLD = "/help-now/"
# What stands in an address there is a word of somebody's, or opens a door; so may a query.
TELLING = re.compile(r"(/(?:tag|join)/)[^/?]+|\?\S*")
# They say each wake-up and each call; what goes wrong is still said.
CHATTY = ("celery.beat", "celery.app.trace", "celery.worker.strategy", "stripe")


class Untold(logging.Filter):
    """Leaves no trace of who asked for help, whoever wrote the line."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.msg if isinstance(record.msg, dict) else {"event": record.getMessage()}
        return UNTOLD not in f"{said.get('request', '')}{said.get('event', '')}"


def without_words(_logger: Any, _method: str, event: Event) -> Event:
    """Addresses without hashtags, invitations and whatever was typed into a form."""
    for name in ("event", "request"):
        if isinstance(event.get(name), str):
            event[name] = TELLING.sub(lambda told: f"{told[1]}…" if told[1] else "", event[name])
    return event


def where_it_failed(_logger: Any, _method: str, event: Event) -> Event:
    """Class and lines of an exception; its message may hold people's words: databases do that."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found
    error = error[1] if isinstance(error, tuple) else error
    if isinstance(error, BaseException):
        event["exception"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)
        event["where"] = [f"{f.filename}:{f.lineno} {f.name}" for f in frames[-12:]]
    return event


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]


def configure(options: dict[str, Any]) -> None:
    """Set up logging; `options` holds `level` and `as_json`."""
    renderer = (
        structlog.processors.JSONRenderer()
        if options["as_json"]
        else structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        where_it_failed,
                        without_words,
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        renderer,
                    ],
                    "foreign_pre_chain": SHARED,
                }
            },
            "filters": {"untold": {"()": Untold}},
            "handlers": {
                "console": {
                    "class": "logging.StreamHandler",
                    "formatter": "line",
                    "filters": ["untold"],
                }
            },
            "root": {"handlers": ["console"], "level": options["level"]},
            "loggers": {name: {"level": "WARNING"} for name in CHATTY},
        }
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
