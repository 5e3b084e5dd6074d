"""What a trace may begin with beside numbers: a machine's hour, a bad value, a person, a gauge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from gozinto import trace
from gozinto.access import gate
from gozinto.access.roles import INSIDE, PERSONAL
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.shapes import ObjectOut, Problem, Shape
from gozinto.edges.api.things import shape
from gozinto.errors import Malformed

router = Router(tags=["trace"], auth=Holders(INSIDE))
_REFUSALS = {400: Problem, 401: Problem, 403: Problem}
_WORDS = ("equipment", "parameter", "person", "gauge", "supplier", "number")
_BOUNDS = ("above", "below")
_TIMES = ("since", "until")


class AskedOrigins(Schema):
    """The parameters of a search for what a trace begins with."""

    equipment: str | None = Field(None, description="code of a machine, or of what they stand in")
    parameter: str | None = Field(
        None, description="with equipment what it measured, without what was inspected"
    )
    above: str | None = Field(None, description="more than this is too much")
    below: str | None = Field(None, description="less than this is too little")
    person: str | None = Field(None, description="code of somebody; for some roles only")
    gauge: str | None = Field(None, description="code of a gauge")
    supplier: str | None = Field(None, description="code of a supplier")
    number: str | None = Field(None, description="the supplier's number of a lot")
    since: str | None = Field(None, description="event time, RFC 3339 with a zone")
    until: str | None = Field(None, description="event time, itself not in it")
    width: str = Field("recorded", description="proven, recorded or possible")
    as_of: str | None = Field(None, description="event time, RFC 3339 with a zone")
    known_at: str | None = Field(None, description="record time, RFC 3339 with a zone")


class OriginsOut(Shape):
    """The objects that are sought, by URI; send them to a trace."""

    objects: list[ObjectOut]


@router.get(
    "/origins", response={200: OriginsOut, **_REFUSALS}, summary="What a trace may begin with"
)
def get_origins(request: HttpRequest, asked: Query[AskedOrigins]) -> HttpResponse:
    """What came out of a machine in a time, was made while a parameter was out of bounds, or has
    to do with a person, a gauge or a supplier."""
    members = reading.read_parameters(request, known=(*_WORDS, *_BOUNDS, *_TIMES, *reading.OPTIONS))
    question = reading.read_question(members)
    sought = trace.Sought(
        **{
            name: _READERS[name](text, name=name)
            for name, text in members.items()
            if name in _READERS
        }
    )
    if sought.person:
        gate.admit(request, roles=PERSONAL)
    found = trace.origins(sought, **question.options())
    return jsontext.answer({"objects": [shape(one) for one in found]})


def _bound(text: str, *, name: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise Malformed(f"{name} is no number: {text[:80]!r}.", code="not_a_number")
    return number


_READERS: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(_WORDS, reading.read_id),
    **dict.fromkeys(_BOUNDS, _bound),
    **dict.fromkeys(_TIMES, reading.read_time),
}
"""How each parameter of what is sought is read."""
