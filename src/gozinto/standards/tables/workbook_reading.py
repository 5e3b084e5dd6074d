"""The rows of a sheet of an XLSX workbook, streamed: numbers and dates as their plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from gozinto.errors import Malformed
from gozinto.standards.tables.archives import Archive
from gozinto.standards.tables.cells import Note, Row, is_remark, number_text, undisguised
from gozinto.standards.tables.limits import Limits, passed
from gozinto.standards.tables.workbook_parts import (
    SheetPart,
    Workbook,
    names,
    stream,
    unescaped,
    whole,
)
from gozinto.standards.tables.xml_parts import broken, parsed

_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - nor have those of an old Macintosh
_LEAP_DAY_THAT_NEVER_WAS = 60
"""Excel counts 29 February 1900; days before it are one off."""
_LAST_DAY = 2_958_465
"""31 December 9999 counted from 1900."""


def rows(archive: Archive, sheet: SheetPart, *, book: Workbook, limits: Limits) -> Iterator[Row]:
    """The rows with something in them, remarks left out.

    Raises Malformed for a damaged sheet and for merged cells, TooLarge past a limit.
    """
    reading = _Sheet(book, limits)
    with stream(archive, sheet.part) as part:
        steps = parsed(part, start=reading.start, end=reading.end, data=reading.data)
        for _ in steps:
            yield from reading.found
            reading.found.clear()
    if reading.merged:
        raise Malformed(
            f"Sheet {sheet.name} has merged cells: {', '.join(reading.merged[:5])}.",
            code="merged_cells",
            next_step="Split them, and write the value into each cell it holds for.",
        )


class _Sheet:
    """Gathers rows out of the elements of a sheet."""

    _NAMES = names("row", "c", "v", "t", "f", "rPh", "mergeCell")

    def __init__(self, book: Workbook, limits: Limits) -> None:
        self.found: list[Row] = []
        self.merged: list[str] = []
        self._book = book
        self._limits = limits
        self._number = self._count = 0
        self._cells: list[str] = []
        self._notes: dict[int, Note] = {}
        self._pieces: list[str] = []
        self._size = 0
        self._type = self._style = ""
        self._is_formula = self._in_value = False
        self._aside = 0

    def start(self, name: str, said: Mapping[str, str]) -> None:
        """An element opens."""
        local = self._NAMES.get(name)
        if local == "c":
            self._open_cell(said)
        elif local in ("v", "t"):
            self._in_value = not self._aside
        elif local == "f":
            self._is_formula = True
        elif local == "row":
            self._open_row(said)
        elif local == "rPh":
            self._aside += 1
        elif local == "mergeCell" and len(self.merged) < 10:
            self.merged.append(said.get("ref", ""))

    def end(self, name: str) -> None:
        """An element closes."""
        local = self._NAMES.get(name)
        self._in_value = False
        if local == "c":
            self._close_cell()
        elif local == "row":
            self._close_row()
        elif local == "rPh":
            self._aside -= 1

    def data(self, text: str) -> None:
        """Text of an element."""
        if self._in_value and self._size <= self._limits.cell:
            self._size += len(text)
            self._pieces.append(text)

    def _open_row(self, said: Mapping[str, str]) -> None:
        told = said.get("r", "")
        number = whole(told) if told else self._number + 1
        if number <= self._number:
            raise broken(f"row {number} comes after row {self._number}")
        self._number = number
        self._cells, self._notes = [], {}

    def _close_row(self) -> None:
        while self._cells and not self._cells[-1] and len(self._cells) - 1 not in self._notes:
            self._cells.pop()
        # An error such as #N/A is one to be told, and no remark.
        if not self._cells or (is_remark(self._cells[0]) and 0 not in self._notes):
            return
        self._count += 1
        if self._count > self._limits.rows:
            raise passed("The sheet has more rows", self._limits.rows, code="too_many_rows")
        plain = tuple(undisguised(c) if c[:1] == "'" else c for c in self._cells)
        self.found.append(Row(self._number, plain, self._notes))

    def _open_cell(self, said: Mapping[str, str]) -> None:
        told = said.get("r", "")
        index = _column(told.rstrip("0123456789")) if told else len(self._cells)
        if index >= self._limits.columns:
            what = f"Row {self._number} has more columns"
            raise passed(what, self._limits.columns, code="too_many_columns")
        if index < len(self._cells):
            raise broken(f"cell {told} is out of its order")
        self._cells += [""] * (index - len(self._cells))
        self._type, self._style = said.get("t", "n"), said.get("s", "0")
        self._pieces.clear()
        self._size, self._is_formula = 0, False

    def _close_cell(self) -> None:
        raw = "".join(self._pieces)
        text, note = self._meant(raw)
        if self._is_formula:
            note = Note.FORMULA
        elif len(text) > self._limits.cell:
            text, note = text[:100], Note.TOO_LONG
        if note is not None:
            self._notes[len(self._cells)] = note
        self._cells.append(text)

    def _meant(self, raw: str) -> tuple[str, Note | None]:
        """The text of a cell by its type (18.18.11)."""
        if self._type == "s":
            index = whole(raw)
            if not 0 <= index < len(self._book.texts):
                raise broken(f"a cell of row {self._number} names a text that is not there")
            return self._book.texts[index], None
        if self._type == "b":
            return ("true" if raw == "1" else "false"), None
        if self._type == "e":
            return raw, Note.ERROR
        if self._type != "n":
            return unescaped(raw), None
        if not raw:
            return "", None
        return self._number_meant(raw)

    def _number_meant(self, raw: str) -> tuple[str, Note]:
        try:
            if whole(self._style) in self._book.dates:
                return _moment(raw, self._book.from_1904)
            return number_text(raw)
        except (ValueError, OverflowError):
            return raw, Note.ERROR


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """The index of a column: A is 0."""
    index = 0
    for letter in letters:
        if not "A" <= letter <= "Z" or index > 20_000:
            raise broken(f"there is no column {letters[:20]}")
        index = index * 26 + ord(letter) - 64
    return index - 1


def _moment(raw: str, from_1904: bool) -> tuple[str, Note]:
    """A spreadsheet's count of days as ISO 8601: a date, a time of day, or both.

    Raises ValueError for what is none.
    """
    days = float(raw)
    if not 0 <= days <= _LAST_DAY:
        raise ValueError(raw)
    if not from_1904 and days < _LEAP_DAY_THAT_NEVER_WAS:
        days += 1 if days >= 1 else 0
    at = (_1904 if from_1904 else _1900) + timedelta(milliseconds=round(days * 86_400_000))
    is_time = days < 1 and not from_1904
    has_time = at.time() != at.min.time()
    if is_time:
        text = at.time().isoformat("seconds" if at.second else "minutes")
    elif has_time:
        text = at.isoformat(timespec="milliseconds" if at.microsecond else "seconds")
    else:
        text = at.date().isoformat()
    return text, Note.MOMENT
