"""What the tyre plant buys, makes and sells: its files, and how the plant that builds itself
uses what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from gozinto.demo import described
from gozinto.demo.described import by_code, rows
from gozinto.standards.numbers.shapes import Facts

PLANT = "tyre"
TYRE = "T205"
GREEN = "GT205"
LOTS, SERIALS, PALLETS = "T205-LOT", "T205-SERIAL", "SSCC"
"""The formats by which tyres and pallets are numbered."""
LINER = "LINER"
BEAD = "BEAD"
BELT = "BELT-1"
"""The material of the over-aged roll."""
HALOBUTYL = "HALOBUTYL"
ZINC_OXIDE = "ZNO"

_G_A_KG = 1000


@dataclass(frozen=True, slots=True)
class Bought:
    """A bought material: its suppliers in turn, how its lots are numbered, how many at least.

    `life_days`: shelf life; `lots`: the fewest over the whole demo; `most_kg`: the largest lot.
    """

    code: str
    suppliers: tuple[str, ...]
    prefix: str
    life_days: int
    lots: int
    most_kg: int
    uom: str


@dataclass(frozen=True, slots=True)
class Compound:
    """A mixed compound: what goes into a thousand parts of it, and how long it keeps."""

    code: str
    recipe: Mapping[str, int]
    is_master: bool
    life_h: int


@dataclass(frozen=True, slots=True)
class Making:
    """How a shift makes a component: how many tyres one lot serves, and when it is made.

    `minutes`: begin and end within the two hours in which a shift's parts are made; `own`: each
    green tyre scans it, otherwise the building run takes the whole cassette; `mounts`:
    auxiliaries at the machine; `backflushed`: auxiliaries that nobody scans, booked by what the
    lots should have taken.
    """

    tyres: int
    minutes: tuple[int, int]
    own: bool = False
    mounts: tuple[tuple[str, str], ...] = ()
    backflushed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A component of the tyre: where it is made of what.

    `gram`: what one tyre takes; `slots`: where it goes when building, with the grams of each.
    """

    code: str
    equipment: str
    step: str
    operation: int
    recipe: Mapping[str, int]
    gram: int
    slots: tuple[tuple[str, str, int], ...]
    making: Making


_DELIVERED: Mapping[str, tuple[str, int]] = {
    "NR": ("NR", 6), "SBR": ("SBR", 5), "BR": ("BR", 4), HALOBUTYL: ("HB", 12),
    "N330": ("CB3", 6), "N660": ("CB6", 4), "SILICA": ("SI", 5), "SILANE": ("TE", 3),
    "OIL": ("PO", 3), ZINC_OXIDE: ("ZN", 1), "STEARIC": ("ST", 3), "6PPD": ("AD", 3),
    "SULFUR": ("SU", 4), "CBS": ("AC", 4), "STEELCORD": ("SC", 6), "TEXTILE": ("TX", 5),
    "BEADWIRE": ("BW", 4), "SOAP": ("AT", 3), "BAGS": ("LB", 2), "CEMENT": ("RC", 4),
    "SOLVENT": ("SV", 4), "CLOTH": ("LC", 3), "RELEASE": ("RA", 5), "CLEANER": ("MC", 2),
    "NITROGEN": ("N2", 4), "INK": ("MI", 3), "FILM": ("SF", 3), "PALLET": ("PL", 3),
}  # fmt: skip
"""How the suppliers of a material number its lots, and how many of them come at least."""
_MOST_KG = 20_000
# One delivery for the whole demo: the popular lot that is in everything and explains nothing.
_MOST_KG_OF = {ZINC_OXIDE: 10_000_000}

_MIXED = ("MB-TR", "MB-SW", "MB-SK", "MB-IL", "MB-AP", "FM-TR", "FM-SW", "FM-SK", "FM-IL", "FM-AP")
"""The compounds in the order in which they are mixed."""

