"""`Idempotency-Key`, for every operation that writes: a request sent again is done once.

The header is that of the IETF draft "The Idempotency-Key HTTP Header Field"; a key is the
caller's own, so nobody learns from it what somebody else sent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from gozinto.edges.api import forms, jsontext
from gozinto.edges.api.authentication import caller, operations
from gozinto.edges.api.verbs import questions
from gozinto.errors import Malformed
from gozinto.record import requests
from gozinto.record.requests import Answer

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
LARGEST_BODY_BYTES = 32 * 1_048_576
"""Of what any operation reads into memory; the files of a form lie on the disk."""
_CHUNK_BYTES = 1_048_576
_KEPT_HEADERS = ("Content-Type", "Cache-Control", "ETag", "Location")
_WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
QUESTIONS = frozenset(
    {
        "/labels/preview",
        "/scan",
        "/suspects",
        "/trace/backward",
        "/trace/both",
        "/trace/forward",
        *(q.path for q in questions.QUESTIONS),
    }
)
"""Sent with POST because they are long; they write nothing."""

View = Callable[..., HttpResponse]


def install(api: NinjaAPI) -> None:
    """Let every operation of `api` that writes heed the header, and say so on its page."""
    for path, operation in operations(api):
        if _WRITES.isdisjoint(operation.methods) or path in QUESTIONS:
            continue
        operation.view_func = heeding(operation.view_func)
        extra = dict(operation.openapi_extra or {})
        extra["parameters"] = [*extra.get("parameters", ()), _PARAMETER]
        operation.openapi_extra = extra


_PARAMETER = {
    "in": "header",
    "name": HEADER,
    "description": "A key of yours for this request: sent again with it, it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": requests.LONGEST_KEY},
}


def heeding(view: View) -> View:
    """The view, which does what is asked under a key once, and answers it again."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if HEADER not in request.headers:
            return view(request, *args, **values)
        found, is_replayed = requests.once(
            caller=caller(request).key,
            key=_key(request.headers[HEADER]),
            fingerprint=_fingerprint(request),
            body=lambda: _told(view(request, *args, **values)),
        )
        response = HttpResponse(found.body, status=found.status, headers=dict(found.headers))
        if is_replayed:
            response[REPLAYED] = "true"
        return response

    return answer


def _key(text: str) -> str:
    key = text.strip()
    # A quoted string is the form of the draft, a bare one what most callers send.
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not 0 < len(key) <= requests.LONGEST_KEY or not key.isprintable() or not key.isascii():
        raise Malformed(
            f"An {HEADER} has 1 to {requests.LONGEST_KEY} printable ASCII characters.",
            code="bad_idempotency_key",
            next_step="Send a UUID that you make for each request.",
            value=text[:80],
        )
    return key


def _fingerprint(request: HttpRequest) -> bytes:
    """What is asked: the method, the address, and the content as it came."""
    told = sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace"))
    if forms.is_form(request):
        # The lines between its parts are made anew for each sending.
        for part, file in forms.read_files(request):
            told.update(f"{part}\n{file.name}\n{file.size}\n".encode("utf-8", "replace"))
            for chunk in file.chunks(_CHUNK_BYTES):
                told.update(chunk)
            file.seek(0)
        return told.digest()
    told.update(jsontext.kept_bytes(request, limit_bytes=LARGEST_BODY_BYTES))
    return told.digest()


def _told(response: HttpResponse) -> Answer:
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    return Answer(
        status=response.status_code,
        headers=headers,
        body=bytes(response.content),
        is_kept=response.status_code < 300,
    )
