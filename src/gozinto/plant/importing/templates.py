"""Empty tables to be filled in, that import as nothing: what each column is for stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from gozinto.plant.importing.sheets import TEXTS
from gozinto.plant.kinds import Field, Kind, Type
from gozinto.standards.tables import csv_writing, workbook_writing
from gozinto.standards.tables.workbook_writing import Column

_FORMS = {
    Type.DATE: "a date like 2026-03-01",
    Type.MOMENT: "a time like 2026-03-01T06:00:00+03:00",
    Type.TIME: "a time of day like 06:00",
    Type.FLAG: "true or false",
    Type.INTEGER: "a whole number",
    Type.DECIMAL: "a number like 1200.5",
    Type.UNIT: "a UN/ECE Rec 20 unit like KGM",
}


def columns(kind: Kind) -> list[Column]:
    """The columns of a kind as a workbook has them."""
    return [
        Column(
            header=field.name,
            help=said(field),
            choices=field.choices,
            is_text=field.type in TEXTS,
        )
        for field in kind.fields
    ]


def said(field: Field) -> str:
    """What is to be said of a column, in one sentence."""
    form = f"one of {', '.join(field.choices)}" if field.choices else _FORMS.get(field.type, "")
    if field.refers_to:
        form = f"of the table {field.refers_to}"
    needed = "required" if field.required else ""
    usual = f"{field.default} if empty" if field.default else ""
    return "; ".join(part for part in (field.help.rstrip("."), form, needed, usual) if part)


def write_csv(kind: Kind, *, to: BinaryIO) -> None:
    """An empty table; a remark below the header for each column."""
    csv_writing.write(to, [kind.names], remarks=_remarks(kind))


def write_workbook(kinds: Sequence[Kind], *, to: BinaryIO) -> None:
    """A workbook with an empty sheet a kind; what a column is for hovers over its header."""
    workbook_writing.write(
        to, (workbook_writing.Table(name=kind.name, columns=columns(kind)) for kind in kinds)
    )


def _remarks(kind: Kind) -> Iterator[str]:
    if kind.help:
        yield kind.help
    for field in kind.fields:
        yield f"{field.name}: {said(field)}" if said(field) else field.name
    yield "Write below; lines that begin with # are no data."
