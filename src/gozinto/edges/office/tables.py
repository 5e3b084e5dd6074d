"""Tables as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from django.http import HttpResponse

# What a spreadsheet takes for a formula, even behind white space it drops.
_FORMULA_OPENINGS = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets read UTF-8 as their own code page


def cell(value: object) -> str:
    """A value as CSV text; what could be a formula opens with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_OPENINGS) else text


def csv_response(
    head: Sequence[object], rows: Iterable[Sequence[object]], *, name: str
) -> HttpResponse:
    """A table as a file to save; `name` has no suffix."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(title) for title in head])
    writer.writerows([cell(value) for value in row] for row in rows)
    response = HttpResponse(
        BYTE_ORDER_MARK + out.getvalue(), content_type="text/csv; charset=utf-8"
    )
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    response["Content-Disposition"] = f'attachment; filename="{safe[:80] or "table"}.csv"'
    return response
