"""Why something is in a trace or is not, and the three widths side by side, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from ninja import Query, Router

from gozinto import trace
from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.reason_shapes import AskedSideBySide, AskedWhy, SideBySideOut, WhyOut
from gozinto.edges.api.shapes import Problem
from gozinto.errors import Malformed
from gozinto.plant import objects

router = Router(tags=["trace"], auth=Holders(INSIDE))
_REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
_DIRECTIONS = ("backward", "forward")


@router.get("/why", response={200: WhyOut, **_REFUSALS}, summary="Why, or why not")
def get_why(request: HttpRequest, asked: Query[AskedWhy]) -> HttpResponse:
    """Why `of` is in the trace of `id`: one way to it; or the fact that keeps it out."""
    members = reading.read_parameters(
        request, known=("id", "of", "direction", "width", "as_of", "known_at")
    )
    ids = reading.read_ids(request.GET.getlist("id"), name="id")
    other = reading.read_id(members.get("of"), name="of")
    direction = _direction(members.get("direction", "backward"))
    question = reading.read_question(members)
    with _for_programs():
        found = trace.why(
            reading.resolve(ids),
            of=objects.resolve(other),
            direction=direction,
            **question.options(),
        )
    return jsontext.answer(trace.as_json(found))


@router.get("/widths", response={200: SideBySideOut, **_REFUSALS}, summary="Three widths")
def get_widths(request: HttpRequest, asked: Query[AskedSideBySide]) -> HttpResponse:
    """How large each width of a trace is, what it adds to the narrower one, and why."""
    members = reading.read_parameters(request, known=("id", "direction", "as_of", "known_at"))
    ids = reading.read_ids(request.GET.getlist("id"), name="id")
    direction = _direction(members.get("direction", "forward"))
    times = reading.read_question(members)
    with _for_programs():
        found = trace.side_by_side(
            reading.resolve(ids),
            direction=direction,
            as_of=times.as_of,
            known_at=times.known_at,
        )
    return jsontext.answer(trace.as_json(found))


def _direction(text: str) -> str:
    if text not in _DIRECTIONS:
        raise Malformed(
            f"There is no direction {text!r}.",
            code="bad_parameter",
            next_step="Choose one of: " + ", ".join(_DIRECTIONS) + ".",
        )
    return text


@contextmanager
def _for_programs() -> Iterator[None]:
    """Sentences in English and UTC, whatever language a browser between asks for."""
    with translation.override("en"), timezone.override(UTC):
        yield
