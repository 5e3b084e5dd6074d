"""Measured values in a handful of ranges, so that units with like values can be counted."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

RANGES = 5
"""Fifths of the things that were measured; fewer where there are not as many different values."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The values from `low` to `high`, both of which were measured."""

    low: float
    high: float

    def holds(self, value: str) -> bool:
        """Whether this value lies in it; a word lies in none."""
        number = _number(value)
        return number is not None and self.low <= number <= self.high


def binned(measured: Iterable[tuple[int, str]]) -> tuple[Bin, ...]:
    """The ranges of the values of things: a fifth of the things in each, as nearly as may be.

    Values that are equal lie in one range. None where all of them are.
    """
    values = sorted(n for _, text in set(measured) if (n := _number(text)) is not None)
    different = sorted(set(values))
    if len(different) < 2:
        return ()
    if len(different) <= RANGES:
        return tuple(Bin(one, one) for one in different)
    bounds = np.quantile(values, np.linspace(0, 1, RANGES + 1)[1:-1], method="higher")
    column = np.array(different)
    groups = np.searchsorted(np.unique(bounds), column, side="right")
    return tuple(
        Bin(float(column[groups == group].min()), float(column[groups == group].max()))
        for group in np.unique(groups)
    )


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
