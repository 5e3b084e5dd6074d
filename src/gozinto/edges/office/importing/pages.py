"""The pages of imports: which there are, and one from its files to what it wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gozinto.access.describing import SOME_WRITERS
from gozinto.edges.office.frame import page
from gozinto.edges.office.importing import grid, reports
from gozinto.edges.office.setup import banners, rights, wording
from gozinto.errors import Malformed
from gozinto.plant import changing
from gozinto.plant.importing import jobs, mapping, working
from gozinto.plant.importing.jobs import Sent, State
from gozinto.plant.importing.mapping import Table
from gozinto.plant.kinds import KINDS
from gozinto.plant.models import ImportJob

STATES: Mapping[str, tuple[str | Promise, str]] = {
    State.MAPPING: (_("waits for what its columns are"), ""),
    State.CHECKING: (_("is being checked"), ""),
    State.CHECKED: (_("is checked"), ""),
    State.WRITING: (_("is being written"), ""),
    State.DONE: (_("is written"), ""),
    State.UNDOING: (_("is being taken back"), ""),
    State.FAILED: (_("could not be finished"), "bad"),
}
"""What each state is called, and its tone where it is abnormal."""


@page(roles=SOME_WRITERS)
def index(request: HttpRequest) -> HttpResponse:
    """The newest imports; what is posted begins another."""
    if request.method == "POST":
        job = jobs.start(_files(request), by=rights.somebody(request))
        return redirect("office:import", job=job.pk)
    kinds = [(name, wording.kind_title(kind)) for name, kind in KINDS.items()]
    context = {
        "imports": [
            {
                "job": job,
                "names": jobs.names(job),
                "takes_back": not job.sheets and job.batch,
                "word": STATES[job.state][0],
                "tone": STATES[job.state][1],
            }
            for job in jobs.newest()
        ],
        "templates": sorted(kinds, key=lambda pair: pair[1].casefold()),
        "most_mb": jobs.MOST_BYTES // 1_048_576,
    }
    return render(request, "office/imports.html", context)


def _files(request: HttpRequest) -> list[Sent]:
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > jobs.MOST_BYTES + _AROUND_FILES:
        raise jobs.too_large()
    return [
        Sent(file.name or "", cast(BinaryIO, file.file), file.size or 0)
        for file in request.FILES.getlist("file")
    ]


_AROUND_FILES = 1_048_576


@page(roles=SOME_WRITERS)
def show(request: HttpRequest, job: UUID) -> HttpResponse:
    """One import, as far as it has come."""
    return _page(request, jobs.get(job))


@require_POST
@page(roles=SOME_WRITERS)
def map_columns(request: HttpRequest, job: UUID) -> HttpResponse:
    """Keep what the columns are said to be; with `check` find out what the import would do."""
    found = jobs.get(job)
    said = [
        _said(table, number, request.POST.dict()) for number, table in enumerate(jobs.tables(found))
    ]
    rights.changer(request, *{table.kind for table in said if table.kind})
    manner = {name: bool(request.POST.get(name)) for name in ("trust_numbers", "decimal_comma")}
    jobs.map_as(found, said, manner=manner)
    if request.POST.get("do") == "check":
        try:
            jobs.check(found)
        except Malformed as error:
            return _page(request, found, error=error, status=422)
    return redirect("office:import", job=job)


def _said(table: Table, number: int, form: Mapping[str, str]) -> Table:
    """A table as the form has it; of another kind than before, guessed anew."""
    kind = form.get(f"kind-{number}", table.kind)
    if kind and kind not in KINDS:
        raise Malformed(f"There is no kind {kind!r}.", code="unknown_choice")
    if kind != table.kind:
        return mapping.of_kind(table, kind)
    if not kind:
        return table
    chosen = [form.get(f"column-{number}-{at}", one.field) for at, one in enumerate(table.columns)]
    return mapping.with_fields(table, chosen)


@require_POST
@page(roles=SOME_WRITERS)
def write(request: HttpRequest, job: UUID) -> HttpResponse:
    """Have it written."""
    found = jobs.get(job)
    by = rights.changer(request, *jobs.kinds(found))
    jobs.write(found, by=by, why=request.POST.get("why", "").strip())
    return redirect("office:import", job=job)


@require_POST
@page(roles=SOME_WRITERS)
def undo(request: HttpRequest, job: UUID) -> HttpResponse:
    """Have what it wrote taken back."""
    found = jobs.get(job)
    by = rights.changer(request, *jobs.kinds(found))
    jobs.undo(found, by=by, why=request.POST.get("why", "").strip())
    return redirect("office:import", job=job)


@require_POST
@page(roles=SOME_WRITERS)
def drop(request: HttpRequest, job: UUID) -> HttpResponse:
    """Forget an import that was not written, or is over."""
    found = jobs.get(job)
    rights.changer(request, *jobs.kinds(found))
    jobs.drop(found)
    return redirect("office:imports")


def _page(
    request: HttpRequest, job: ImportJob, *, error: Malformed | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "job": job,
        "names": jobs.names(job),
        "takes_back": not job.sheets and job.batch,
        "word": STATES[job.state][0],
        "error": error,
    }
    if job.state in working.WORK:
        context["percent"] = job.done * 100 // job.total if job.total else 0
        name = "office/import.html#progress" if "HX-Request" in request.headers else _WHOLE
        return render(request, name, context, status=status)
    context |= _PARTS[job.state](request, job)
    answer = render(request, _WHOLE, context, status=status)
    if "HX-Request" in request.headers:
        answer["HX-Refresh"] = "true"  # what the bar stood for is over
    return answer


_WHOLE = "office/import.html"


def _mapping_part(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    return {
        "tables": [_table(number, table) for number, table in enumerate(jobs.tables(job))],
        "kinds": sorted(
            ((name, wording.kind_title(kind)) for name, kind in KINDS.items()),
            key=lambda pair: pair[1].casefold(),
        ),
    }


def _table(number: int, table: Table) -> dict[str, Any]:
    kind = KINDS.get(table.kind)
    words = {name: wording.field_word(kind, name) for name in kind.names} if kind else {}
    return {
        "number": number,
        "table": table,
        "title": table.source if table.sheet in table.source else f"{table.source}: {table.sheet}",
        "fields": list(words.items()),
        "columns": list(enumerate(table.columns)),
        "missing": [words[name] for name in table.missing],
        "twice": [words[name] for name in table.twice],
        "ignored": sum(1 for one in table.columns if not one.field),
    }


def _checked_part(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    if job.report.get("faults"):
        shown = grid.of(job)
        return {"grid": shown, "above": shown["above"]} | _mapping_part(request, job)
    return {"would": reports.of(job)} | _mapping_part(request, job)


def _done_part(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    if job.batch is None:
        return {"would": reports.of(job)}
    batch = changing.get_batch(job.batch)
    done = banners.Done(
        batch=batch,
        may_undo=banners.may_undo(request, batch),
        undo=reverse("office:import-undo", args=[job.pk]),
    )
    above = [grid.told(fault) for fault in job.report.get("above", ())]
    would = {"would": reports.of(job)} if job.sheets else {}
    return {**would, "done": done, "above": above}


_PARTS: Mapping[str, Callable[[HttpRequest, ImportJob], dict[str, Any]]] = {
    State.MAPPING: _mapping_part,
    State.CHECKED: _checked_part,
    State.DONE: _done_part,
    State.FAILED: lambda request, job: {},
}
