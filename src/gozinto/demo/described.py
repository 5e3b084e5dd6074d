"""What the files of a demo plant say: the same that an import makes master data of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gozinto.standards.tables import reading

HERE = Path(__file__).parent


def folder(plant: str) -> Path:
    """Where the files stand that describe a plant, one for each kind."""
    return HERE / plant / "plant"


@cache
def rows(plant: str, kind: str) -> tuple[Mapping[str, str], ...]:
    """The rows of one kind, in the order of the file; what is empty there is "" here."""
    with reading.opened(folder(plant) / f"{kind}.csv") as book:
        (sheet,) = book.sheets
        found = sheet.rows()
        names = next(found).cells
        return tuple(
            dict(zip(names, (*row.cells, *[""] * (len(names) - len(row.cells))), strict=True))
            for row in found
        )
