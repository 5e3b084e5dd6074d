"""The trace page: where from, where used; its graph, its rows, its facts and its doubts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.edges.office import search, tables, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.tracing import drawing, graph, notes, panels, reasons, rows
from gozinto.errors import Malformed
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.trace.answer import Trace

ROWS = 40
PARTS = {"graph": "#graph", "rows": "#rows", "rows-found": "#rows"}
REASON = "why"
"""The part of the page that htmx swaps, by the element it swaps it into."""
MOST_IDS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """The page's address, read: the question, and how its answer is looked at."""

    ids: tuple[str, ...]
    direction: str
    width: str
    as_of: datetime | None
    known_at: datetime | None
    opened: frozenset[str]
    node: str
    why: str
    text: str
    group: str
    sort: str
    is_descending: bool
    rows: int


def read(query: QueryDict) -> Asked:
    """The question an address asks. Raises Malformed."""
    ids = tuple(text for text in map(search.read, query.getlist("id")) if text)
    if len(ids) > MOST_IDS:
        raise Malformed(f"A page traces {MOST_IDS} objects at most.", code="too_many_ids")
    sort = query.get("sort", "time")
    count = query.get("rows", "")
    return Asked(
        ids=ids,
        direction="forward" if query.get("direction") == "forward" else "backward",
        width=query.get("width", "") or "recorded",
        as_of=read_time(query.get("as_of", "")),
        known_at=read_time(query.get("known_at", "")),
        opened=frozenset(query.getlist("open")),
        node=query.get("node", ""),
        why=query.get("why", "").strip(),
        text=query.get("q", ""),
        group=query.get("show", ""),
        sort=sort if sort in rows.SORTS else "time",
        is_descending=query.get("order") == "down",
        rows=min(int(count), 100_000) if count.isascii() and count.isdigit() else ROWS,
    )


def read_time(text: str) -> datetime | None:
    """A time in UTC; without an offset it is the plant's, as its clocks show it."""
    if not text.strip():
        return None
    try:
        # A form may write the offset's + as a space, as the URL rules have it.
        time = parse_datetime(text.strip().replace(" ", "+") if "T" in text else text.strip())
        if time is not None and timezone.is_naive(time):
            time = timezone.make_aware(time)
        if time is not None:
            return time.astimezone(UTC)
    except (ValueError, OverflowError):
        time = None
    raise Malformed(
        f"This is no time: {text[:80]}",
        code="bad_time",
        next_step="Choose a day and a time, or leave it empty for now.",
        value=text,
    )


def ask(asked: Asked) -> Trace:
    """The answer to the question. Raises Unknown, Ambiguous and Malformed."""
    tracer = trace.forward if asked.direction == "forward" else trace.backward
    return tracer(_origin(asked), width=asked.width, as_of=asked.as_of, known_at=asked.known_at)


def _origin(asked: Asked) -> list[TraceableObject]:
    """The objects asked about, each once."""
    return list({entry.pk: entry for entry in map(objects.resolve, asked.ids)}.values())


def _reason(query: QueryDict, asked: Asked) -> dict[str, Any]:
    """The part of the page that says why something is in the answer, or is not."""
    found = reasons.context(
        asked.why,
        origin=_origin(asked),
        options={
            "direction": asked.direction,
            "width": asked.width,
            "as_of": asked.as_of,
            "known_at": asked.known_at,
        },
        address=lambda **changes: _with(query, **changes),
    )
    return {"asked": asked, "why_close": _with(query, why=None), **found}


@page()
def show(request: HttpRequest) -> HttpResponse:
    """The page; for htmx only the part that a click changes."""
    asked = read(request.GET)
    if not asked.ids:
        return render(request, "office/trace_empty.html", {"asked": asked})
    if request.headers.get("HX-Target") == REASON:
        return render(request, f"office/trace.html#{REASON}", _reason(request.GET, asked))
    answer = ask(asked)
    context = _context(request, asked, answer)
    part = PARTS.get(request.headers.get("HX-Target", ""), "")
    return render(request, f"office/trace.html{part}", context)


def _context(request: HttpRequest, asked: Asked, answer: Trace) -> dict[str, Any]:
    known = notes.gather(answer)
    reader = rows.Reader(answer, notes=known)
    every = reader.rows()
    table = rows.order(
        rows.select(every, text=asked.text, group=asked.group),
        by=asked.sort,
        is_descending=asked.is_descending,
    )
    picture = graph.build(answer, notes=known, opened=asked.opened)
    selected = _selected(asked, answer, picture)
    drawn = drawing.draw(
        picture,
        href=lambda shape: _shape_address(request.GET, shape),
        selected=selected,
        label=_("Graph of what went into what; the table below says the same."),
    )
    return {
        **_reason(request.GET, asked),
        "trace": answer,
        "numbers": [reader.number(uri) for uri in answer.origin],
        "answer": panels.answer_line(answer),
        "drawing": drawn,
        "detail": panels.detail(selected, reader, every, known),
        "ask_why": _with(request.GET, why=selected) if _can_ask(selected, answer) else "",
        "rows": table[: asked.rows],
        "rows_left": max(0, len(table) - asked.rows),
        "rows_all": len(every),
        "columns": _columns(request.GET, asked),
        "groups": _groups(request.GET, asked, every),
        "panels": panels.facts(answer, reader),
        "gaps": panels.gaps(answer, reader),
        "doubts": panels.doubts(answer, reader),
        "widths": _widths(request.GET, answer),
        "links": _addresses(request.GET, asked),
        "zone": timezone.get_current_timezone_name(),
    }


