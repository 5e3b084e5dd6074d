"""The answer as files: a report, a workbook, a table, a picture, the events behind it."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gozinto import trace
from gozinto.edges.office import tables, words
from gozinto.edges.office.frame import page
from gozinto.edges.office.tracing import asking, reporting, rows, sheets, steering
from gozinto.edges.office.tracing.answered import Answer
from gozinto.standards.epcis import documents
from gozinto.standards.tables import workbook_writing


def _csv(answer: Answer) -> HttpResponse:
    return tables.csv_response(rows.head(), map(rows.cells, answer.rows), name=answer.name)


def _xlsx(answer: Answer) -> HttpResponse:
    out = io.BytesIO()
    workbook_writing.write(out, sheets.of(answer.trace, question=reporting.question(answer)))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(out.getvalue(), kind, f"{answer.name}.xlsx")


def _svg(answer: Answer) -> HttpResponse:
    return _file(answer.drawing.encode(), "image/svg+xml; charset=utf-8", f"{answer.name}.svg")


def _epcis(answer: Answer) -> HttpResponse:
    out = io.BytesIO()
    documents.write(trace.events_of(answer.trace), to=out, syntax="json")
    return _file(out.getvalue(), "application/ld+json", f"{answer.name}.epcis.json")


def _pdf(answer: Answer) -> HttpResponse:
    return _file(reporting.pdf(answer), "application/pdf", f"{answer.name}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    digest = base64.b64encode(sha256(content).digest()).decode()
    response["Repr-Digest"] = f"sha-256=:{digest}:"  # RFC 9530
    return response


FILES: Mapping[str, Callable[[Answer], HttpResponse]] = {
    "pdf": _pdf,
    "xlsx": _xlsx,
    "csv": _csv,
    "svg": _svg,
    "epcis.json": _epcis,
}
"""What is written for each ending of a file's name."""


def answer_to(request: HttpRequest) -> Answer | None:
    """The answer that an address asks for; None where it asks for nothing on record."""
    asked = asking.read(request.GET)
    origin = () if asked.is_empty else asking.origin(request, asked)
    return Answer(asked, asking.ask(asked, origin)) if origin else None


@page()
def save(request: HttpRequest, kind: str) -> HttpResponse:
    """One file."""
    answer = answer_to(request)
    return FILES[kind](answer) if answer else redirect("office:trace")


@page()
def files(request: HttpRequest) -> HttpResponse:
    """The files that there are, and by which number the report can be told from any other."""
    answer = answer_to(request)
    if answer is None:
        return redirect("office:trace")
    report = reporting.pdf(answer)
    context: dict[str, Any] = {
        "title": words.name(words.DIRECTIONS, answer.trace.direction),
        "headline": answer.headline,
        "hash": sha256(report).hexdigest(),
        "kilobytes": max(1, round(len(report) / 1000)),
        "trace": answer.trace,
        "files": [
            {"kind": kind, "meaning": meaning, "href": steering.file(request.GET, kind)}
            for kind, meaning in meanings().items()
        ],
        "back": steering.changed(request.GET),
    }
    part = "#files" if request.headers.get("HX-Target") == "files" else ""
    return render(request, f"office/trace_files.html{part}", context)


def meanings() -> dict[str, str]:
    """What is in each file."""
    return {
        "pdf": _("report to print, sign and send"),
        "xlsx": _("objects, links and facts, a sheet each"),
        "csv": _("the table as it stands on the page, all rows"),
        "svg": _("the graph"),
        "epcis.json": _("the events behind the answer, for any EPCIS system"),
    }
