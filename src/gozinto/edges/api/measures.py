"""The measures of lots over HTTP: their balance, and how far they spread."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gozinto import trace
from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.measure_shapes import (
    AskedOfLots,
    AskedOfOne,
    BalanceOut,
    DispersionOut,
    FiguresOut,
    RisksOut,
)
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed
from gozinto.plant import objects
from gozinto.trace.measures.figures import MOST_WEEKS

router = Router(tags=["measures"], auth=Holders(INSIDE))
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem}


@router.get("/balance", response={200: BalanceOut, **_REFUSALS}, summary="Mass balance")
def balance(request: HttpRequest, asked: Query[AskedOfOne]) -> HttpResponse:
    """in + back ± counted = out + on hand + difference, by dimension; each term with its events."""
    members = reading.read_parameters(request, known=("id", "as_of", "known_at"))
    text = reading.read_one_id(request)
    question = reading.read_question(members)
    found = trace.balance(objects.resolve(text), as_of=question.as_of, known_at=question.known_at)
    return jsontext.answer(trace.as_json(found))


@router.get("/dispersion", response={200: DispersionOut, **_REFUSALS}, summary="Batch dispersion")
def dispersion(request: HttpRequest, asked: Query[AskedOfLots]) -> HttpResponse:
    """How far a lot spread, or each lot of a material, or each raw lot; and what that would cost.

    Down: the finished lots that contain it, what there is of them, and how many customers got
    any. Up: the raw lots in it. Over several lots the worst and the average of each measure.
    """
    members = reading.read_parameters(request, known=("id", "material", *reading.OPTIONS))
    question = reading.read_question(members)
    if "id" in members and "material" in members:
        raise Malformed(
            "Ask about one lot or about the lots of a material.",
            code="options_exclude_each_other",
            next_step="Leave out id or material.",
        )
    material = (
        reading.read_id(members["material"], name="material") if "material" in members else ""
    )
    found = trace.dispersion(
        objects.resolve(reading.read_one_id(request)) if "id" in members else None,
        material=material,
        **question.options(),
    )
    return jsontext.answer(trace.as_json(found))


@router.get(
    "/figures",
    response={200: FiguresOut, **_REFUSALS},
    summary="Figures of the record",
    openapi_extra={
        "parameters": [
            {
                "in": "query",
                "name": "weeks",
                "description": f"this week and those before it, 1 to {MOST_WEEKS} in all; 12 else",
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST_WEEKS},
            }
        ]
    },
)
def figures(request: HttpRequest) -> HttpResponse:
    """How complete, accurate and quick the record is: in all, by week, by station."""
    members = reading.read_parameters(request, known=("weeks",))
    text = members.get("weeks", "12")
    weeks = int(text) if text.isdecimal() and text.isascii() and len(text) < 4 else 0
    return jsontext.answer(trace.as_json(trace.figures(weeks=weeks)))


@router.get(
    "/risks",
    response={200: RisksOut, **_REFUSALS},
    summary="What a recall hangs on",
    openapi_extra={
        "parameters": [
            {
                "in": "query",
                "name": "material",
                "description": "its lots, by code or GTIN; all raw lots else",
                "schema": {"type": "string"},
            }
        ]
    },
)
def risks(request: HttpRequest) -> HttpResponse:
    """How far each raw lot reaches, the farthest first, and which stations make doubt."""
    members = reading.read_parameters(request, known=("material",))
    material = (
        reading.read_id(members["material"], name="material") if "material" in members else ""
    )
    told = trace.as_json(trace.risks(material=material))
    return jsontext.answer(told | {"doubts": trace.as_json(trace.doubts())})
