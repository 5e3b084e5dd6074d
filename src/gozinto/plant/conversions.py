"""A material's own conversions: one piece of it weighs 9.2 kilograms, one roll is 250 metres.

Units of one dimension convert by what they are (`standards.quantities`). From one dimension into
another there is a way only where rows of the material say so, and rows may be chained: a roll is
250 metres, a metre weighs 0.8 kilograms, so two rolls are 400 kilograms. All of it is exact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gozinto.errors import Malformed
from gozinto.plant.models import UnitConversion
from gozinto.standards import quantities


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """One `from_uom` of a material is `factor` `to_uom`."""

    from_uom: str
    to_uom: str
    factor: Decimal

    @property
    def dimensions(self) -> tuple[str, str]:
        """Of both units. Raises Malformed (unknown_unit)."""
        return quantities.unit(self.from_uom).dimension, quantities.unit(self.to_uom).dimension

    @property
    def scale(self) -> Fraction:
        """What a base unit of the one dimension is in the other's."""
        source, target = quantities.unit(self.from_uom), quantities.unit(self.to_uom)
        return Fraction(self.factor) * target.factor / source.factor


class Conversions:
    """All conversions of one material. Master data has one way at most between two dimensions."""

    def __init__(self, rows: Iterable[Conversion] = (), *, material: str = "") -> None:
        self._material = material
        self._ways: dict[str, dict[str, Fraction]] = defaultdict(dict)
        for row in rows:
            source, target = row.dimensions
            self._ways[source].setdefault(target, row.scale)
            self._ways[target].setdefault(source, 1 / row.scale)

    def can_convert(self, from_uom: str, to_uom: str) -> bool:
        """Whether there is a way from the one unit to the other; none for an unknown unit."""
        return self.factor(from_uom, to_uom) is not None

    def factor(self, from_uom: str, to_uom: str) -> Fraction | None:
        """How many of the second unit one of the first is; None where nothing says so.

        Scales whose zeros differ (temperatures) convert by `convert` alone.
        """
        if not quantities.is_unit(from_uom) or not quantities.is_unit(to_uom):
            return None
        source, target = quantities.unit(from_uom), quantities.unit(to_uom)
        scale = self._scale(source.dimension, target.dimension)
        return None if scale is None else source.factor * scale / target.factor

    def convert(self, value: Decimal, *, from_uom: str, to_uom: str) -> Decimal:
        """`value` of the material in another unit, by its own conversions where need be.

        Exact where a decimal can be; otherwise rounded to 34 significant digits. Raises
        Malformed: unknown_unit; incomparable_units where no row leads from the one dimension to
        the other; not_a_number.
        """
        quantities.check_amount(value)
        source, target = quantities.unit(from_uom), quantities.unit(to_uom)
        if source.dimension == target.dimension:
            return quantities.convert(value, from_uom, to_uom)
        factor = self.factor(from_uom, to_uom)
        if factor is None:
            raise Malformed(
                f"Nothing says what {source.code} ({source.name}) of {self._material} is"
                f" in {target.code} ({target.name}).",
                code="incomparable_units",
                next_step=f"Give the amount in a unit of {target.dimension}, or the material"
                f" a conversion between {source.dimension} and {target.dimension}.",
                from_uom=source.code,
                to_uom=target.code,
                material=self._material,
            )
        return quantities.as_decimal(Fraction(value) * factor)

    def converts_exactly(self, value: Decimal, *, from_uom: str, to_uom: str) -> bool:
        """Whether an amount has an exact decimal in another unit."""
        factor = self.factor(from_uom, to_uom)
        if factor is None:
            return False
        there = self.convert(value, from_uom=from_uom, to_uom=to_uom)
        return Fraction(there) == Fraction(value) * factor

    def _scale(self, source: str, target: str) -> Fraction | None:
        """What a base unit of the one dimension is in the other's; None where no way leads there.

        The product of the rows on the way.
        """
        reached = {source: Fraction(1)}
        waiting = [source]
        for dimension in waiting:
            for onward, scale in self._ways.get(dimension, {}).items():
                if onward not in reached:
                    reached[onward] = reached[dimension] * scale
                    waiting.append(onward)
        return reached.get(target)


NO_CONVERSIONS = Conversions()
"""Of a material that says nothing of its own."""


def convert(*, material: str, value: Decimal, from_uom: str, to_uom: str) -> Decimal:
    """`value` of a material in another unit, by its own conversions where need be. One query.

    Raises Malformed as `Conversions.convert`.
    """
    return of([material])[material].convert(value, from_uom=from_uom, to_uom=to_uom)


def of(materials: Collection[str]) -> Mapping[str, Conversions]:
    """The conversions of each of these materials, by its code. One query."""
    rows: dict[str, list[Conversion]] = {code: [] for code in materials}
    found = UnitConversion.objects.filter(material__code__in=list(rows)).order_by("id")
    for code, from_uom, to_uom, factor in found.values_list(
        "material__code", "from_uom", "to_uom", "factor"
    ):
        rows[code].append(Conversion(from_uom=from_uom, to_uom=to_uom, factor=factor))
    return {code: Conversions(ones, material=code) for code, ones in rows.items()}
