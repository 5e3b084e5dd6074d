"""CSV (RFC 4180, and as it is really written): delimiter found out, row by row, under limits."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from gozinto.errors import Malformed, TooLarge
from gozinto.standards.tables import encodings
from gozinto.standards.tables.cells import Note, Row, is_remark, undisguised
from gozinto.standards.tables.limits import Limits, passed

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 65_536
_SAMPLE_ROWS = 50
_DISGUISES = ("'", "=", " ")

Opener = Callable[[], io.RawIOBase]


def rows(source: Opener, *, limits: Limits, encoding: str = "") -> Iterator[Row]:
    """The rows with something in them, remarks left out.

    Raises Malformed for text that is not in its encoding, for NUL and for quotation marks that
    do not pair, and TooLarge past a limit.
    """
    with encodings.opened(source(), encoding) as text:
        number = 0
        try:
            delimiter, said = _delimiter(source, encoding)
            reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
            for number, cells in enumerate(reader, start=1):
                if number > limits.rows:
                    raise passed("The table has more rows", limits.rows, code="too_many_rows")
                if (said and number == 1) or not any(cells) or is_remark(cells[0]):
                    continue
                yield _row(number, cells, limits)
        except UnicodeDecodeError as problem:
            raise encodings.undecodable(problem, row=number) from None
        except csv.Error as problem:
            raise _unpaired(str(problem), number) from None


def _row(number: int, cells: list[str], limits: Limits) -> Row:
    while not cells[-1]:
        cells.pop()
    if len(cells) > limits.columns:
        what = f"Row {number} has more columns"
        raise passed(what, limits.columns, code="too_many_columns")
    notes: dict[int, Note] = {}
    for index, cell in enumerate(cells):
        if cell.startswith(_DISGUISES):
            if cell.lstrip().startswith("="):
                notes[index] = Note.FORMULA
            cells[index] = undisguised(cell)
        if len(cell) > limits.cell:
            notes[index] = Note.TOO_LONG
            cells[index] = cell[:100]
    return Row(number, tuple(cells), notes)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    for line in text:
        if "\0" in line:
            raise Malformed(
                "There is a NUL in the text: the file is damaged, or no table.",
                code="nul_in_text",
                next_step="Save the table again as “CSV UTF-8”.",
            )
        yield line


def _delimiter(source: Opener, encoding: str) -> tuple[str, bool]:
    """What separates cells, and whether the first line says so (“sep=;”, a habit of Excel)."""
    with encodings.opened(source(), encoding) as text:
        sample = text.read(_SAMPLE)
    first = sample.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], True
    return max(DELIMITERS, key=lambda d: _fit(sample, d)), False


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    """How many cells the first row has, and how many more rows have as many."""
    widths: list[int] = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(cells) and not is_remark(cells[0]):
                widths.append(len(cells))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        # Reading it for good says what is wrong, and where.
        widths = widths or [0]
    return (widths[0], widths.count(widths[0])) if widths else (0, 0)


def _unpaired(problem: str, after: int) -> Malformed | TooLarge:
    if "field limit" in problem:
        return TooLarge(
            f"After row {after} comes a cell without end: a quotation mark opens and none closes.",
            code="cell_without_end",
            next_step="Close the quotation mark, or double it inside a text.",
            row=after + 1,
        )
    return Malformed(
        f"Row {after + 1} has a quotation mark that does not pair.",
        code="bad_quoting",
        next_step='Put the whole cell into quotation marks and double those inside: "5"" tube".',
        row=after + 1,
    )
