"""JSON in and out at this edge: bounded on the way in, decimals as text on the way out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from gozinto.errors import Malformed, TooLarge
from gozinto.standards import exact_json

MAX_DEPTH = 32
_KEPT = "gozinto.body"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def dumps(value: object) -> str:
    """JSON text of whatever was sent to us too: times in UTC with microseconds, no NaN."""
    return json.dumps(value, default=_plain, ensure_ascii=False, allow_nan=False)


_OURS = orjson.OPT_PASSTHROUGH_DATETIME


def answer(value: object, *, status: int = 200) -> HttpResponse:
    """A JSON response that no cache between us and the caller may keep."""
    return HttpResponse(
        # of what is on record, ten times as fast: a trace has a hundred thousand characters
        orjson.dumps(value, default=_plain, option=_OURS),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "private, no-store"},
    )


def read_bytes(request: HttpRequest, *, limit_bytes: int) -> bytes:
    """The body, never more than `limit_bytes` of it in memory. Raises TooLarge."""
    kept: bytes | None = request.META.get(_KEPT)
    if kept is not None and len(kept) <= limit_bytes:
        return kept
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise Malformed(
            "A body of unannounced length is not read here.",
            code="length_required",
            next_step="Send it with a Content-Length.",
        )
    announced = str(len(kept)) if kept is not None else request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > limit_bytes:
        raise TooLarge(f"The body may have {limit_bytes:,} bytes.", limit_bytes=limit_bytes)
    body = request.read(limit_bytes + 1)
    if len(body) > limit_bytes:
        raise TooLarge(f"The body may have {limit_bytes:,} bytes.", limit_bytes=limit_bytes)
    return body


def kept_bytes(request: HttpRequest, *, limit_bytes: int) -> bytes:
    """The body, which may be read again after it. Raises TooLarge."""
    request.META[_KEPT] = body = read_bytes(request, limit_bytes=limit_bytes)
    return body


def read_object(request: HttpRequest, *, limit_bytes: int) -> dict[str, Any]:
    """The body as one JSON object, decimals exact. Raises Malformed or TooLarge."""
    found = exact_json.parse(read_bytes(request, limit_bytes=limit_bytes), max_depth=MAX_DEPTH)
    if not isinstance(found, dict):
        raise Malformed("The body has to be one JSON object.", code="not_an_object")
    return found
