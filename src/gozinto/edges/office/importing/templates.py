"""Empty tables to be filled in."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse

from gozinto.access.describing import SOME_WRITERS
from gozinto.edges.office.frame import page
from gozinto.errors import Malformed
from gozinto.plant.importing import templates
from gozinto.plant.kinds import KINDS, Kind, find_kind

ALL = "plant"
"""What stands for every kind in one workbook."""

_WRITERS: Mapping[str, tuple[Callable[[Sequence[Kind], BinaryIO], object], str]] = {
    "csv": (lambda kinds, to: templates.write_csv(kinds[0], to=to), "text/csv; charset=utf-8"),
    "xlsx": (
        lambda kinds, to: templates.write_workbook(kinds, to=to),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


@page(roles=SOME_WRITERS)
def save(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """An empty table of a kind, or a workbook with one of every kind."""
    kinds = list(KINDS.values()) if kind == ALL else [find_kind(kind)]
    if form not in _WRITERS or (form == "csv" and len(kinds) > 1):
        raise Malformed(
            f"There is no such template as {kind}.{form}.",
            code="unknown_choice",
            next_step="Choose one of those that the page offers.",
        )
    write, content_type = _WRITERS[form]
    to = io.BytesIO()
    write(kinds, to)
    answer = HttpResponse(to.getvalue(), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{kind}.{form}"'
    return answer
