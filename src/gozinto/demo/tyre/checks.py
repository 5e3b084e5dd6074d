"""What is measured where, against the limits of the plant's own inspection plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from gozinto.demo.described import rows
from gozinto.demo.tyre.materials import PLANT
from gozinto.operations.inspection import Measured

_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One characteristic: what it is when all is well, and between which limits it may be.

    `lower` or `upper` None: no such limit. `spread`: a sixth of what the process scatters over.
    """

    characteristic: str
    target: Decimal
    lower: Decimal | None
    upper: Decimal | None
    uom: str = ""
    spread: float | None = None

    def measure(self, rng: Random, *, value: float | None = None) -> Measured:
        """A value as the gauge would show it, within its limits; or the one given."""
        if value is None:
            off = max(-2.8, min(2.8, rng.gauss(0, 1))) * self._spread
            value = float(self.target) + off
        return Measured(
            characteristic=self.characteristic,
            value=_round(value),
            uom=self.uom,
            lower=self.lower,
            upper=self.upper,
        )

    @property
    def _spread(self) -> float:
        """Unless it is known, a quarter of the room between the target and its nearest limit."""
        if self.spread is not None:
            return self.spread
        rooms = [self.target or Decimal(1)]
        if self.lower is not None:
            rooms.append(self.target - self.lower)
        if self.upper is not None:
            rooms.append(self.upper - self.target)
        return float(min(rooms)) / 4


def _round(value: float) -> Decimal:
    return round(Decimal(repr(value)), _DIGITS).normalize() + Decimal(0)


PERMEABILITY = "air permeability, % of reference"
IODINE = "iodine number"

_SPREADS: Mapping[tuple[str, str], float] = {
    ("IN-NR", "dirt"): 0.015,
    ("IN-HALOBUTYL", PERMEABILITY): 2.0,
    ("IN-ZNO", "purity"): 0.05,
    ("IN-SULFUR", "insoluble share"): 0.8,
    ("IN-STEELCORD", "breaking force"): 5,
    ("IN-TEXTILE", "breaking force"): 3,
    ("IN-BEADWIRE", "breaking force"): 15,
    ("IN-SOLVENT", "water"): 0.005,
    ("IN-ANY", "identity against certificate, 1 = agrees"): 0.0,
    **{(f"IP-MB-{of}", "dump temperature"): 0.7 for of in ("TR", "SW", "SK", "IL", "AP")},
    ("IP-LINER", "pinholes"): 0.0,
    ("IP-GT205", "centring"): 0.4,
    ("IP-T205", "platen temperature"): 1.5,
    ("IP-T205", "inner pressure"): 0.6,
    ("IP-T205", "cure time"): 0.1,
    ("FI-T205", "radial force variation"): 11,
    ("FI-T205", "lateral force variation"): 9,
    ("FI-T205", "conicity"): 18,
    ("FI-T205", "radial run-out"): 0.12,
}
"""By plan and characteristic, how far the process scatters where that is not a matter of course."""


def _limit(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _of(plan: str) -> tuple[Check, ...]:
    return tuple(
        Check(
            characteristic=row["name"],
            target=Decimal(row["target"]),
            lower=_limit(row["lower"]),
            upper=_limit(row["upper"]),
            uom=row["uom"],
            spread=_SPREADS.get((plan, row["name"])),
        )
        for row in rows(PLANT, "characteristics")
        if row["plan"] == plan and row["kind"] == "number"
    )


def _plans(kind: str) -> Mapping[str, tuple[Check, ...]]:
    """The checks of each material that has a plan of this kind: the first one with numbers."""
    found: dict[str, tuple[Check, ...]] = {}
    for row in rows(PLANT, "inspection-plans"):
        if row["kind"] == kind and (checks := _of(row["code"])):
            found.setdefault(row["material"], checks)
    return found


INPUT = _plans("input")
IDENTITY = INPUT[""]
"""Of what has no plan of its own."""
IN_PROCESS = _plans("in_process")
FINAL = _plans("final")
