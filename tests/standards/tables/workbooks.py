"""Workbooks as people and programs make them, good and hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import xlsxwriter

from gozinto.standards.tables import reading
from gozinto.standards.tables.cells import Row
from gozinto.standards.tables.limits import Limits

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

PARTS: Mapping[str, str] = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1"'
    f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="materials" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1"'
    f' Type="{_OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>code</t></is></c></row></sheetData></worksheet>',
}
"""The least that is a workbook."""


def zipped(parts: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    to = io.BytesIO()
    with zipfile.ZipFile(to, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return to.getvalue()


def of_cells(rows: str, *, rest: str = "") -> bytes:
    """A workbook whose one sheet has these rows, as XML."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{rest}</worksheet>'
    return zipped({**PARTS, "xl/worksheets/sheet1.xml": sheet})


def made(
    fill: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object],
    **options: object,
) -> bytes:
    """A workbook as Excel would save it, filled in by `fill(book, sheet)`."""
    to = io.BytesIO()
    with xlsxwriter.Workbook(to, options) as book:
        fill(book, book.add_worksheet("materials"))
    return to.getvalue()


def rows(source: bytes, *, limits: Limits | None = None, encoding: str = "") -> list[Row]:
    """All rows of all sheets."""
    with reading.opened(source, name="materials.csv", limits=limits, encoding=encoding) as book:
        return [row for sheet in book.sheets for row in sheet.rows()]


def texts(source: bytes, *, encoding: str = "") -> list[tuple[str, ...]]:
    """The cells of all rows."""
    return [row.cells for row in rows(source, encoding=encoding)]
