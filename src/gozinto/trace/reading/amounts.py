"""Amounts that events give, added up: not across dimensions, and the unknown stays unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gozinto.standards import quantities
from gozinto.standards.quantities import PIECES


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of something; `value` None: nobody said how much, and then there is no unit."""

    value: Decimal | None
    uom: str = ""

    @classmethod
    def of(cls, value: Decimal | None, uom: str) -> Amount:
        """An amount as a projection row has it."""
        return cls(None) if value is None else cls(value, uom or PIECES)

    @property
    def dimension(self) -> str:
        """What can be added to it: "mass", "count"…; "" for an unknown amount.

        A unit that is not known here is a dimension of its own, for there is no conversion.
        """
        if self.value is None:
            return ""
        return quantities.unit(self.uom).dimension if quantities.is_unit(self.uom) else self.uom

    def plus(self, other: Amount) -> Amount:
        """Both together, in the unit of the first. Only for amounts of one dimension."""
        if self.value is None or other.value is None:
            return Amount(None)
        return Amount(self.value + other._in(self.uom), self.uom)

    def minus(self, other: Amount) -> Amount:
        """What is left without the other, in the unit of the first; never below zero."""
        if self.value is None or other.value is None:
            return self
        return Amount(max(self.value - other._in(self.uom), Decimal(0)), self.uom)

    def _in(self, uom: str) -> Decimal:
        assert self.value is not None
        if self.uom == uom:
            return self.value
        return quantities.convert(self.value, self.uom, uom)


ONE = Amount(Decimal(1), PIECES)


def totals(amounts: Iterable[Amount]) -> dict[str, Amount]:
    """The sum of each dimension, in the unit that came first; "" for the unknown ones."""
    found: dict[str, Amount] = {}
    for amount in amounts:
        before = found.get(amount.dimension)
        found[amount.dimension] = amount if before is None else before.plus(amount)
    return found


def remaining(named: Iterable[Amount], accounted: Iterable[Amount]) -> list[Amount]:
    """What is named beyond what is accounted for, by dimension.

    A lot named without an amount is the one accounted for, unless amounts are named as well.
    """
    left: Mapping[str, Amount] = totals(named)
    taken = totals(accounted)
    found = []
    for dimension, amount in left.items():
        if not dimension:
            if "" not in taken and (not taken or len(left) > 1):
                found.append(amount)
            continue
        rest = amount.minus(taken[dimension]) if dimension in taken else amount
        if rest.value or dimension not in taken:
            found.append(rest)
    return found
