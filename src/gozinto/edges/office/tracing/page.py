"""The trace page: where from, where used; its graph, its rows, its facts and its doubts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from gozinto.access import gate
from gozinto.access.roles import INSIDE, QUALITY
from gozinto.edges.office import words
from gozinto.edges.office.frame import page
from gozinto.edges.office.tracing import (
    asking,
    comparing,
    graph,
    notes,
    panels,
    picturing,
    question,
    reasons,
    rows,
    saving,
    steering,
)
from gozinto.edges.office.tracing.asking import Asked
from gozinto.errors import Malformed
from gozinto.plant.models import TraceableObject
from gozinto.trace.answer import Trace

PARTS = {"graph": "#graph", "rows": "#rows", "rows-found": "#rows"}
"""The part of the page that htmx swaps, by the element it swaps it into."""
REASON = "why"
COMPARED = "compared"


def _reason(query: QueryDict, asked: Asked, origin: Sequence[TraceableObject]) -> dict[str, Any]:
    """The part of the page that says why something is in the answer, or is not."""
    found = reasons.context(
        asked.why,
        origin=origin,
        direction=asked.direction,
        options=asked.options(),
        address=lambda **changes: steering.changed(query, **changes),
    )
    return {"asked": asked, "why_close": steering.changed(query, why=None), **found}


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The page; for htmx only the part that a click changes."""
    try:
        asked = asking.read(request.GET)
        origin = () if asked.is_empty else asking.origin(request, asked)
    except Malformed as problem:
        if not question.is_of(problem):
            raise
        return render(
            request,
            "office/trace_empty.html",
            question.context(request, problem=problem),
            status=400,
        )
    if not origin or "ask" in request.GET:
        context = question.context(request) | {"is_nothing": not asked.is_empty and not origin}
        return render(request, "office/trace_empty.html", context)
    target = request.headers.get("HX-Target")
    if target == REASON:
        return render(request, f"office/trace.html#{REASON}", _reason(request.GET, asked, origin))
    if target == COMPARED:
        compared = comparing.context(request.GET, asked, origin)
        return render(request, f"office/trace_widths.html#{COMPARED}", compared)
    answer = asking.ask(asked, origin)
    context = _context(request, asked, origin, answer)
    part = PARTS.get(target or "", "")
    return render(request, f"office/trace.html{part}", context)


def _context(
    request: HttpRequest, asked: Asked, origin: Sequence[TraceableObject], answer: Trace
) -> dict[str, Any]:
    known = notes.gather(answer)
    reader = rows.Reader(answer, notes=known)
    headline = panels.headline(asked, answer, reader=reader)
    every = reader.rows()
    table = rows.order(
        rows.select(every, text=asked.text, group=asked.group),
        by=asked.sort,
        is_descending=asked.is_descending,
    )
    view = picturing.view_of(asked, answer)
    selected = asked.node if asked.node in reader.nodes else answer.origin[0]

    def chosen(built: graph.Picture) -> str:
        nonlocal selected
        selected = _selected(asked, answer, built)
        return selected

    links = picturing.Links(
        of_shape=lambda shape: steering.of_shape(request.GET, shape),
        of_band=lambda band: steering.of_band(request.GET, band),
        chosen=chosen,
    )
    drawn = picturing.picture(asked, answer, notes=known, links=links)
    return {
        **_reason(request.GET, asked, origin),
        **comparing.context(request.GET, asked, origin),
        "meter": panels.meter(answer),
        "trace": answer,
        "headline": headline,
        "title": words.name(words.DIRECTIONS, answer.direction),
        "answer": panels.answer_line(answer),
        "drawing": drawn,
        "view": view,
        "views": steering.views(request.GET, view=view),
        "detail": panels.detail(selected, reader, every, known),
        "ask_why": steering.changed(request.GET, why=selected)
        if _can_ask(selected, answer)
        else "",
        "rows": table[: asked.rows],
        "rows_left": max(0, len(table) - asked.rows),
        "rows_all": len(every),
        "columns": steering.columns(request.GET, asked),
        "groups": steering.groups(request.GET, asked, every=every),
        "panels": panels.facts(answer, reader),
        "gaps": panels.gaps(answer, reader),
        "doubts": panels.doubts(answer, reader),
        "widths": steering.widths(request.GET, width=answer.width),
        "directions": steering.directions(request.GET, direction=answer.direction),
        "links": steering.addresses(request.GET, asked),
        "may_recall": not gate.admit(request, roles=INSIDE).roles.isdisjoint(QUALITY),
        "files": [
            {"kind": kind, "meaning": meaning, "href": steering.file(request.GET, kind)}
            for kind, meaning in saving.meanings().items()
        ],
        "zone": timezone.get_current_timezone_name(),
    }


def _selected(asked: Asked, answer: Trace, picture: graph.Picture) -> str:
    """The box shown in detail: the one clicked; else what made the origin, else the origin."""
    keys = {shape.key for shape in picture.shapes}
    if asked.node in keys:
        return asked.node
    if answer.direction != "forward":
        for arrow in picture.arrows:
            if arrow.target in answer.origin and arrow.source in keys:
                maker = next(shape for shape in picture.shapes if shape.key == arrow.source)
                if maker.kind == "run":
                    return maker.key
    return answer.origin[0]


def _can_ask(uri: str, answer: Trace) -> bool:
    """Whether a box is one thing of which one may ask why it is in the answer."""
    found = next((node for node in answer.nodes if node.uri == uri), None)
    return found is not None and found.kind != "run" and uri not in answer.origin
