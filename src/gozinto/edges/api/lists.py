"""What the record holds, as lists over HTTP: findings, runs and objects; orders are master data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import create_model

from gozinto.access.roles import INSIDE
from gozinto.edges.api import jsontext
from gozinto.edges.api import reading as asked
from gozinto.edges.api.authentication import Holders
from gozinto.edges.api.masters.reading import read_limit
from gozinto.edges.api.masters.shapes import query
from gozinto.edges.api.shapes import Decimal, Problem, Shape, Text
from gozinto.errors import Malformed
from gozinto.labels.jobs import listing as jobs
from gozinto.record import findings, listing, registers
from gozinto.record.listing import Listing

_REFUSALS = dict.fromkeys((400, 401, 403, 429, 503), Problem)
_TYPES: Mapping[str, Any] = {
    "text": str,
    "time": datetime,
    "number": Decimal,
    "count": int,
    "flag": bool,
    "words": dict[str, str],
}
_OPTIONS = ("sort", "limit", "next")
_LISTS: tuple[tuple[str, Listing, str], ...] = (
    ("/findings", findings.FINDINGS, "What rules found; `state` is open, overridden, or settled."),
    ("/runs", registers.RUNS, "Runs that were started; `last` is what was last told of each."),
    ("/labels/jobs", jobs.JOBS, "Labels that are to be printed, or were; the newest first."),
    ("/objects/list", registers.OBJECTS, "Lots, units and containers, and how each stands now."),
)


def router() -> Router:
    """A list each."""
    made = Router(tags=["lists"])
    for path, one, said in _LISTS:
        add(made, path, one, said)
    return made


def add(to: Router, path: str, one: Listing, said: str) -> None:
    """Add a list at a path of a router."""
    to.add_api_operation(
        path,
        ["GET"],
        _view(one),
        auth=Holders(INSIDE),
        response={200: _page(one), **_REFUSALS},
        operation_id=f"list_{one.name}",
        summary=f"List {one.name}",
        description=said,
        openapi_extra={"parameters": _parameters(one)},
    )


def _view(of: Listing) -> Callable[[HttpRequest], HttpResponse]:
    def show(request: HttpRequest) -> HttpResponse:
        filters = of.filters
        asked.refuse_others(request.GET, known=(*filters, *_OPTIONS))
        options = {name: request.GET.getlist(name) for name in _OPTIONS}
        if repeated := [name for name, values in options.items() if len(values) > 1]:
            raise Malformed(f"{repeated[0]} stands more than once.", code="repeated_parameter")
        given = {name: values[0] for name, values in options.items() if values}
        found = listing.page(
            of,
            where={name: request.GET.getlist(name) for name in request.GET if name in filters},
            sort=given.get("sort", ""),
            after=given.get("next", ""),
            limit=read_limit(given.get("limit", "100")),
        )
        return jsontext.answer({"rows": found.rows} | ({"next": found.next} if found.next else {}))

    return show


def _page(of: Listing) -> type[Shape]:
    name = of.name.capitalize()
    members: dict[str, Any] = {one.name: (_TYPES[one.type] | None, None) for one in of.columns}
    row = create_model(f"{name}Row", __base__=Shape, **members)
    rows: Any = list[row]  # type: ignore[valid-type]  # a type that is made as we start
    return create_model(f"{name}Page", __base__=Shape, rows=(rows, ...), next=(Text | None, None))


def _parameters(of: Listing) -> list[dict[str, Any]]:
    words = {name: f"filter by {one.name}; may be repeated" for name, one in of.filters.items()}
    words |= {
        "sort": "one of " + ", ".join(of.sorts) + "; - before it to descend",
        "limit": f"1 to {listing.MOST} rows; 100 else",
        "next": "as the page before answered it",
    }
    return [query(name, said) for name, said in words.items()]
