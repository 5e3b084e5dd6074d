"""The rows of an import that are wrong, in a grid in which they are put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gozinto.access.describing import SOME_WRITERS
from gozinto.edges.office.frame import page
from gozinto.edges.office.setup import faults, rights, wording
from gozinto.errors import Violation
from gozinto.plant.importing import jobs
from gozinto.plant.importing.mapping import Table
from gozinto.plant.kinds import KINDS, Field, Kind
from gozinto.plant.models import ImportJob

ROWS = 50
"""Rows of one grid: the others follow when these are right."""

Fixes = dict[str, dict[str, dict[str, str] | None]]


def of(job: ImportJob) -> dict[str, Any]:
    """The first rows that are wrong, table by table; what is wrong with no row stands above."""
    tables = jobs.tables(job)
    rows = job.report["rows"]
    shown = rows[:ROWS]
    return {
        "count": job.report["faults"],
        "rows": len(rows),
        "is_more": len(rows) > len(shown),
        "above": [told(fault) for fault in job.report["above"]],
        "tables": [
            _table(number, table, [row for row in shown if row["table"] == number])
            for number, table in enumerate(tables)
            if any(row["table"] == number for row in shown)
        ],
    }


def _table(number: int, table: Table, rows: list[dict[str, Any]]) -> dict[str, Any]:
    kind = KINDS[table.kind]
    fields = [name for name in table.fields if name]
    return {
        "title": table.source,
        "kind": wording.kind_title(kind),
        "heads": [wording.field_word(kind, name) for name in fields],
        "rows": [_row(number, row, kind, fields) for row in rows],
    }


def _row(number: int, row: Mapping[str, Any], kind: Kind, fields: list[str]) -> dict[str, Any]:
    named = {fault["column"]: fault for fault in reversed(row["faults"])}
    return {
        "row": row["row"],
        "id": f"{number}-{row['row']}",
        "cells": [
            {
                "id": f"cell-{number}-{row['row']}-{name}",
                "word": wording.field_word(kind, name),
                "value": row["values"].get(name, ""),
                "fault": told(named[name]) if name in named else None,
                "choices": _choices(kind.field(name), row["values"].get(name, "")),
            }
            for name in fields
        ],
        "faults": [told(fault) for fault in row["faults"] if fault["column"] not in fields],
    }


def _choices(field: Field, value: str) -> list[tuple[str, str]]:
    """The values to choose from; what stands there and is none of them is kept among them."""
    if not field.choices:
        return []
    strange = [(value, value)] if value and value not in field.choices else []
    known = [(one, wording.choice_word(field.name, one)) for one in field.choices]
    return [*strange, ("", ""), *known]


def told(fault: Mapping[str, Any]) -> dict[str, str]:
    """A fault as it was kept, in the reader's language."""
    message, next_step = faults.told(
        Violation(
            code=fault["code"],
            message=fault["message"],
            next_step=fault["next_step"],
            data={"column": fault.get("column", ""), "meant": fault.get("meant", ())},
        )
    )
    return {"message": message, "next_step": next_step, "path": fault["path"]}


@require_POST
@page(roles=SOME_WRITERS)
def fix(request: HttpRequest, job: UUID) -> HttpResponse:
    """Keep what was put right, and check all of it again."""
    found = jobs.get(job)
    rights.changer(request, *jobs.kinds(found))
    put_right: Fixes = {}
    for number, row, cells in _posted(found, request.POST.dict()):
        put_right.setdefault(number, {})[row] = cells
    jobs.fix(found, put_right)
    return redirect("office:import", job=job)


def _posted(
    job: ImportJob, form: Mapping[str, str]
) -> Iterator[tuple[str, str, dict[str, str] | None]]:
    """The rows of the form: the cells that are other than they were or were wrong; None for a row
    that is left out.
    """
    for row in job.report.get("rows", ())[:ROWS]:
        number, place = str(row["table"]), str(row["row"])
        if form.get(f"out-{number}-{place}"):
            yield number, place, None
            continue
        wrong = {fault["column"] for fault in row["faults"]}
        prefix = f"cell-{number}-{place}-"
        cells = {
            name: text
            for key, text in form.items()
            if key.startswith(prefix)
            for name in [key.removeprefix(prefix)]
            if name in wrong or text != row["values"].get(name, "")
        }
        if cells:
            yield number, place, cells
