"""What is to blame: the suspects over HTTP."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gozinto import trace
from gozinto.access import gate
from gozinto.access.roles import INSIDE, PERSONAL
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.shapes import Problem
from gozinto.edges.api.suspect_shapes import AskedSuspects, SuspectsOut
from gozinto.errors import Malformed

router = Router(tags=["measures"], auth=Holders(INSIDE))

BODY_LIMIT_BYTES = 1_048_576
MOST_DAYS = 36_500
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
_OPTIONS = ("defect", "long_enough_days", "persons", "limit", "as_of")
_IDS: Mapping[str, Any] = {
    "type": "array",
    "items": {"type": "string", "minLength": 1, "maxLength": reading.MAX_ID_CHARACTERS},
    "minItems": 1,
    "maxItems": reading.MAX_IDS,
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "ids": {**_IDS, "description": "the units complained about"},
                        "population": {**_IDS, "description": "the units to compare with"},
                        "defect": {"type": "string", "minLength": 1},
                        "long_enough_days": {"type": "number", "minimum": 0, "maximum": MOST_DAYS},
                        "persons": {"type": "boolean", "default": False},
                        "limit": {"type": "integer", "minimum": 1, "maximum": 1000},
                        "as_of": {"type": "string", "format": "date-time"},
                    },
                },
                "examples": {
                    "leaks": {
                        "summary": "What do the tyres have in common that came back leaking?",
                        "value": {"defect": "leak", "long_enough_days": 30},
                    },
                    "units": {
                        "summary": "What do these three have in common?",
                        "value": {"ids": ["0444232322", "0444232398", "0444232410"]},
                    },
                },
            }
        },
    }
}


@router.get("/suspects", response={200: SuspectsOut, **_REFUSALS}, summary="Suspects")
def get_suspects(request: HttpRequest, asked: Query[AskedSuspects]) -> HttpResponse:
    """What the units that came back have in common, most suspicious first.

    Beside all units of their models that were in the field long enough: for each factor of their
    genealogy the chance that so many share it by chance, what cannot be told apart, the causes one
    after the other, and what is left out.
    """
    members = reading.read_parameters(request, known=("id", *_OPTIONS))
    ids = reading.read_ids(request.GET.getlist("id"), name="id") if "id" in members else []
    told = {name: _TEXTS[name](text) for name, text in members.items() if name != "id"}
    return _answer(request, told, ids, [])


@router.post(
    "/suspects",
    response={200: SuspectsOut, 413: Problem, **_REFUSALS},
    summary="Suspects, of many units",
    openapi_extra=_BODY,
)
def post_suspects(request: HttpRequest) -> HttpResponse:
    """As with GET, of many units, or beside a population of your own."""
    reading.refuse_others(request.GET, known=())
    body = jsontext.read_object(request, limit_bytes=BODY_LIMIT_BYTES)
    reading.refuse_others(body, known=("ids", "population", *_OPTIONS))
    ids = reading.read_ids(body["ids"]) if "ids" in body else []
    others = reading.read_ids(body["population"], name="population") if "population" in body else []
    return _answer(request, body, ids, others)


def _answer(
    request: HttpRequest, members: Mapping[str, Any], ids: list[str], others: list[str]
) -> HttpResponse:
    options = {name: _VALUES[name](members[name]) for name in _OPTIONS if name in members}
    if options.get("persons"):
        gate.admit(request, roles=PERSONAL)
    found = trace.suspects(
        reading.resolve(ids),
        population=reading.resolve(others),
        defect=options.get("defect", ""),
        long_enough=options.get("long_enough_days"),
        with_persons=options.get("persons", False),
        as_of=options.get("as_of"),
        **({"most": options["limit"]} if "limit" in options else {}),
    )
    return jsontext.answer(trace.as_json(found))


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


_TEXTS: Mapping[str, Callable[[str], Any]] = {
    "defect": str,
    "as_of": str,
    "long_enough_days": _number,
    "limit": lambda text: int(text) if text.isdecimal() and text.isascii() else text,
    "persons": lambda text: {"true": True, "false": False}.get(text, text),
}
"""What each parameter of an address means; what cannot be read stays a text."""


def _days(value: object) -> timedelta:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    days = float(value) if is_number else math.nan  # type: ignore[arg-type]  # it is a number
    if not 0 <= days <= MOST_DAYS:
        raise Malformed(
            f"long_enough_days is no number of days: {value!r}.",
            code="bad_span",
            next_step=f"Give a number from 0 to {MOST_DAYS:,}.",
        )
    return timedelta(days=days)


def _limit(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Malformed(
            f"limit is no number: {value!r}.",
            code="bad_limit",
            next_step="Give a number from 1 to 1,000.",
        )
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Malformed("persons has to be true or false.", code="bad_parameter")
    return value


_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "defect": lambda value: reading.read_id(value, name="defect"),
    "as_of": lambda value: reading.read_time(value, name="as_of"),
    "long_enough_days": _days,
    "limit": _limit,
    "persons": _flag,
}
"""How each option is read."""
