"""XLSX that is only text: no cell is a formula, and what is typed into it keeps its zeros."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import BinaryIO

import xlsxwriter

from gozinto.standards.tables.cells import disguised
from gozinto.standards.tables.limits import EXCEL_CELL, passed

MOST_ROWS = 1_048_576
_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""When every workbook says it was made: the same rows give the same bytes."""
_NARROWEST, _WIDEST = 10, 48
_LONGEST_LIST = 255
"""Characters of all choices together that a list in a cell may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its header, what hovers over it, and what may stand in it.

    `is_text`: what is typed below stays text, so that it keeps its leading zeros.
    """

    header: str
    help: str = ""
    choices: tuple[str, ...] = ()
    is_text: bool = True
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet to be written; `remarks` stand below the header and are no data."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[str]] = ()
    remarks: Sequence[str] = ()


def write(to: BinaryIO, tables: Iterable[Table]) -> int:
    """Write a workbook of these tables, and answer how many rows they have beside the headers.

    Raises TooLarge for what Excel cannot hold: rows, or characters in a cell.
    """
    with xlsxwriter.Workbook(to, {"constant_memory": True}) as book:
        book.set_properties({"created": _ALWAYS})
        head = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        faint = book.add_format({"italic": True, "font_color": "#666666"})
        count = 0
        for table in tables:
            sheet = book.add_worksheet(table.name[:31])
            sheet.freeze_panes(1, 0)
            for index, column in enumerate(table.columns):
                _prepare(sheet, index, column, text)
                sheet.write_string(0, index, column.header, head)
            for line, remark in enumerate(table.remarks, start=1):
                sheet.write_string(line, 0, f"# {remark}", faint)
            first = 1 + len(table.remarks)
            for line, row in enumerate(table.rows, start=first):
                _write_row(sheet, line, row)
                count += 1
    return count


def _prepare(
    sheet: xlsxwriter.worksheet.Worksheet,
    index: int,
    column: Column,
    text: xlsxwriter.format.Format,
) -> None:
    width = column.width or max(_NARROWEST, min(_WIDEST, len(column.header) + 4))
    sheet.set_column(index, index, width, text if column.is_text else None)
    if column.help:
        sheet.write_comment(0, index, column.help, {"x_scale": 2})
    if column.choices and len(",".join(column.choices)) <= _LONGEST_LIST:
        listed = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
        sheet.data_validation(1, index, MOST_ROWS - 1, index, listed)


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, line: int, row: Sequence[str]) -> None:
    if line >= MOST_ROWS:
        raise passed("The table has more rows", MOST_ROWS, code="too_many_rows")
    for index, cell in enumerate(row):
        if not cell:
            continue
        if len(written := disguised(cell)) > EXCEL_CELL:
            what = f"A cell of row {line + 1} has more characters"
            raise passed(what, EXCEL_CELL, code="cell_too_long", next_step="Export it as CSV.")
        sheet.write_string(line, index, written)
