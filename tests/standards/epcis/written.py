"""Documents in memory, for tests that write and read again."""

from __future__ import annotations

import io
from collections.abc import Iterable

from gozinto.standards.epcis import documents
from gozinto.standards.epcis.documents import Syntax
from gozinto.standards.epcis.envelopes import Envelope
from gozinto.standards.epcis.events import Event


def written(events: Iterable[Event], syntax: Syntax, envelope: Envelope | None = None) -> bytes:
    """The bytes of a document of these events."""
    to = io.BytesIO()
    documents.write(events, to=to, syntax=syntax, envelope=envelope)
    return to.getvalue()
