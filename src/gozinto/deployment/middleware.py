"""What every answer carries: an id that the logs know, and what a page may load."""

from __future__ import annotations

import re
from collections.abc import Callable

import structlog
import uuid6
from django.http import HttpRequest, HttpResponse

Respond = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""No inline script and no inline style: what a label or a partner's text says stays text."""

CALLERS_ID = re.compile(r"[A-Za-z0-9._-]{1,64}\Z")


class Correlation:
    """Gives each request an id: the caller's `X-Request-ID` when it is harmless, else ours."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the id in its header and in every log line on the way to it."""
        given = request.headers.get("X-Request-ID", "")
        request_id = given if CALLERS_ID.match(given) else str(uuid6.uuid7())
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class ContentSecurity:
    """Says what a page of ours may load: only what we serve."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the policy in its header."""
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", CONTENT_SECURITY)
        return response