def _selected(asked: Asked, answer: Trace, picture: graph.Picture) -> str:
    """The box shown in detail: the one clicked; else what made the origin, else the origin."""
    keys = {shape.key for shape in picture.shapes}
    if asked.node in keys:
        return asked.node
    if answer.direction == "backward":
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


def _with(query: QueryDict, **changes: str | None) -> str:
    changed = query.copy()
    for name, value in changes.items():
        if value is None:
            changed.pop(name, None)
        else:
            changed[name] = value
    return f"?{changed.urlencode()}"


def _shape_address(query: QueryDict, shape: graph.Shape) -> str:
    """Where a box leads: a cluster opens, anything else is shown beside the graph."""
    if shape.can_open:
        changed = query.copy()
        changed.appendlist("open", shape.key)
        return f"?{changed.urlencode()}"
    return _with(query, node=shape.key, why=None) if shape.kind != "customer" else "#customers"


def _columns(query: QueryDict, asked: Asked) -> list[dict[str, Any]]:
    titles = {
        "what": _("Step"),
        "object": _("Object"),
        "time": _("Time"),
        "where": _("Where"),
        "value": _("Value"),
        "share": _("Share"),
        "known": _("Known by"),
    }
    return [
        {
            "name": name,
            "title": title,
            "href": _with(
                query,
                sort=name,
                order="down" if asked.sort == name and not asked.is_descending else None,
            ),
            "sorted": ("descending" if asked.is_descending else "ascending")
            if asked.sort == name
            else "",
        }
        for name, title in titles.items()
    ]


def _groups(query: QueryDict, asked: Asked, every: list[rows.Row]) -> list[dict[str, Any]]:
    titles = {
        "": _("All"),
        "material": _("Material"),
        "mounts": _("Mounted"),
        "inspections": _("Inspections"),
        "shipments": _("Shipments"),
    }
    counts = {name: sum(row.group == name for row in every) for name in titles}
    counts[""] = len(every)
    return [
        {
            "title": title,
            "count": counts[name],
            "on": asked.group == name,
            "href": _with(query, show=name or None, rows=None),
        }
        for name, title in titles.items()
        if counts[name] or not name
    ]


def _widths(query: QueryDict, answer: Trace) -> list[dict[str, Any]]:
    return [
        {
            "title": words.name(words.WIDTHS, name),
            "meaning": meaning,
            "on": name == answer.width,
            "href": _with(query, width=None if name == "recorded" else name),
        }
        for name, meaning in (
            ("proven", _("Whatever really happened within the doubts of the record")),
            ("recorded", _("As written down")),
            ("possible", _("All that the doubts of the record leave open")),
        )
    ]


def _addresses(query: QueryDict, asked: Asked) -> dict[str, str]:
    other = "backward" if asked.direction == "forward" else "forward"
    plain = {"node": None, "open": None, "show": None, "q": None, "rows": None}
    return {
        "other": _with(query, direction=other, **plain),
        "now": _with(query, as_of=None, known_at=None),
        "closed": _with(query, open=None),
        "more": _with(query, rows=str(asked.rows * 5)),
        "csv": f"export.csv{_with(query, rows=None, open=None, node=None)}",
    }


@page()
def export(request: HttpRequest) -> HttpResponse:
    """The table as CSV: every row that the filter leaves, in the order on the page."""
    asked = read(request.GET)
    if not asked.ids:
        return redirect("office:trace")
    answer = ask(asked)
    reader = rows.Reader(answer, notes=notes.gather(answer))
    table = rows.order(
        rows.select(reader.rows(), text=asked.text, group=asked.group),
        by=asked.sort,
        is_descending=asked.is_descending,
    )
    head = (
        _("Step"),
        _("Object"),
        _("Time"),
        _("Until"),
        _("Where"),
        _("Value"),
        _("Share"),
        _("Who"),
        _("Known by"),
        _("Identifier"),
        _("Event"),
    )
    cells = (
        (
            row.what,
            row.object,
            row.at,
            row.until,
            row.where,
            row.value,
            row.share,
            row.who,
            row.known,
            row.uri,
            row.event_id,
        )
        for row in table
    )
    name = f"{asked.direction}-{reader.number(answer.origin[0])}"
    return tables.csv_response(head, cells, name=name)
