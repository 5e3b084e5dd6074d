"""The right answers: what was planted in the food plant, and which jars and bowls it touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

OPENING_LOT = "CTN-2018"
ALMOND_LOT = "ALM-2207"
"""The delivery of almonds of which the supplier reports Salmonella, weeks later."""
SALAD = "S101"
SALAD_POUNDS = {"L101": Decimal(100), "L201": Decimal(50), "T801": Decimal(40)}
"""What went into salad S101."""
SALAD_SHARES = {"L101": "0.526316", "L201": "0.263158", "T801": "0.210526"}
BOWLS = 200


@dataclass(slots=True)
class Truths:
    """What a generated plant of one size holds. Lots are printed numbers."""

    made: int = 0
    """Jars."""
    salads: list[str] = field(default_factory=list)
    """Lots of salad, in the order they were mixed."""
    spared: list[str] = field(default_factory=list)
    """Almond jars of the same day, filled from what was drawn before the bad delivery came in."""
    touched: list[str] = field(default_factory=list)
    """Lots of jars that hold almonds of the bad delivery."""
    shipped: dict[str, int] = field(default_factory=dict)
    """Of each of these lots, how many jars left."""
    held: list[str] = field(default_factory=list)
    """Of these lots, those of which there is something left, which is on hold."""
    under_roasted: str = ""
    """The roast whose temperature was too low: it was never milled."""
    first_peanuts: str = ""
    """The first delivery of peanuts."""
    before_topping: list[str] = field(default_factory=list)
    """Jars of the first portion of the first day: before its silo was topped up."""
    topping: str = ""
    """The delivery that the silo was topped up with on the first day, while it was drawn from."""
    weeks: list[list[str]] = field(default_factory=list)
    """Lots of peanut jars by the week; each week's silo and rework tank began clean."""
    rework: list[str] = field(default_factory=list)
    """Lots of peanut paste that went back into the mill, in the order they were taken out."""
    almond_jars: list[str] = field(default_factory=list)
    """All lots of almond jars."""
