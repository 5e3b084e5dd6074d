"""Files on objects, events and rows, over HTTP: put there, listed, fetched and withdrawn."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router

from gozinto.access.roles import INSIDE, QUALITY, RECORDERS
from gozinto.edges.api import bodies, forms, jsontext, reading
from gozinto.edges.api.attachment_shapes import (
    Attaching,
    AttachmentOut,
    Attachments,
    Listing,
    WithdrawIn,
)
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed, TooLarge
from gozinto.plant import changing, objects
from gozinto.plant.kinds import find_kind
from gozinto.record.attachments import attaching, media_types
from gozinto.record.attachments.attaching import Attached, Described, Target
from gozinto.record.models import Event

router = Router(tags=["attachments"], auth=Holders(INSIDE))

_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 503, 507), Problem)
_AROUND_FILE = 64 * 1024
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            }
        },
    }
}
_CONTENT = {
    kind: {"schema": {"type": "string", "format": "binary"}} for kind in media_types.SUFFIXES
}


@router.post(
    "",
    response={201: AttachmentOut, **_REFUSALS},
    summary="Attach a file",
    openapi_extra=_BODY,
    auth=Holders(RECORDERS),
)
def attach(request: HttpRequest, asked: Query[Attaching]) -> HttpResponse:
    """Keep a file on an object, an event or a row; what it is, its content says.

    The same file on the same thing again is the one that is there.
    """
    reading.read_parameters(request, known=Attaching.model_fields)
    target = _target(asked)
    told = request.headers.get("Content-Length", "")
    if told.isdigit() and int(told) > attaching.MOST_BYTES + _AROUND_FILE:
        raise TooLarge(
            f"A file has at most {attaching.MOST_BYTES >> 20} MB.", code="file_too_large"
        )
    files = forms.read_files(request)
    if len(files) != 1:
        raise Malformed(
            f"There are {len(files)} files in the form.",
            code="one_file_only",
            next_step="Send one, as the part `file`.",
        )
    ((_, file),) = files
    found = attaching.attach(
        cast("BinaryIO", file),
        name=asked.name or file.name or "",
        to=target,
        by=caller(request).name,
        note=asked.note,
    )
    return jsontext.answer(_shape(found), status=201)


@router.get("", response={200: Attachments, **_REFUSALS}, summary="Files on something")
def listed(request: HttpRequest, asked: Query[Listing]) -> HttpResponse:
    """The newest first, withdrawn ones too; of an object also those on the events that name it."""
    reading.read_parameters(request, known=Listing.model_fields)
    target = _target(asked)
    if isinstance(target, Described):
        found = attaching.of_rows([target])
    elif isinstance(target, Event):
        found = attaching.of_event(target.position)
    else:
        found = attaching.of_object(target)
    return jsontext.answer({"attachments": [_shape(one) for one in found]})


@router.get("/{number}", response={200: AttachmentOut, **_REFUSALS}, summary="One file")
def show(request: HttpRequest, number: str) -> HttpResponse:
    """What is known of a file beside its content."""
    reading.read_parameters(request, known=())
    return jsontext.answer(_shape(attaching.find(_number(number))))


@router.get(
    "/{number}/content",
    response={200: None, **_REFUSALS},
    summary="The content of a file",
    openapi_extra={"responses": {200: {"description": "The file", "content": _CONTENT}}},
)
def fetch(request: HttpRequest, number: str) -> HttpResponse:
    """The file as it was sent, found to hash to what it did."""
    reading.read_parameters(request, known=())
    found, content = attaching.content(_number(number))
    with content:
        answer = HttpResponse(content.read(), content_type=found.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=found.name)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@router.post(
    "/{number}/withdraw",
    response={200: AttachmentOut, **_REFUSALS},
    summary="Withdraw a file",
    openapi_extra=bodies.described(WithdrawIn),
    auth=Holders(QUALITY),
)
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Say that a file is no more to be gone by, and why; its content stays."""
    sent = bodies.read(request, WithdrawIn)
    found = attaching.withdraw(_number(number), why=sent.reason, by=caller(request).name)
    return jsontext.answer(_shape(found))


def _number(text: str) -> int:
    """The number of a file in an address; 0, which none has, for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


def _target(asked: Listing) -> Target:
    if [bool(asked.object), bool(asked.event), bool(asked.kind or asked.key)].count(True) != 1:
        raise Malformed(
            "A file is on an object, on an event, or on a row of a kind.",
            code="bad_parameter",
            next_step="Send `object`, or `event`, or `kind` with `key`.",
        )
    if asked.kind or asked.key:
        row = Described(kind=find_kind(asked.kind).name, key=asked.key)
        changing.get(row.kind, row.key)  # there is such a row
        return row
    if asked.event:
        return attaching.event_named(reading.read_id(asked.event, name="event"))
    return objects.resolve(reading.read_id(asked.object, name="object"))


def _shape(one: Attached) -> dict[str, Any]:
    pairs = {name: getattr(one, name) for name in AttachmentOut.model_fields}
    pairs["row"] = asdict(one.row) if one.row else None
    return {name: value for name, value in pairs.items() if value not in (None, "")}
