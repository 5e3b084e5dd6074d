"""What is measured where, against which limits. Typical values unless a source is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from gozinto.operations.inspection import Measured

_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One characteristic: what it is when all is well, and how far it may be off.

    `below` or `above` None: no such limit. `spread`: a sixth of what the process scatters over.
    """

    characteristic: str
    target: float
    below: float | None
    above: float | None
    uom: str = ""
    spread: float | None = None

    def measure(self, rng: Random, *, value: float | None = None) -> Measured:
        """A value as the gauge would show it, within its limits; or the one given."""
        room = min(x for x in (self.below, self.above, self.target or 1) if x is not None)
        spread = self.spread if self.spread is not None else room / 4
        if value is None:
            off = max(-2.8, min(2.8, rng.gauss(0, 1))) * spread
            value = self.target + off
        return Measured(
            characteristic=self.characteristic,
            value=_round(value),
            uom=self.uom,
            lower=None if self.below is None else _round(self.target - self.below),
            upper=None if self.above is None else _round(self.target + self.above),
        )


def _round(value: float) -> Decimal:
    return round(Decimal(repr(value)), _DIGITS).normalize() + Decimal(0)


PERMEABILITY = "air permeability, % of reference"
IODINE = "iodine number"

INPUT: Mapping[str, tuple[Check, ...]] = {
    "NR": (Check("Mooney ML(1+4) 100 °C", 65, 8, 8), Check("dirt", 0.08, None, 0.08, "P1", 0.015)),
    "SBR": (Check("Mooney ML(1+4) 100 °C", 50, 5, 5), Check("bound styrene", 23.5, 1, 1, "P1")),
    "BR": (Check("Mooney ML(1+4) 100 °C", 44, 5, 5),),
    "HALOBUTYL": (
        Check("Mooney ML(1+8) 125 °C", 32, 5, 5),
        Check(PERMEABILITY, 100, 20, 20, "P1", 2.0),
    ),
    # ASTM D1765: N330 has iodine 82 g/kg and OAN 102 mL/100 g.
    "N330": (Check(IODINE, 82, 5, 5, "GK"), Check("OAN, mL/100 g", 102, 5, 5)),
    "N660": (Check(IODINE, 36, 5, 5, "GK"), Check("OAN, mL/100 g", 90, 5, 5)),
    "SILICA": (Check("moisture", 6, 2, 2, "P1"),),
    "ZNO": (Check("purity", 99.7, 0.4, None, "P1", 0.05),),
    "SULFUR": (Check("insoluble share", 92, 3, None, "P1", 0.8),),
    "CBS": (Check("melting point", 99, 3, 3, "CEL"),),
    "STEELCORD": (
        Check("breaking force", 430, 20, None, "NEW", 5),
        Check("copper in brass", 65, 2, 2, "P1"),
    ),
    "TEXTILE": (Check("breaking force", 220, 10, None, "NEW", 3),),
    "BEADWIRE": (Check("breaking force", 1500, 60, None, "NEW", 15),),
    "RELEASE": (Check("solids", 38, 2, 2, "P1"),),
    "SOLVENT": (Check("water", 0.02, None, 0.03, "P1", 0.005),),
}
IDENTITY = (Check("identity against certificate, 1 = agrees", 1, 0, 0, "", 0.0),)

MASTER = (
    Check("Mooney ML(1+4) 100 °C", 62, 5, 5),
    Check("density", 1.15, 0.01, 0.01, "23"),
    Check("dump temperature", 152.5, 2.5, 2.5, "CEL", 0.7),
)
FINAL_MIX = (
    Check("rheometer ML", 2.4, 0.24, 0.24, "DN"),
    Check("rheometer MH", 17.5, 1.75, 1.75, "DN"),
    Check("rheometer t90", 9.0, 0.9, 0.9, "MIN"),
    Check("dump temperature", 85, 5, 5, "CEL"),
)
PARTS: Mapping[str, tuple[Check, ...]] = {
    "CAL-TX": (Check("gauge", 1.10, 0.05, 0.05, "MMT"), Check("ends per dm", 98, 2, 2)),
    "CAL-ST": (Check("gauge", 1.20, 0.05, 0.05, "MMT"), Check("ends per dm", 72, 2, 2)),
    "TREAD": (Check("width", 190, 2, 2, "MMT"), Check("mass per length", 1.37, 0.027, 0.027, "KL")),
    "SIDEWALL": (Check("width", 110, 2, 2, "MMT"),),
    "PLY": (Check("width", 410, 2, 2, "MMT"),),
    "BELT-1": (Check("angle", 24, 0.5, 0.5, "DD"), Check("width", 175, 1, 1, "MMT")),
    "BELT-2": (Check("angle", 24, 0.5, 0.5, "DD"), Check("width", 165, 1, 1, "MMT")),
    "LINER": (Check("gauge", 1.25, 0.05, 0.05, "MMT"), Check("pinholes", 0, None, 0, "", 0.0)),
    "BEAD": (Check("circumference", 1282, 1, 1, "MMT"),),
}
GREEN_TYRE = (
    Check("splice", 6, 2, 2, "MMT"),
    Check("centring", 0, 1.5, 1.5, "MMT", 0.4),
    Check("mass", 8.0, 0.08, 0.08, "KGM"),
    Check("release film mass", 0.032, 0.006, 0.006, "KGM"),
)
CURING = (
    Check("platen temperature", 175, 10, 10, "CEL", 1.5),
    Check("inner pressure", 20, 6, 5, "BAR", 0.6),
    Check("cure time", 13, 3, 2, "MIN", 0.1),
)
FINISHED = (
    Check("radial force variation", 60, None, 40, "NEW", 11),
    Check("lateral force variation", 45, None, 35, "NEW", 9),
    Check("conicity", 0, 70, 70, "NEW", 18),
    Check("radial run-out", 0.7, None, 0.5, "MMT", 0.12),
)
