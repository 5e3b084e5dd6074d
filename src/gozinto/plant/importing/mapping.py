"""Which kind a table is of and what stands in its columns: guessed, then said by a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, BinaryIO

from gozinto.plant.importing import sheets
from gozinto.plant.importing.gathering import Mapped
from gozinto.plant.kinds import KINDS, find_field
from gozinto.standards.tables import reading
from gozinto.standards.tables.reading import Sheet

SAMPLED = 3
"""Rows of a table that are shown beside its columns."""
_SHOWN = 60
"""Characters of a cell that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: what stands above it, some of what stands in it, the field it stands for."""

    header: str
    samples: tuple[str, ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a file. `kind`: "" where it is left out."""

    source: str
    sheet: str
    kind: str
    columns: tuple[Column, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The field of each column, "" for none."""
        return tuple(column.field for column in self.columns)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields of the key for which no column stands."""
        if not self.kind:
            return ()
        needed = sheets.heading(KINDS[self.kind]).needed
        return tuple(name for name in needed if name not in self.fields)

    @property
    def twice(self) -> tuple[str, ...]:
        """The fields for which several columns stand."""
        named = [name for name in self.fields if name]
        return tuple(sorted({name for name in named if named.count(name) > 1}))

    @property
    def is_whole(self) -> bool:
        """Whether it can be read so."""
        return not self.missing and not self.twice

    def as_json(self) -> dict[str, Any]:
        """To be kept."""
        return {
            "source": self.source,
            "sheet": self.sheet,
            "kind": self.kind,
            "columns": [[c.header, list(c.samples), c.field] for c in self.columns],
        }


def of_json(kept: Mapping[str, Any]) -> Table:
    """A table as it was kept."""
    return Table(
        source=kept["source"],
        sheet=kept["sheet"],
        kind=kept["kind"],
        columns=tuple(
            Column(header=header, samples=tuple(samples), field=name)
            for header, samples, name in kept["columns"]
        ),
    )


def read(tables: BinaryIO, *, name: str) -> Iterator[Table]:
    """The tables of a file, each with what it seems to be. Raises as `reading.opened` does."""
    with reading.opened(tables, name=name) as book:
        for sheet in book.sheets:
            rows = sheet.rows()
            header = next(rows, None)
            if header is None:
                continue
            samples = [row.cells for row in islice(rows, SAMPLED)]
            yield _guessed(sheet, header.cells, samples)


def _guessed(sheet: Sheet, header: Sequence[str], samples: Sequence[Sequence[str]]) -> Table:
    width = max(len(header), *map(len, samples)) if samples else len(header)
    columns = tuple(
        Column(
            header=header[at][:_SHOWN] if at < len(header) else "",
            samples=tuple(row[at][:_SHOWN] if at < len(row) else "" for row in samples),
        )
        for at in range(width)
    )
    table = Table(source=sheet.source, sheet=sheet.name, kind="", columns=columns)
    return of_kind(table, _kind(sheet, header))


def _kind(sheet: Sheet, header: Sequence[str]) -> str:
    """The kind that the name tells, else the one whose fields the most headers stand for."""
    named = sheets.by_name(sheet.name)
    if named is not None:
        return named.name
    if sheet.hidden:
        return ""
    known = {
        kind.name: len({find_field(kind, cell) for cell in header} - {""})
        for kind in KINDS.values()
        if all(
            any(find_field(kind, cell) == name for cell in header)
            for name in sheets.heading(kind).needed
        )
    }
    best = max(known, key=known.__getitem__, default="")
    return best if known.get(best, 0) > 1 else ""


def of_kind(table: Table, kind: str) -> Table:
    """The table as one of another kind: what stands in its columns is guessed anew."""
    if not kind:
        return replace(
            table, kind="", columns=tuple(replace(one, field="") for one in table.columns)
        )
    taken: set[str] = set()
    columns = []
    for column in table.columns:
        name = find_field(KINDS[kind], column.header) if column.header.strip() else ""
        columns.append(replace(column, field="" if name in taken else name))
        taken.add(name)
    return replace(table, kind=kind, columns=tuple(columns))


def with_fields(table: Table, fields: Sequence[str]) -> Table:
    """The table with these fields in its columns; what its kind has not stands for nothing."""
    kind = KINDS[table.kind]
    columns = (
        replace(column, field=name if kind.has(name) else "")
        for column, name in zip(table.columns, fields, strict=True)
    )
    return replace(table, columns=tuple(columns))


def mapped(
    tables: Sequence[Table], fixes: Mapping[str, Mapping[str, Mapping[str, str] | None]]
) -> dict[tuple[str, str], Mapped]:
    """How the tables are read that are not left out. `fixes`: by number of the table, then row."""
    return {
        (table.source, table.sheet): Mapped(
            kind=table.kind,
            fields=table.fields,
            fixes={int(row): cells for row, cells in fixed.items() if cells is not None},
            left_out=frozenset(int(row) for row, cells in fixed.items() if cells is None),
        )
        for number, table in enumerate(tables)
        for fixed in [fixes.get(str(number), {})]
        if table.kind
    }
