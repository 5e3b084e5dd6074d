"""What is measured in a demo plant, against the limits of its own inspection plans."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from gozinto.demo.described import rows
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
        return self.read(value)

    def steady(self, rng: Random, turn: int) -> Measured:
        """A value of a process in control: above and below its target by turns, never far off."""
        away = rng.uniform(0.3, 1.3) * self._spread
        return self.read(float(self.target) + (away if turn % 2 else -away))

    def read(self, value: float) -> Measured:
        """A value as the gauge shows it."""
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


def of_plan(
    plant: str, plan: str, *, spreads: Mapping[tuple[str, str], float] | None = None
) -> tuple[Check, ...]:
    """The characteristics of an inspection plan that are numbers and have a target.

    `spreads`: by plan and characteristic, how far the process scatters where that is not a
    matter of course.
    """
    return tuple(
        Check(
            characteristic=row["name"],
            target=Decimal(row["target"]),
            lower=_limit(row["lower"]),
            upper=_limit(row["upper"]),
            uom=row["uom"],
            spread=(spreads or {}).get((plan, row["name"])),
        )
        for row in rows(plant, "characteristics")
        if (row["plan"], row["kind"]) == (plan, "number") and row["target"]
    )


def _limit(text: str) -> Decimal | None:
    return Decimal(text) if text else None
