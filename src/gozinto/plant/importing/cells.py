"""The cells of a row as the texts of its fields, and what is wrong with a cell as it was kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from gozinto.errors import Violation
from gozinto.plant.importing.columns import NUMBERS_AS_TEXT_STEP
from gozinto.plant.importing.faults import Where
from gozinto.standards.tables.cells import Note, Row

_ALWAYS_WRONG = {
    Note.FORMULA: (
        "formula_in_cell",
        "The cell holds a formula; what it amounts to depends on who opened the file last.",
        "Copy the cell and paste its value.",
    ),
    Note.ERROR: (
        "error_in_cell",
        "The cell holds an error of the spreadsheet, and no value.",
        "Correct what it is computed from, or type the value.",
    ),
    Note.TOO_LONG: (
        "cell_too_long",
        "The cell has more characters than a spreadsheet keeps.",
        "Shorten it.",
    ),
}
_NUMBER_IN_TEXT = {
    Note.NUMBER: "The cell is kept as a number, and a number has no leading zeros.",
    Note.LONG_NUMBER: "The cell is kept as a number, and only 15 of its digits are.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How the rows of one table are read.

    `fields`: that of each column; `ignored`: the columns that somebody said stand for nothing.
    `texts`: those in which a number would have lost its zeros.
    `decimals`: those whose comma is the decimal one, where somebody said that there is one.
    """

    fields: Sequence[str]
    texts: Collection[str]
    decimals: Collection[str] = ()
    ignored: Collection[int] = ()
    trust_numbers: bool = False

    def read(self, row: Row, *, where: Where) -> tuple[dict[str, str], list[Violation]]:
        """The texts by field, without the cells at fault; and those faults."""
        cells = row.cells
        values = {
            field: cells[index] if index < len(cells) else ""
            for index, field in enumerate(self.fields)
            if field
        }
        faults = list(self._faults(row, where)) if row.notes or self._is_ragged(row) else []
        for field in self.decimals:
            if (text := values.get(field)) and self._note(row, field) != Note.NUMBER:
                if "." in text:
                    faults.append(_point(text, field, where))
                values[field] = text.replace(",", ".") if text.count(",") == 1 else text
        for fault in faults:
            values.pop(str(fault.data["column"]), None)
        return values, faults

    def _note(self, row: Row, field: str) -> Note | None:
        return row.notes.get(self.fields.index(field)) if field in self.fields else None

    def _is_ragged(self, row: Row) -> bool:
        return len(row.cells) > len(self.fields) or "" in self.fields

    def _faults(self, row: Row, where: Where) -> Iterator[Violation]:
        for index, note in row.notes.items():
            field = self.fields[index] if index < len(self.fields) else ""
            if field and (said := self._said(note, field)):
                code, message, next_step = said
                yield where.fault(
                    code, message, next_step=next_step, column=field, value=row.cells[index]
                )
        for index, cell in enumerate(row.cells):
            is_known = index < len(self.fields) and bool(self.fields[index])
            if cell and not is_known and index not in self.ignored:
                yield where.fault(
                    "cell_without_column",
                    f"“{cell[:40]}” stands in column {index + 1}, which has no header.",
                    next_step="Give the column a header, or quote a text that holds a delimiter.",
                    value=cell,
                )

    def _said(self, note: Note, field: str) -> tuple[str, str, str] | None:
        if note in _ALWAYS_WRONG:
            return _ALWAYS_WRONG[note]
        if note not in _NUMBER_IN_TEXT or field not in self.texts:
            return None
        if self.trust_numbers and note is not Note.LONG_NUMBER:
            # Digits that are gone are gone; zeros that are gone may never have been there.
            return None
        return "number_for_text", _NUMBER_IN_TEXT[note], NUMBERS_AS_TEXT_STEP


def _point(text: str, field: str, where: Where) -> Violation:
    return where.fault(
        "point_beside_decimal_comma",
        f"{text!r} has a point, in a table whose decimals are told to follow a comma.",
        next_step="Take out what stands between thousands, or import without --decimal-comma.",
        column=field,
        value=text,
    )
