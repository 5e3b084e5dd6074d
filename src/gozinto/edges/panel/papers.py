"""Drawings and photos of a step, as an operator looks at them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from gozinto.access import gate
from gozinto.edges.panel import refusals
from gozinto.operations.panels import papers
from gozinto.record.attachments import attaching

ASKS_NOBODY = "default-src 'none'; style-src 'unsafe-inline'"
"""Whatever a browser makes of a file, it asks nobody; its own reader of PDF needs a style."""


@gate.station
@refusals.answering("GET")
def fetch(request: HttpRequest, number: int) -> HttpResponseBase:
    """The content of a file that stands beside a job, to be shown."""
    shown = papers.get(number)
    found, content = attaching.content(shown.id)
    with content:
        answer = HttpResponse(content.read(), content_type=found.media_type)
    disposition = content_disposition_header(as_attachment=False, filename=found.name)
    answer["Content-Disposition"] = disposition or "inline"
    answer["Content-Security-Policy"] = ASKS_NOBODY
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
