"""Logs: one JSON object a line on standard error, with the id of the request, without secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, TextIO

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor

SECRETS = re.compile(r"(/sign-in/|/a/|\bgz_[0-9a-f]{12}_)[A-Za-z0-9_-]{8,}")
"""What signs somebody in when it stands in a path or a text: sign-in links and API tokens;
and what answers for a customer: the code of a letter."""


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to what standard error is now, not to what it was when logging was set up."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # a property in place of an attribute
        """Standard error."""
        return sys.stderr


def without_secrets(_logger: object, _method: str, event: EventDict) -> EventDict:
    """A processor: links and tokens in any text of an entry are cut to what names them."""
    return {key: _cut(value) for key, value in event.items()}


def _cut(value: Any) -> Any:
    if isinstance(value, str):
        return SECRETS.sub(r"\1…", value)
    if isinstance(value, dict):
        return {key: _cut(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_cut(inner) for inner in value]
    return value


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configuration(*, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything at `level` and above, as JSON on standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    # Without the values of variables: a PIN or a password may be among them.
                    ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
                    without_secrets,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {
            "stderr": {"class": "gozinto.deployment.logs.StandardError", "formatter": "json"}
        },
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers would print a second, unstructured line.
        "loggers": {
            "django": {"handlers": [], "propagate": True, "level": level},
            # It tells of every sign-in, three lines each; that a name is locked is a warning.
            "axes": {"level": "WARNING"},
        },
    }


def configure_structlog() -> None:
    """Lets structlog's loggers end in the same handler as everyone else's."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
