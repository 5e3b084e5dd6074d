"""Tables over HTTP: master data by /imports and /exports, opening stock by /opening-stock."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from gozinto.access import describing
from gozinto.access.roles import RECORDERS, Role
from gozinto.edges.api import forms, jsontext, reading
from gozinto.edges.api.authentication import Holders, caller
from gozinto.edges.api.shapes import Problem
from gozinto.edges.api.table_shapes import Exporting, Imported, Importing, Opened, Opening
from gozinto.errors import Malformed
from gozinto.operations import opening_tables
from gozinto.plant.importing import exporting
from gozinto.plant.importing.gathering import Manner
from gozinto.plant.importing.loading import Loaded, Source, load
from gozinto.plant.kinds import KINDS, Kind, find_kind

router = Router(tags=["master data"])

READERS = (*describing.SOME_WRITERS, Role.AUDITOR)
COUNTERS = RECORDERS - {Role.OPERATOR, Role.INSPECTOR}
"""Who may say what was on the shelf on the first day."""
RAW_LIMIT_BYTES = 32 * 1_048_576
"""A body that is the table itself is held in memory; files of a form lie on the disk."""
_REFUSALS = dict.fromkeys((400, 401, 403, 404, 413, 422, 503), Problem)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            **{kind.partition(";")[0]: _BINARY for kind in _TYPES.values()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}}
                    },
                }
            },
        },
    }
}


@router.post(
    "/imports",
    auth=Holders(describing.SOME_WRITERS),
    response={200: Imported, **_REFUSALS},
    openapi_extra=BODY,
    summary="Import tables",
)
def import_tables(request: HttpRequest, asked: Query[Importing]) -> HttpResponse:
    """Create and change master data as CSV, XLSX or ZIP says: all of it, or nothing.

    The body is one table or workbook, or a form with files. All that is wrong is listed, up to
    a thousand faults, each with sheet, row and column. Who may change some kinds only may
    import these.
    """
    reading.read_parameters(request, known=Importing.model_fields)
    if asked.kind:
        find_kind(asked.kind)
    manner = Manner(
        kind=asked.kind,
        encoding=asked.encoding,
        trust_numbers=asked.trust_numbers,
        decimal_comma=asked.decimal_comma,
    )
    who = caller(request)
    with transaction.atomic():  # which kinds they are is known when they were read
        loaded = load(
            sources(request, asked.name),
            by=who.name,
            why=asked.why,
            manner=manner,
            dry_run=asked.dry_run,
        )
        describing.check(who, {table.kind for table in loaded.tables})
    return jsontext.answer(_said(loaded))


@router.post(
    "/opening-stock",
    auth=Holders(COUNTERS),
    response={200: Opened, 409: Problem, **_REFUSALS},
    openapi_extra=BODY,
    summary="Opening stock",
)
def open_stock(request: HttpRequest, asked: Query[Opening]) -> HttpResponse:
    """Put the lots and serials of a table on record that are there on the first day, or none.

    The same table again adds nothing. All that is wrong is listed, with row and column.
    """
    members = reading.read_parameters(request, known=Opening.model_fields)
    who = caller(request)
    files = sources(request, asked.name)
    if len(files) > 1:
        raise Malformed(
            f"There are {len(files)} files; opening stock is one.",
            code="one_file_only",
            next_step="Send each by itself, or the sheets of one workbook.",
        )
    report = opening_tables.load(
        files[0].tables,
        name=files[0].name,
        by=who.name,
        at=reading.read_time(members["at"], name="at") if "at" in members else None,
        encoding=asked.encoding,
        trust_numbers=asked.trust_numbers,
        dry_run=asked.dry_run,
    )
    return jsontext.answer({"dry_run": asked.dry_run, **asdict(report)})


@router.get(
    "/exports",
    auth=Holders(READERS),
    response={200: Any, **_REFUSALS},
    summary="Export tables",
    openapi_extra={"responses": {200: {"content": dict.fromkeys(_TYPES.values(), _BINARY)}}},
)
def export_tables(request: HttpRequest, asked: Query[Exporting]) -> HttpResponseBase:
    """Master data as tables that import again with nothing changed; without a kind all of it."""
    values = request.GET.getlist("kind")
    reading.refuse_others(request.GET, known=Exporting.model_fields)
    kinds = [find_kind(name) for name in values] or list(KINDS.values())
    form = asked.format or ("csv" if len(kinds) == 1 else "zip")
    if form not in _TYPES or (form == "csv" and len(kinds) > 1):
        raise Malformed(
            f"{len(kinds)} kinds cannot be written as {form!r}.",
            code="bad_parameter",
            next_step="Ask for format=xlsx or zip; csv is for one kind.",
        )
    to = io.BytesIO()
    _WRITERS[form](kinds, to)
    to.seek(0)
    name = kinds[0].name if len(kinds) == 1 else "plant"
    return FileResponse(
        to,
        as_attachment=True,
        filename=f"{name}.{form}",
        content_type=_TYPES[form],
        headers={"Cache-Control": "private, no-store"},
    )


_WRITERS: Mapping[str, Callable[[Sequence[Kind], BinaryIO], object]] = {
    "csv": lambda kinds, to: exporting.write_csv(kinds[0], to=to),
    "xlsx": lambda kinds, to: exporting.write_workbook(kinds, to=to),
    "zip": lambda kinds, to: exporting.write_archive(kinds, to=to),
}


def sources(request: HttpRequest, name: str) -> list[Source]:
    """The tables of the body. Raises Malformed, TooLarge."""
    if not forms.is_form(request):
        body = jsontext.read_bytes(request, limit_bytes=RAW_LIMIT_BYTES)
        if not body:
            raise _empty()
        return [Source(tables=body, name=name)]
    files = forms.read_files(request)
    if not files:
        raise _empty()
    return [_source(file) for _, file in files]


def _source(file: UploadedFile[Any]) -> Source:
    return Source(tables=cast(BinaryIO, file.file), name=file.name or "")


def _empty() -> Malformed:
    return Malformed(
        "There is no table in the body.",
        code="empty_body",
        next_step="Send CSV, XLSX or ZIP as the body, or files of a form.",
    )


def _said(loaded: Loaded) -> dict[str, Any]:
    outcome = loaded.outcome
    said: dict[str, Any] = {
        "dry_run": outcome.dry_run,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "tables": [{"name": t.name, "kind": t.kind, "rows": t.rows} for t in loaded.tables],
    }
    return said | ({"batch": str(outcome.batch)} if outcome.batch else {})
