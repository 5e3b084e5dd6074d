"""Numbers over HTTP: tried, issued, set aside for a panel, given back, void, recognised."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import ValidationError

from gozinto.access.roles import INSIDE, RECORDERS
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api import numbering_shapes as shapes
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed, Violation
from gozinto.plant.numbering import (
    issuing,
    previewing,
    recognising,
    reserving,
    telling,
    voiding,
)
from gozinto.standards.numbers import patterns, writing
from gozinto.standards.numbers.shapes import Facts

router = Router(tags=["numbering"], auth=Holders(INSIDE))
_WRITERS = Holders(RECORDERS)

BODY_LIMIT_BYTES = 8 * 1_048_576
_REFUSALS = dict.fromkeys((400, 401, 403, 404, 409, 422), Problem)
_WRITES = _REFUSALS | {413: Problem}

Shaped = TypeVar("Shaped", bound=shapes.Given)


def _body(model: type[shapes.Given]) -> dict[str, Any]:
    schema = model.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def read_shape(model: type[Shaped], members: dict[str, Any]) -> Shaped:
    """What was sent, in its shape. Raises Malformed with all that is wrong with it."""
    try:
        return model.model_validate(members)
    except ValidationError as error:
        raise Malformed(
            "What was sent has not the shape it must have.",
            code="bad_parameter",
            next_step="Correct what is listed; see /api/v1/openapi.json.",
            violations=[
                Violation(
                    code="bad_parameter",
                    message=fault["msg"],
                    path=".".join(map(str, fault["loc"])),
                )
                for fault in error.errors()
            ],
        ) from error


def _once(request: HttpRequest, asked: shapes.Given) -> None:
    """Raise Malformed for a query parameter that stands more than once."""
    reading.read_parameters(request, known=type(asked).model_fields)


def _sent(request: HttpRequest, model: type[Shaped]) -> Shaped:
    """The body. Raises Malformed or TooLarge."""
    reading.refuse_others(request.GET, known=())
    return read_shape(model, jsontext.read_object(request, limit_bytes=BODY_LIMIT_BYTES))


@router.get(
    "/numbering/preview",
    response={200: shapes.PreviewOut, **_REFUSALS},
    summary="Try a pattern",
)
def preview_pattern(request: HttpRequest, asked: Query[shapes.PatternPreviewIn]) -> HttpResponse:
    """The numbers that a pattern makes. One that would go wrong is refused with all of it."""
    _once(request, asked)
    facts = Facts(
        day=asked.on or datetime.now(UTC).date(),
        shift=asked.shift,
        line=asked.line,
        material=asked.material,
    )
    shown = writing.preview(patterns.read(asked.pattern), facts, count=asked.count)
    return jsontext.answer(telling.preview(shown))


@router.get(
    "/numbering/ranges/overdue",
    response={200: list[shapes.ReservationOut], **_REFUSALS},
    summary="What was not given back",
)
def overdue(request: HttpRequest) -> HttpResponse:
    """What was set aside, and not given back when its lease ended."""
    reading.read_parameters(request, known=())
    return jsontext.answer([telling.reservation(one) for one in reserving.overdue()])


@router.get(
    "/numbering/ranges/{id}",
    response={200: shapes.ReservationOut, **_REFUSALS},
    summary="What was set aside",
)
def reservation(request: HttpRequest, id: str) -> HttpResponse:
    """The ranges of one reservation."""
    reading.read_parameters(request, known=())
    return jsontext.answer(telling.reservation(reserving.find(id)))


@router.post(
    "/numbering/ranges/{id}/return",
    response={200: shapes.NumbersOut, **_WRITES},
    summary="Give back",
    openapi_extra=_body(shapes.ReturnIn),
    auth=_WRITERS,
)
def give_back(request: HttpRequest, id: str) -> HttpResponse:
    """Register what a panel printed, and free the rest. Sent again it is harmless."""
    sent = _sent(request, shapes.ReturnIn)
    numbers = reserving.give_back(id, used=sent.used, spoiled=sent.spoiled, by=caller(request).name)
    return jsontext.answer({"numbers": numbers})


@router.post(
    "/numbering/void",
    response={200: shapes.RecognitionOut, **_WRITES},
    summary="Make void",
    openapi_extra=_body(shapes.VoidIn),
    auth=_WRITERS,
)
def void(request: HttpRequest) -> HttpResponse:
    """Say that nothing may carry an issued number; it is never issued again."""
    sent = _sent(request, shapes.VoidIn)
    voiding.void(sent.number, why=sent.why, by=caller(request).name)
    return jsontext.answer(telling.recognition(recognising.recognise(sent.number)))


@router.post(
    "/numbering/relabel",
    response={200: shapes.HistoryOut, **_WRITES},
    summary="Replace",
    openapi_extra=_body(shapes.RelabelIn),
    auth=_WRITERS,
)
def relabel(request: HttpRequest) -> HttpResponse:
    """Say that an issued number took the place of another one; answers the label's history."""
    sent = _sent(request, shapes.RelabelIn)
    voiding.relabel(old=sent.old, new=sent.new, why=sent.why, by=caller(request).name)
    return jsontext.answer({"history": telling.history(voiding.history(sent.new))})


