"""Master data as tables that import again with nothing changed: one plant, always one text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from gozinto.plant import changing
from gozinto.plant.importing import templates
from gozinto.plant.kinds import Kind, Row
from gozinto.standards.tables import csv_writing, workbook_writing
from gozinto.standards.tables.workbook_writing import Table

_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""When everything in an archive was made: the same plant gives the same bytes."""


def write_csv(kind: Kind, *, to: BinaryIO, rows: Iterable[Row] | None = None) -> int:
    """All rows of one kind, or these of them; and how many."""
    return csv_writing.write(to, _with_header(kind, rows)) - 1


def write_sheet(kind: Kind, *, to: BinaryIO, rows: Iterable[Row]) -> int:
    """A workbook of one sheet with these rows of a kind, and how many."""
    listed = ([row[name] for name in kind.names] for row in rows)
    table = Table(name=kind.name, columns=templates.columns(kind), rows=listed)
    return workbook_writing.write(to, [table])


def write_folder(kinds: Iterable[Kind], *, to: Path) -> dict[str, int]:
    """A CSV file for each kind that has rows; how many, by kind."""
    to.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for kind in _with_rows(kinds):
        with (to / f"{kind.name}.csv").open("wb") as file:
            counts[kind.name] = write_csv(kind, to=file)
    return counts


def write_archive(kinds: Iterable[Kind], *, to: BinaryIO) -> dict[str, int]:
    """A ZIP archive of such files."""
    counts: dict[str, int] = {}
    with zipfile.ZipFile(to, "w") as archive:
        for kind in _with_rows(kinds):
            part = zipfile.ZipInfo(f"{kind.name}.csv", _ALWAYS)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            with archive.open(part, "w") as file:
                counts[kind.name] = write_csv(kind, to=cast(BinaryIO, file))
    return counts


def write_workbook(kinds: Iterable[Kind], *, to: BinaryIO) -> dict[str, int]:
    """A workbook with a sheet for each kind that has rows."""
    counts: dict[str, int] = {}

    def counted(kind: Kind) -> Iterator[Sequence[str]]:
        for row in changing.every(kind):
            counts[kind.name] = counts.get(kind.name, 0) + 1
            yield [row[name] for name in kind.names]

    workbook_writing.write(
        to,
        (
            Table(name=kind.name, columns=templates.columns(kind), rows=counted(kind))
            for kind in _with_rows(kinds)
        ),
    )
    return counts


def _with_header(kind: Kind, rows: Iterable[Row] | None = None) -> Iterator[Sequence[str]]:
    yield kind.names
    for row in changing.every(kind) if rows is None else rows:
        yield [row[name] for name in kind.names]


def _with_rows(kinds: Iterable[Kind]) -> Iterator[Kind]:
    return (kind for kind in kinds if kind.model._default_manager.exists())
