"""A row as the cells of a table: values in the reader's words and notation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from gozinto.edges.office import words
from gozinto.edges.office.lists.declaring import ListPage, Render, Row, Shown

RIGHT = frozenset[Render]({"number", "quantity", "share", "figure"})
"""What is compared stands right."""
NUMBERS = RIGHT | {"code", "uri", "time", "date"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text and tone, where it leads, and how it is set."""

    column: str
    word: str
    text: str
    tone: str = ""
    address: str = ""
    is_chip: bool = False
    is_number: bool = False
    is_right: bool = False
    at: datetime | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its cells, where it leads, and what it is called when it is marked."""

    cells: tuple[Cell, ...]
    address: str
    subject: str


Names = Mapping[str, Mapping[str, str]]
"""By column: what its values are called."""


def lines(of: ListPage, *, columns: Sequence[Shown], rows: Sequence[Row]) -> list[Line]:
    """The rows of a page, in as many queries as columns have names to be looked up."""
    names = look_up(columns, rows)
    return [_line(of, columns, row, names) for row in rows]


def look_up(columns: Sequence[Shown], rows: Sequence[Row]) -> Names:
    """What the values of these rows are called where that is told elsewhere, one query a column."""
    return {
        one.column: one.names({str(value) for row in rows if (value := value_of(one, row))})
        for one in columns
        if one.names is not None
    }


def value_of(shown: Shown, row: Row) -> Any:
    """What a row has for a column; None where nothing."""
    return shown.value(row) if shown.value else row.get(shown.column)


def _line(of: ListPage, columns: Sequence[Shown], row: Row, names: Names) -> Line:
    address = of.row_address(row)
    cells = []
    for index, one in enumerate(columns):
        leads = one.link(row) if one.link else (address if index == 0 else "")
        cells.append(_cell(one, row, names=names.get(one.column, {}), address=leads))
    return Line(tuple(cells), address, of.subject(row) if of.subject else "")


def _cell(shown: Shown, row: Row, *, names: Mapping[str, str], address: str) -> Cell:
    value = value_of(shown, row)
    word, tone = said(shown, value)
    text = names.get(str(value)) or word or _TEXTS[shown.render](value, row, shown)
    return Cell(
        column=shown.column,
        word=str(shown.word),
        text=text,
        tone=tone,
        address=address if text else "",
        is_chip=shown.render == "chip" and bool(text),
        is_number=shown.render in NUMBERS,
        is_right=shown.render in RIGHT,
        at=value if isinstance(value, datetime) else None,
        percent=min(100, int(value * 100)) if shown.render == "share" and text else None,
    )


def said(shown: Shown, value: Any) -> tuple[str, str]:
    """What the value of a column is called, and its tone; "" where it has no word."""
    if shown.words is None or value in (None, ""):
        return "", ""
    key = str(value)
    found = shown.words.get(key) or shown.words.get(words.last_part(key))
    return (str(found[0]), found[1]) if found else ("", "")


def _text(value: Any, row: Row, shown: Shown) -> str:
    return "" if value is None else words.last_part(str(value))


def _uri(value: Any, row: Row, shown: Shown) -> str:
    return "" if value is None else str(value)


def _nothing(value: Any, row: Row, shown: Shown) -> str:
    return ""


def _share(value: Decimal | None, row: Row, shown: Shown) -> str:
    return "" if value is None else f"{formats.number_format(round(value * 100))} %"


def _number(value: Any, row: Row, shown: Shown) -> str:
    return "" if value is None else formats.number_format(value, force_grouping=value >= 10_000)


def _quantity(value: Any, row: Row, shown: Shown) -> str:
    return "" if value is None else words.quantity(Decimal(value), row.get(shown.unit))


def _time(value: datetime | None, row: Row, shown: Shown) -> str:
    return words.moment(value)


def _date(value: date | None, row: Row, shown: Shown) -> str:
    return words.day(value)


def _flag(value: Any, row: Row, shown: Shown) -> str:
    return _("yes") if value else ""


_TEXTS: Mapping[Render, Callable[[Any, Row, Shown], str]] = {
    "text": _text,
    "code": _text,
    "chip": _text,
    "uri": _uri,
    "figure": _nothing,
    "share": _share,
    "number": _number,
    "quantity": _quantity,
    "time": _time,
    "date": _date,
    "flag": _flag,
}