@router.get(
    "/recognise",
    response={200: shapes.RecognitionOut, **_REFUSALS},
    summary="Whose number is it",
)
def recognise(request: HttpRequest, asked: Query[shapes.RecogniseIn]) -> HttpResponse:
    """Every way to read a number, by our formats and by our partners' patterns."""
    _once(request, asked)
    found = recognising.recognise(asked.text, partner=asked.partner)
    return jsontext.answer(telling.recognition(found))


@router.get(
    "/numbering/{path:format}/preview",
    response={200: shapes.PreviewOut, **_REFUSALS},
    summary="The next numbers of a format",
)
def preview(request: HttpRequest, format: str, asked: Query[shapes.PreviewIn]) -> HttpResponse:
    """What a format would issue next, and the first number after the next reset."""
    _once(request, asked)
    code = reading.read_id(format, name="format")
    shown = previewing.preview(format=code, at=asked.on, count=asked.count, **asked.codes())
    return jsontext.answer(telling.preview(shown))


@router.get(
    "/numbering/{path:format}/gaps",
    response={200: shapes.GapsOut, **_REFUSALS},
    summary="Gaps of a format",
)
def gaps(request: HttpRequest, format: str) -> HttpResponse:
    """Places of a format's sequence that have no number, and why."""
    reading.read_parameters(request, known=())
    found = previewing.gaps(format=reading.read_id(format, name="format"))
    return jsontext.answer({"gaps": [telling.gap(one) for one in found]})


@router.post(
    "/numbering/{path:format}/issue",
    response={201: shapes.NumbersOut, **_WRITES},
    summary="Issue",
    openapi_extra=_body(shapes.IssueIn),
    auth=_WRITERS,
)
def issue(request: HttpRequest, format: str) -> HttpResponse:
    """Issue the next numbers of a format. Each call issues others, and none is issued twice."""
    sent = _sent(request, shapes.IssueIn)
    code = reading.read_id(format, name="format")
    numbers = issuing.issue(
        format=code, count=sent.count, at=sent.on, by=caller(request).name, **sent.codes()
    )
    return jsontext.answer({"numbers": numbers}, status=201)


@router.post(
    "/numbering/{path:format}/ranges",
    response={201: shapes.ReservationOut, **_WRITES},
    summary="Set aside",
    openapi_extra=_body(shapes.RangesIn),
    auth=_WRITERS,
)
def reserve(request: HttpRequest, format: str) -> HttpResponse:
    """Set numbers aside for a panel that works offline, until its lease ends."""
    sent = _sent(request, shapes.RangesIn)
    made = reserving.reserve(
        format=reading.read_id(format, name="format"),
        holder=sent.holder,
        count=sent.count,
        at=sent.on,
        until=sent.until,
        shifts=sent.shifts,
        line=sent.line,
        material=sent.material,
        by=caller(request).name,
    )
    return jsontext.answer(telling.reservation(made), status=201)
