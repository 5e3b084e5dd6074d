"""Finding an object by anything printed on it, and the story of its life, over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from gozinto import trace
from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext, reading
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.shapes import Found, Problem, Story, StoryEntry, Wanted
from gozinto.errors import Ambiguous, Unknown
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject

router = Router(tags=["objects"], auth=Holders(INSIDE))
_REFUSALS = {400: Problem, 401: Problem, 403: Problem}


def shape(found: TraceableObject) -> dict[str, str]:
    """An object as an answer shows it."""
    pairs = {"uri": found.uri, "kind": found.kind, "number": found.number, "item": found.item}
    return {name: value for name, value in pairs.items() if value}


@router.get("", response={200: Found, **_REFUSALS}, summary="Search")
def search(
    request: HttpRequest,
    wanted: Query[Wanted],
) -> HttpResponse:
    """Everything that goes by this text; when nothing does, what looks like it."""
    reading.read_parameters(request, known=("q",))
    text = reading.read_id(wanted.q, name="q")
    near: list[str] = []
    try:
        found = [objects.resolve(text)]
    except Ambiguous:
        found = objects.find_all(text)
    except Unknown as error:
        found, near = [], list(error.near)
    return jsontext.answer({"objects": [shape(entry) for entry in found], "near": near})


@router.get(
    "/{path:id}/story",
    response={200: Story, 404: Problem, 409: Problem, **_REFUSALS},
    summary="Story",
)
def story(request: HttpRequest, id: str) -> HttpResponse:
    """Every event the object took part in, oldest first."""
    reading.read_parameters(request, known=())
    found = objects.resolve(reading.read_id(id))
    return jsontext.answer(
        {"object": shape(found), "events": [_entry(entry) for entry in trace.story(found)]}
    )


_WORDS = tuple(name for name in StoryEntry.model_fields)


def _entry(entry: Any) -> dict[str, Any]:
    pairs = {name: getattr(entry, name) for name in _WORDS}
    pairs["measured"] = [_told(asdict(one)) for one in entry.measured] or None
    return _told(pairs)


def _told(pairs: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is absent."""
    return {name: value for name, value in pairs.items() if value not in (None, "")}
