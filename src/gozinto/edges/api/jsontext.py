"""JSON in and out at this edge: bounded on the way in, decimals as text on the way out."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse

from gozinto.errors import Malformed, TooLarge

MAX_DEPTH = 32
# An unfinished string runs to the end, so that no text makes this search start over and over.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def dumps(value: object) -> str:
    """JSON text: times in UTC with microseconds, decimals as text, no NaN."""
    return json.dumps(value, default=_plain, ensure_ascii=False, allow_nan=False)


def answer(value: object, *, status: int = 200) -> HttpResponse:
    """A JSON response that no cache between us and the caller may keep."""
    return HttpResponse(
        dumps(value),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "private, no-store"},
    )


def read_bytes(request: HttpRequest, *, limit_bytes: int) -> bytes:
    """The body, never more than `limit_bytes` of it in memory. Raises TooLarge."""
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > limit_bytes:
        raise TooLarge(f"The body may have {limit_bytes:,} bytes.", limit_bytes=limit_bytes)
    body = request.read(limit_bytes + 1)
    if len(body) > limit_bytes:
        raise TooLarge(f"The body may have {limit_bytes:,} bytes.", limit_bytes=limit_bytes)
    return body


def _refuse_depth(text: str) -> None:
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_DEPTH:
            raise Malformed(
                f"The document is nested more than {MAX_DEPTH} levels deep.", code="too_deep"
            )


def _refuse_constant(name: str) -> Any:
    raise Malformed(f"{name} is no JSON number.", code="not_json")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("A member stands twice in one object.", code="duplicate_member")
    return found


def read_object(request: HttpRequest, *, limit_bytes: int) -> dict[str, Any]:
    """The body as one JSON object. Raises Malformed or TooLarge."""
    try:
        text = read_bytes(request, limit_bytes=limit_bytes).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("The body is not UTF-8 text.", code="not_utf8") from error
    _refuse_depth(text)
    try:
        found = json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_once
        )
    except ValueError as error:
        raise Malformed(f"The body is not JSON: {error}.", code="not_json") from error
    if not isinstance(found, dict):
        raise Malformed("The body has to be one JSON object.", code="not_an_object")
    return found
