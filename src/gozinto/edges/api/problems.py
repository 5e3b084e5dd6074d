"""What a caller of the API sees of each error: a status and a problem document (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as ParameterError

from gozinto import errors
from gozinto.edges.api import jsontext

logger = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
MOST_LISTED = 1_000
"""Violations of one answer."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The status of an error class, its problem type and that type's title."""

    status: int
    type: str
    title: str


TABLE: Mapping[type[errors.GozintoError], Seen] = {
    errors.GozintoError: Seen(500, "error", "Something went wrong"),
    errors.Malformed: Seen(400, "malformed", "This cannot be read"),
    errors.TooLarge: Seen(413, "too-large", "This is too large"),
    errors.Refused: Seen(422, "refused", "Rules forbid this"),
    errors.InTheWay: Seen(409, "in-the-way", "Other things stand in the way"),
    errors.Outdated: Seen(412, "outdated", "It was changed since you read it"),
    errors.Conflict: Seen(409, "conflict", "The same identity with other content"),
    errors.Unknown: Seen(404, "unknown-id", "Nothing goes by this name"),
    errors.Ambiguous: Seen(409, "ambiguous-id", "Several things go by this name"),
    errors.NotSignedIn: Seen(401, "not-signed-in", "Not signed in"),
    errors.Forbidden: Seen(403, "forbidden", "Not allowed"),
    errors.TooManyRequests: Seen(429, "too-many-requests", "Too many requests"),
    errors.NotSupported: Seen(422, "not-supported", "This version does not answer that"),
    errors.Unavailable: Seen(503, "unavailable", "Not available now"),
    errors.StorageFull: Seen(507, "storage-full", "The disk is nearly full"),
}
"""Exhaustive over gozinto.errors; a test fails when a class is missing."""

_HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": "Bearer"},
    503: {"Retry-After": "5"},
}


def seen(error: errors.GozintoError) -> Seen:
    """The row of the table for this error: its own class, else the nearest above it."""
    for known in type(error).__mro__:
        if known in TABLE:
            return TABLE[known]
    raise AssertionError("GozintoError itself stands in the table")


def document(error: errors.GozintoError) -> dict[str, Any]:
    """The problem document of this error; absent facts are absent."""
    row = seen(error)
    facts: dict[str, Any] = {
        "type": f"urn:gozinto:problem:{row.type}",
        "title": row.title,
        "status": row.status,
        "detail": error.message,
        "code": error.code,
        "next_step": error.next_step,
        "data": error.data,
    }
    if isinstance(error, errors.Malformed | errors.Refused):
        facts["violations"] = [one.as_dict() for one in _fewer(error.violations)]
    if isinstance(error, errors.Unknown):
        facts["near"] = list(error.near)
    if isinstance(error, errors.Ambiguous):
        facts["candidates"] = [
            {"uri": uri, "description": description} for uri, description in error.candidates
        ]
    return {key: value for key, value in facts.items() if value}


def _fewer(violations: Sequence[errors.Violation]) -> list[errors.Violation]:
    """The first of many violations, and how many more there are."""
    listed = list(violations[:MOST_LISTED])
    if len(violations) > MOST_LISTED:
        more = len(violations) - MOST_LISTED
        listed.append(
            errors.Violation(
                code="more_faults",
                message=f"There are {more:,} more faults.",
                next_step="Correct those listed and send it again.",
            )
        )
    return listed


def render(error: errors.GozintoError, *, status: int = 0) -> HttpResponse:
    """The response for this error; `status` where HTTP knows better than the table."""
    status = status or seen(error).status
    headers = dict(_HEADERS.get(status, {}))
    if isinstance(error, errors.TooManyRequests):
        headers["Retry-After"] = str(error.data["retry_after_s"])
    text = jsontext.dumps(document(error) | {"status": status})
    return HttpResponse(
        # Half a surrogate pair, shown as it was sent, is in no UTF-8; JSON has an escape for it.
        text.encode("utf-8", "backslashreplace"),
        status=status,
        content_type=CONTENT_TYPE,
        headers=headers,
    )


def _own(request: HttpRequest, error: Any) -> HttpResponse:
    return render(error)


def _database(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("the database did not answer: %s", error)
    return render(errors.Unavailable("The database does not answer now.", code="database_away"))


def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return render(errors.TooLarge("The body is larger than this endpoint takes."))


def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    return render(
        errors.Unknown(
            "There is nothing at this address.",
            code="unknown_address",
            next_step="See /api/v1/openapi.json for what there is.",
        )
    )


def _parameters(request: HttpRequest, error: Any) -> HttpResponse:
    found = [
        errors.Violation(
            code="bad_parameter",
            message=str(fault.get("msg", "")),
            path=".".join(str(part) for part in fault.get("loc", ())),
        )
        for fault in error.errors
    ]
    return render(
        errors.Malformed(
            "A parameter is missing or wrong.",
            code="bad_parameter",
            next_step="Correct what is listed; see /api/v1/openapi.json.",
            violations=found,
        )
    )


def _http(request: HttpRequest, error: Any) -> HttpResponse:
    return render(errors.Malformed(str(error)))


def _unauthenticated(request: HttpRequest, error: Any) -> HttpResponse:
    return render(errors.NotSignedIn("This needs a valid session or token."))


def _unforeseen(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("unforeseen", exc_info=error)
    return render(
        errors.GozintoError(
            "Something unforeseen happened; nothing of the request was stored.",
            code="server_error",
            next_step="Report it with the X-Request-ID of this answer.",
        )
    )


Answer = Callable[..., HttpResponseBase]


def telling_methods(view: Answer) -> Answer:
    """The view, whose "method not allowed" is a problem document that names the methods."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answered = view(request, *args, **kwargs)
        if not isinstance(answered, HttpResponseNotAllowed):
            return answered
        allowed = answered["Allow"]
        told = render(
            errors.Malformed(
                f"{request.method} is not for this address.",
                code="method_not_allowed",
                next_step=f"Use {allowed}.",
            ),
            status=405,
        )
        told["Allow"] = allowed
        return told

    return answer


def install(api: NinjaAPI) -> None:
    """Let `api` answer every error with a problem document."""
    for known, handler in (
        (errors.GozintoError, _own),
        (OperationalError, _database),
        (InterfaceError, _database),
        (RequestDataTooBig, _too_big),
        (Http404, _missing),
        (ParameterError, _parameters),
        (HttpError, _http),
        (AuthenticationError, _unauthenticated),
        (Exception, _unforeseen),
    ):
        api.add_exception_handler(known, handler)
