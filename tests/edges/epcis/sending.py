"""Documents to send and answers to read, in few words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.test import Client

from gozinto.standards.epcis import documents
from gozinto.standards.epcis.documents import Syntax
from gozinto.standards.epcis.events import Event

MEDIA_TYPES = {"json": "application/ld+json", "xml": "application/xml"}


def written(events: Sequence[Event], *, syntax: Syntax = "json") -> bytes:
    """An EPCIS document of these events."""
    to = io.BytesIO()
    documents.write(events, to=to, syntax=syntax)
    return to.getvalue()


def post(
    program: Client, body: bytes, *, syntax: Syntax = "json", at: str = "capture", **headers: str
) -> Any:
    """The answer to a document."""
    return program.post(f"/epcis/{at}", body, content_type=MEDIA_TYPES[syntax], headers=headers)


def job_of(program: Client, answer: Any) -> dict[str, Any]:
    """The capture job that an answer's Location names."""
    assert answer.status_code == 202, answer.content
    found: dict[str, Any] = program.get(answer["Location"]).json()
    return found


def read(answer: Any) -> list[Event]:
    """The events of an answered query document."""
    assert answer.status_code == 200, answer.content
    return documents.read_all(answer.content)
