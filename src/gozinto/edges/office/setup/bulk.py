"""One field of several rows is given another value: all of them at once, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gozinto.access.describing import SOME_WRITERS
from gozinto.edges.office.frame import page
from gozinto.edges.office.setup import addresses, asking, faults, fields, lists, rights, wording
from gozinto.edges.office.setup.cells import cell
from gozinto.edges.office.setup.rows import SOURCE
from gozinto.errors import Malformed, Outdated, Refused
from gozinto.plant import changing
from gozinto.plant.changing import Given
from gozinto.plant.kinds import Kind, Row, find_kind

MOST = 1_000
"""Rows that are changed by one form."""


@require_POST
@page(roles=SOME_WRITERS)
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for the new value of a field of the marked rows; with `do`, give it to them."""
    asked = find_kind(kind)
    by = rights.changer(request, asked.name)
    name = request.POST.get("field", "")
    if name not in dict(lists.changeable(asked)):
        raise Malformed(
            f"{asked.title} have no {name!r} that several rows can be given.",
            code="unknown_choice",
        )
    rows = _rows(request, asked)
    if request.POST.get("do") != "apply":
        return _page(request, asked, name, rows)
    value = fields.posted(asked, request.POST.dict()).get(name, "")
    known = dict(zip(request.POST.getlist("key"), request.POST.getlist("etag"), strict=False))
    try:
        done = changing.apply(
            [
                Given(
                    kind=asked.name,
                    values={**{part: row[part] for part in asked.key}, name: value},
                )
                for row in rows
            ],
            by=by,
            why=request.POST.get("why", "").strip(),
            source=SOURCE,
            mode="update",
            expected=known,
        )
    except Refused as refused:
        found = faults.above(refused.violations)
        return _page(request, asked, name, rows, value=value, found=found, status=422)
    except Outdated:
        return _page(request, asked, name, rows, value=value, is_outdated=True, status=412)
    back = addresses.back(request, to=addresses.of_list(asked))
    return redirect(addresses.with_done(back, done.batch or "same"))


def _rows(request: HttpRequest, kind: Kind) -> list[Row]:
    """The marked rows, or with `all` what the list finds. Raises Malformed."""
    if request.POST.get("all"):
        query = QueryDict(request.POST.get("query", "").removeprefix("?"))
        rows = list(asking.read(query, kind).some(most=MOST + 1))
    else:
        keys = list(dict.fromkeys(request.POST.getlist("key")))
        rows = list(changing.find_all(kind.name, keys).values())
    if not rows or len(rows) > MOST:
        raise Malformed(
            f"{len(rows)} rows are marked.",
            code="bad_marks",
            next_step=f"Mark from 1 to {MOST} rows.",
        )
    return rows


def _page(
    request: HttpRequest,
    kind: Kind,
    name: str,
    rows: Sequence[Row],
    *,
    value: str = "",
    found: Sequence[faults.Fault] = (),
    is_outdated: bool = False,
    status: int = 200,
) -> HttpResponse:
    field = kind.field(name)
    context: dict[str, Any] = {
        "kind": kind,
        "kind_title": wording.kind_title(kind),
        "list": addresses.back(request, to=addresses.of_list(kind)),
        "field": name,
        "word": wording.field_word(kind, name),
        "box": fields.box(kind, field, value),
        "rows": [
            {
                "key": kind.key_of(row),
                "etag": changing.etag(kind.name, row),
                "words": wording.row_words(kind, row),
                "name": row.get("name", ""),
                "cell": cell(kind, name, row[name]),
            }
            for row in rows
        ],
        "faults": found,
        "is_outdated": is_outdated,
        "why": request.POST.get("why", ""),
    }
    return render(request, "office/setup_bulk.html", context, status=status)
