"""All rows of what a person sends, by kind in order of dependency, and what is wrong with cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from gozinto.errors import Malformed, Violation
from gozinto.plant import changing
from gozinto.plant.importing import columns, sheets
from gozinto.plant.importing.cells import Reader
from gozinto.plant.importing.faults import Where
from gozinto.plant.kinds import KINDS, Kind, Type
from gozinto.standards.tables import reading
from gozinto.standards.tables.cells import Row
from gozinto.standards.tables.limits import Limits
from gozinto.standards.tables.reading import Sheet

_EACH = 1000

Told = Callable[[int], None]
"""Told how many rows were read so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """What somebody said that a table is: its kind, the field of each column ("" for none).

    `fixes`: by row the cells that were put right, by field. `left_out`: rows that are not read.
    """

    kind: str
    fields: tuple[str, ...]
    fixes: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How tables are read where a person says more than the tables do.

    `kind` of all of them. `mapped`: by file and sheet what each is; others are left out. None:
    what stands above the columns tells it. `encoding` of CSV without a byte order mark.
    `trust_numbers`: numbers in text columns have lost no zeros. `decimal_comma`: decimals follow
    a comma.
    """

    kind: str = ""
    mapped: Mapping[tuple[str, str], Mapped] | None = None
    encoding: str = ""
    trust_numbers: bool = False
    decimal_comma: bool = False
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: the file or sheet, its kind, how many rows."""

    name: str
    kind: str
    rows: int


@dataclass(slots=True)
class Gathered:
    """What was read: rows by kind, how many each table has, and what is wrong with them."""

    rows: dict[str, list[changing.Given]] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    headers: list[Violation] = field(default_factory=list)
    """Faults of headers: what stands below them cannot be judged."""
    cells: list[Violation] = field(default_factory=list)
    """Faults of cells, which were left out of the rows."""

    def in_order(self) -> Iterator[changing.Given]:
        """All rows, what is referred to before what refers to it."""
        return chain.from_iterable(self.rows.get(name, ()) for name in KINDS)

    def total(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.rows.values()))


def gather(
    source: Path | bytes | BinaryIO,
    *,
    name: str = "",
    manner: Manner,
    into: Gathered,
    progress: Told | None = None,
) -> None:
    """Read all tables of one file, archive or folder into `into`.

    Raises what `reading.opened` does, Unknown and Malformed for a table of no one kind.
    """
    with reading.opened(source, name=name, limits=manner.limits, encoding=manner.encoding) as book:
        several = book.format == "xlsx"
        for sheet in book.sheets:
            _gather_sheet(sheet, several, manner, into, progress)


def _gather_sheet(
    sheet: Sheet, several: bool, manner: Manner, into: Gathered, progress: Told | None
) -> None:
    rows = sheet.rows()
    header = next(rows, None)
    if header is None:
        return
    if manner.mapped is not None:
        told = manner.mapped.get((sheet.source, sheet.name))
        if told is not None:
            _gather_mapped(sheet, rows, told, several, manner, into, progress)
        return
    kind = _kind(sheet, header, manner)
    if kind is None:
        return
    place = (sheet.source, sheet.name if several else "")
    fields, faults = columns.matched(
        header.cells, sheets.heading(kind), where=Where(source=place[0], sheet=place[1])
    )
    into.headers += faults
    before = into.total()
    if not faults:
        _gather_rows(rows, kind, _reader(kind, fields, manner), place, into, progress)
    into.tables.append(Table(place[1] or place[0], kind.name, into.total() - before))


def _gather_mapped(
    sheet: Sheet,
    rows: Iterator[Row],
    told: Mapped,
    several: bool,
    manner: Manner,
    into: Gathered,
    progress: Told | None,
) -> None:
    kind = KINDS[told.kind]
    place = (sheet.source, sheet.name if several else "")
    before = into.total()
    kept = (row for row in rows if row.number not in told.left_out)
    reader = _reader(kind, told.fields, manner)
    _gather_rows(kept, kind, reader, place, into, progress, fixes=told.fixes)
    into.tables.append(Table(place[1] or place[0], kind.name, into.total() - before))


def _kind(sheet: Sheet, header: Row, manner: Manner) -> Kind | None:
    """The kind of a sheet; None for one that is hidden and no table of a kind."""
    if manner.kind:
        return KINDS[manner.kind]
    if sheet.hidden and sheets.by_name(sheet.name) is None:
        return None
    if sheet.hidden:
        raise Malformed(
            f"{sheet.source}: the sheet {sheet.name} is hidden, so nobody sees what is in it.",
            code="hidden_sheet",
            next_step="Show it, or delete it.",
        )
    return sheets.kind_of(sheet.name, header.cells, source=sheet.source)


def _reader(kind: Kind, fields: Sequence[str], manner: Manner) -> Reader:
    decimals = {field.name for field in kind.fields if field.type is Type.DECIMAL}
    return Reader(
        fields=fields,
        texts={field.name for field in kind.fields if field.type in sheets.TEXTS},
        decimals=decimals if manner.decimal_comma else (),
        ignored=() if manner.mapped is None else {i for i, name in enumerate(fields) if not name},
        trust_numbers=manner.trust_numbers,
    )


def _gather_rows(
    rows: Iterator[Row],
    kind: Kind,
    reader: Reader,
    place: tuple[str, str],
    into: Gathered,
    progress: Told | None,
    *,
    fixes: Mapping[int, Mapping[str, str]] | None = None,
) -> None:
    source, sheet = place
    found = into.rows.setdefault(kind.name, [])
    for row in rows:
        values, faults = reader.read(row, where=Where(source=source, sheet=sheet, row=row.number))
        if fixed := (fixes or {}).get(row.number):
            values = {**values, **fixed}
            faults = [fault for fault in faults if fault.data["column"] not in fixed]
        into.cells += faults
        if not any(fault.data["column"] in kind.key for fault in faults):
            at = changing.Place(source=source, sheet=sheet, row=row.number)
            found.append(changing.Given(kind=kind.name, values=values, place=at))
        if progress is not None and row.number % _EACH == 0:
            progress(into.total())