_LINED = (("liner cloth", "CLOTH"),)
_MADE: Mapping[str, Making] = {
    "CAL-TX": Making(240, (5, 45), mounts=_LINED),
    "CAL-ST": Making(240, (5, 45), mounts=_LINED),
    "TREAD": Making(
        60,
        (5, 100),
        own=True,
        mounts=(("marking ink", "INK"),),
        backflushed=(("cement", "CEMENT"),),
    ),
    "SIDEWALL": Making(90, (5, 100)),
    "PLY": Making(60, (50, 100), own=True),
    BELT: Making(60, (50, 75), own=True),
    "BELT-2": Making(60, (76, 100), own=True),
    LINER: Making(60, (5, 100), own=True, mounts=_LINED),
    BEAD: Making(120, (5, 100)),
}
"""The components in the order in which they are made, and how a shift makes them."""

USE_PER_TYRE_G: Mapping[str, int] = {
    "SOAP": 2, "CEMENT": 10, "SOLVENT": 10, "CLOTH": 1, "RELEASE": 30, "CLEANER": 1,
    "NITROGEN": 50, "INK": 1, "FILM": 10,
}  # fmt: skip
"""Auxiliaries and packaging that no recipe names, for the size of their deliveries."""


def _lines(material: str) -> Iterator[Mapping[str, str]]:
    """The lines of a material's bill, its alternatives left out."""
    for line in rows(PLANT, "bill-lines"):
        if line["material"] == material and line["priority"] == "0":
            yield line


@cache
def _recipe(material: str) -> Mapping[str, int]:
    """What goes into a thousand parts of it."""
    return {line["component"]: _thousandths(line["quantity"]) for line in _lines(material)}


def _thousandths(quantity: str) -> int:
    return int(Decimal(quantity) * _G_A_KG)


@cache
def per_tyre_g(code: str) -> float:
    """Grams of a material that one tyre takes, through all compounds and components."""
    return sum(
        _thousandths(line["quantity"]) * _share_in(line["component"], code)
        for line in _lines(GREEN)
    )


@cache
def _share_in(made: str, wanted: str) -> float:
    if made == wanted:
        return 1.0
    return sum(
        parts / 1000 * _share_in(component, wanted) for component, parts in _recipe(made).items()
    )


def _bought(code: str) -> Bought:
    prefix, lots = _DELIVERED[code]
    approved = sorted(
        (row["effective_from"], row["partner"])
        for row in rows(PLANT, "approvals")
        if row["material"] == code and row["state"] == "approved"
    )
    return Bought(
        code=code,
        suppliers=tuple(partner for _, partner in approved),
        prefix=prefix,
        life_days=int(by_code(PLANT, "materials")[code]["shelf_life_days"]),
        lots=lots,
        most_kg=_MOST_KG_OF.get(code, _MOST_KG),
        uom=by_code(PLANT, "materials")[code]["uom"],
    )


def _compound(code: str) -> Compound:
    return Compound(
        code=code,
        recipe=_recipe(code),
        is_master=code.startswith("MB-"),
        life_h=24 * int(by_code(PLANT, "materials")[code]["shelf_life_days"]),
    )


def _part(code: str) -> Part:
    (step,) = (row for row in rows(PLANT, "routing-steps") if row["material"] == code)
    slots = tuple(
        (line["slot"], line["position"], _thousandths(line["quantity"]))
        for line in _lines(GREEN)
        if line["component"] == code
    )
    return Part(
        code=code,
        equipment=step["work_center"],
        step=step["step"],
        operation=int(step["sequence"]),
        recipe=_recipe(code),
        gram=round(per_tyre_g(code)),
        slots=slots,
        making=_MADE[code],
    )


BOUGHT: tuple[Bought, ...] = tuple(map(_bought, _DELIVERED))
COMPOUNDS: tuple[Compound, ...] = tuple(map(_compound, _MIXED))
PARTS: tuple[Part, ...] = tuple(map(_part, _MADE))
PART: Mapping[str, Part] = {part.code: part for part in PARTS}
FITTED: tuple[Part, ...] = tuple(part for part in PARTS if part.slots)


def numbered(of: str, sequence: int, *, day: date | None = None) -> str:
    """The number of so many in the sequence, by one of the plant's own formats."""
    return described.numbered(PLANT, of, Facts(day=day, sequence=sequence))
