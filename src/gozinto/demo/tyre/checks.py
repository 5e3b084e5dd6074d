"""What is measured where, against the limits of the plant's own inspection plans."""

from __future__ import annotations

from collections.abc import Mapping

from gozinto.demo.checks import Check, of_plan
from gozinto.demo.described import rows
from gozinto.demo.tyre.materials import PLANT

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


def _plans(kind: str) -> Mapping[str, tuple[Check, ...]]:
    """The checks of each material that has a plan of this kind: the first one with numbers."""
    found: dict[str, tuple[Check, ...]] = {}
    for row in rows(PLANT, "inspection-plans"):
        if row["kind"] == kind and (checks := of_plan(PLANT, row["code"], spreads=_SPREADS)):
            found.setdefault(row["material"], checks)
    return found


INPUT = _plans("input")
IDENTITY = INPUT[""]
"""Of what has no plan of its own."""
IN_PROCESS = _plans("in_process")
FINAL = _plans("final")
