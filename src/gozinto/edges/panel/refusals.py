"""What a panel sees of each error: a status, and a sentence and an instruction for its reader."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any, TypeGuard

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gozinto import errors
from gozinto.access import limits, station_gate
from gozinto.access.gate import Principal
from gozinto.access.roles import Role
from gozinto.operations import sentences

LIMIT_BYTES = 4 * 1_048_576

TABLE: Mapping[type[errors.GozintoError], int] = {
    errors.GozintoError: 500,
    errors.Malformed: 400,
    errors.TooLarge: 413,
    errors.Refused: 422,
    errors.InTheWay: 409,
    errors.Outdated: 412,
    errors.Conflict: 409,
    errors.Unknown: 404,
    errors.Ambiguous: 409,
    errors.NotSignedIn: 401,
    errors.Forbidden: 403,
    errors.TooManyRequests: 429,
    errors.NotSupported: 422,
    errors.Unavailable: 503,
    errors.StorageFull: 507,
}
"""The status of an answer; exhaustive over gozinto.errors, and a test fails when one is missing."""

HERE: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "malformed": (_("This cannot be read."), _("Load the page again.")),
    "unavailable": (_("The server cannot answer now."), _("Go on; it is sent later.")),
    "account_closed": (
        _("The account of this person is closed."),
        _("Ask an administrator to open it again."),
    ),
}
"""What a person at the panel reads otherwise than at a desk, by the code of the error."""

_NO_LETTER = re.compile("[\\x00\\ud800-\\udfff]")

PanelView = Callable[..., HttpResponseBase]


def status_of(error: errors.GozintoError) -> int:
    """The status of an error: of its own class, else of the nearest above it."""
    return next(TABLE[one] for one in type(error).__mro__ if one in TABLE)


def told(error: errors.GozintoError) -> dict[str, Any]:
    """An error as a panel reads it, in the language that is in force."""
    said = sentences.of(error)
    message, next_step = HERE.get(error.code, (said.message, said.next_step))
    facts: dict[str, Any] = {
        "code": error.code,
        "message": str(message),
        "next_step": str(next_step),
    }
    wait_s = error.data.get("retry_after_s") or error.data.get("wait_s")
    return facts | ({"wait_s": wait_s} if wait_s else {})


def render(error: errors.GozintoError) -> JsonResponse:
    """The answer to what was refused."""
    answer = JsonResponse(told(error), status=status_of(error))
    if "retry_after_s" in error.data:
        answer["Retry-After"] = str(error.data["retry_after_s"])
    return answer


def answering(method: str, *, of_station: bool = True) -> Callable[[PanelView], PanelView]:
    """Dress a view: one method, the station's language, errors as a panel reads them."""

    def dress(view: PanelView) -> PanelView:
        @wraps(view)
        def dressed(request: HttpRequest, **named: Any) -> HttpResponseBase:
            if request.method != method:
                return HttpResponseNotAllowed([method])
            with _language(request, of_station=of_station):
                try:
                    if of_station:
                        _count(request)
                    return view(request, **named)
                except errors.GozintoError as error:
                    return render(error)
                except (OperationalError, InterfaceError):
                    return render(errors.Unavailable("The database is away."))

        return dressed

    return dress


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises Malformed, TooLarge."""
    try:
        body = request.body
        if len(body) > LIMIT_BYTES:
            raise RequestDataTooBig
        read = json.loads(body)
    except RequestDataTooBig as error:
        raise errors.TooLarge("This is more than a panel sends at once.") from error
    except (ValueError, RecursionError) as error:
        raise errors.Malformed("This is no JSON.") from error
    if not isinstance(read, dict):
        raise errors.Malformed("This is no JSON object.")
    return read


def text(told: Mapping[str, Any], name: str, *, most: int = 200) -> str:
    """A text of what was sent; "" where it is absent. Raises Malformed."""
    found = told.get(name, "")
    if not is_text(found) or len(found) > most:
        raise errors.Malformed(f"{name} is no text of {most} letters at most.")
    return found


def is_text(found: object) -> TypeGuard[str]:
    """Whether it is a text that can be kept: JSON also writes half letters, and what ends one."""
    return isinstance(found, str) and _NO_LETTER.search(found) is None


def _count(request: HttpRequest) -> None:
    """Count one request of a panel as one of an operator. Raises TooManyRequests."""
    station = station_gate.station_of(request)
    asks = Principal(station.code, frozenset({Role.OPERATOR}), key=f"device:{station.device}")
    limits.of_process().take(asks)


def _language(request: HttpRequest, *, of_station: bool) -> AbstractContextManager[None]:
    if not of_station:
        return nullcontext()
    return translation.override(station_gate.station_of(request).language)
