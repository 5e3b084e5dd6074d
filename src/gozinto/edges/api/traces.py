"""Where from, where used, and both: the questions over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gozinto import trace
from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.shapes import Asked, Problem, TraceOut
from gozinto.errors import Malformed
from gozinto.plant.models import TraceableObject
from gozinto.trace.answer import Trace

router = Router(tags=["trace"], auth=Holders(INSIDE))

BODY_LIMIT_BYTES = 1_048_576
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["ids"],
                    "additionalProperties": False,
                    "properties": {
                        "ids": {
                            "type": "array",
                            "items": {"type": "string", "minLength": 1, "maxLength": 2000},
                            "minItems": 1,
                            "maxItems": reading.MAX_IDS,
                        },
                        "each": {"type": "boolean", "default": False},
                        "width": {"type": "string", "enum": list(reading.WIDTHS)},
                        "as_of": {"type": "string", "format": "date-time"},
                        "known_at": {"type": "string", "format": "date-time"},
                    },
                }
            }
        },
    }
}

Tracer = Callable[..., Any]


def _get(request: HttpRequest, tracer: Tracer) -> HttpResponse:
    members = reading.read_parameters(request, known=("id", *reading.OPTIONS))
    ids = reading.read_ids(request.GET.getlist("id"), name="id")
    question = reading.read_question(members)
    found = tracer(reading.resolve(ids), **question.options())
    return jsontext.answer(trace.as_json(found))


def _post(request: HttpRequest, *, together: Tracer, each_by_itself: Tracer) -> HttpResponse:
    reading.refuse_others(request.GET, known=())
    body = jsontext.read_object(request, limit_bytes=BODY_LIMIT_BYTES)
    reading.refuse_others(body, known=("ids", "each", *reading.OPTIONS))
    each = body.get("each", False)
    if not isinstance(each, bool):
        raise Malformed("each has to be true or false.", code="bad_parameter")
    ids = reading.read_ids(body.get("ids"))
    question = reading.read_question(body)
    if not each:
        found = together(reading.resolve(ids), **question.options())
        return jsontext.answer(trace.as_json(found))
    origins = [reading.resolve([text])[0] for text in ids]
    found = each_by_itself(origins, **question.options())
    return jsontext.answer([trace.as_json(one) for one in found])


@router.get("/backward", response={200: TraceOut, **_REFUSALS}, summary="Where from")
def get_backward(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Everything that went into the objects, to the suppliers."""
    return _get(request, trace.backward)


@router.get("/forward", response={200: TraceOut, **_REFUSALS}, summary="Where used")
def get_forward(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Everything the objects went into, to the customers."""
    return _get(request, trace.forward)


@router.post(
    "/backward",
    response={200: TraceOut | list[TraceOut], 413: Problem, **_REFUSALS},
    summary="Where from, of many",
    openapi_extra=_BODY,
)
def post_backward(request: HttpRequest) -> HttpResponse:
    """Everything that went into these objects, together; with `each` one trace an id."""
    return _post(request, together=trace.backward, each_by_itself=trace.backward_each)


@router.post(
    "/forward",
    response={200: TraceOut | list[TraceOut], 413: Problem, **_REFUSALS},
    summary="Where used, of many",
    openapi_extra=_BODY,
)
def post_forward(request: HttpRequest) -> HttpResponse:
    """Everything these objects went into, together; with `each` one trace an id."""
    return _post(request, together=trace.forward, each_by_itself=trace.forward_each)


@router.get("/both", response={200: TraceOut, **_REFUSALS}, summary="Both ways")
def get_both(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Everything that went into the objects, and everything they went into; no siblings."""
    return _get(request, trace.both)


@router.post(
    "/both",
    response={200: TraceOut | list[TraceOut], 413: Problem, **_REFUSALS},
    summary="Both ways, of many",
    openapi_extra=_BODY,
)
def post_both(request: HttpRequest) -> HttpResponse:
    """Both ways from these objects, together; with `each` one trace an id."""
    return _post(request, together=trace.both, each_by_itself=_both_of_each)


def _both_of_each(objects: Sequence[TraceableObject], **options: Any) -> list[Trace]:
    return [trace.both([one], **options) for one in objects]
