"""The measures of lots over HTTP: their balance."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gozinto import trace
from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.measure_shapes import AskedOfOne, BalanceOut
from gozinto.edges.api.shapes import Problem
from gozinto.plant import objects

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
