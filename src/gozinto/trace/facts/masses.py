"""What things weigh: by the amounts on record, and by what their materials say a piece weighs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from gozinto.genealogy.graph import Link
from gozinto.plant import conversions
from gozinto.plant.conversions import NO_CONVERSIONS, Conversions
from gozinto.plant.models import TraceableObject
from gozinto.standards import quantities
from gozinto.standards.quantities import PIECES
from gozinto.trace.reading.source import Amount
from gozinto.trace.reading.things import Thing

KILOGRAM = "KGM"
_ONE = Decimal(1)


def unweighed(links: Iterable[Link], *, amounts: Mapping[int, Amount]) -> set[int]:
    """The objects of those links whose amounts are no masses."""
    return {link.object for link in links if not _is_mass(amounts[link.id])}


class Masses:
    """The mass of what went along a link, and of a unit as a whole, in kilograms."""

    def __init__(self, objects: Collection[int], *, things: Mapping[int, Thing]) -> None:
        """`objects`: those whose amounts may be no masses; `things` has them all. One query."""
        self._things = things
        materials = {things[pk].material for pk in objects if not things[pk].is_asset}
        self._own: Mapping[str, Conversions] = conversions.of(materials)
        self._of_one: dict[tuple[str, str], Fraction | None] = {}

    def of(self, link: Link, amount: Amount) -> Fraction | None:
        """What went along a link weighs; None where nothing says so.

        A unit that goes in without an amount is one piece. That it came out says no more than
        that: with several tales of it, none says which part of it came that way.
        """
        if _is_mass(amount):
            assert amount.quantity is not None
            return Fraction(quantities.convert(amount.quantity, amount.uom, KILOGRAM))
        if amount.quantity is not None:
            return self._converted(link.object, amount.quantity, uom=amount.uom)
        return self.of_unit(link.object) if link.role == "input" else None

    def of_unit(self, object: int) -> Fraction | None:
        """What a unit weighs by its material; None for a lot, and where its material is silent."""
        if self._things[object].kind != TraceableObject.Kind.SERIAL:
            return None
        return self._converted(object, _ONE, uom=PIECES)

    def _converted(self, object: int, value: Decimal, *, uom: str) -> Fraction | None:
        key = self._things[object].material, uom
        if key not in self._of_one:
            own = self._own.get(key[0], NO_CONVERSIONS)
            self._of_one[key] = own.factor(uom, KILOGRAM)
        one = self._of_one[key]
        return None if one is None else one * Fraction(value)


def _is_mass(amount: Amount) -> bool:
    known = amount.quantity is not None and quantities.is_unit(amount.uom)
    return known and quantities.same_dimension(amount.uom, KILOGRAM)
