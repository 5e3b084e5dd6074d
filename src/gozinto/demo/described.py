"""What the files of a demo plant say: the same that an import makes master data of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gozinto.plant import identifiers
from gozinto.standards.numbers import patterns, writing
from gozinto.standards.numbers.shapes import Facts, Pattern
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


@cache
def by_code(plant: str, kind: str) -> Mapping[str, Mapping[str, str]]:
    """The rows of one kind by their codes."""
    return {row["code"]: row for row in rows(plant, kind)}


@cache
def domain(plant: str) -> str:
    """Where the plant's own identifiers live."""
    (enterprise,) = rows(plant, "enterprise")
    return enterprise["domain"]


@cache
def _pattern(plant: str, code: str) -> Pattern:
    return patterns.read(by_code(plant, "numbering-formats")[code]["pattern"])


def numbered(plant: str, of: str, facts: Facts) -> str:
    """The number that one of the plant's own formats makes of these facts."""
    return writing.written(_pattern(plant, of), facts)


def lot(plant: str, material: str, number: str, *, supplier: str = "") -> str:
    """The URI of a lot of a plant."""
    return identifiers.lot_uri(domain(plant), material=material, number=number, supplier=supplier)


@cache
def supplier(plant: str, material: str) -> str:
    """The first of those whom the plant buys a material from."""
    return next(
        row["partner"]
        for row in rows(plant, "approvals")
        if (row["material"], row["state"]) == (material, "approved")
    )
