"""How much of a product what went into a run allows, and how much may go in. Pure.

The slots of a bill that one component can fill are looked at together, as are the alternatives of
a slot: what went in of each, over what a unit of the product takes of it, makes units of product.
A component without a tolerance says nothing of how exactly it is metered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from gozinto.plant.known import Known
from gozinto.plant.known.shapes import BillLine
from gozinto.standards import quantities


class Flow(NamedTuple):
    """Something that went into a run or came out, as it sorts in time.

    `material` is a code; `quantity` None where nobody said how much.
    """

    at: datetime
    event_id: str
    position: int
    is_input: bool
    material: str
    quantity: Decimal | None
    uom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much of which product a run is to make."""

    product: str
    quantity: Decimal
    uom: str


@dataclass(frozen=True, slots=True)
class Group:
    """Components that fill the same slots, each with what a unit of the product takes of it."""

    takes: Mapping[str, tuple[Fraction, str]]
    tolerance: Fraction

    @property
    def mass(self) -> Fraction | None:
        """What of it is in a unit of the product, in kilograms; None where it is not weighed."""
        found = [
            per_unit * quantities.unit(uom).factor
            for per_unit, uom in self.takes.values()
            if quantities.same_dimension(uom, "KGM")
        ]
        return max(found) if len(found) == len(self.takes) else None


@dataclass(slots=True)
class Tally:
    """What a run at one step moved: units of product that its inputs allow, and that came out."""

    used: list[tuple[Flow, Fraction]] = field(default_factory=list)
    is_known: bool = True

    @property
    def total(self) -> Fraction:
        """All of it."""
        return sum((units for _, units in self.used), Fraction(0))

    def beyond(self, most: Fraction) -> Iterator[tuple[Flow, Fraction]]:
        """Each flow that is, with those before it, more than that; and how much they are.

        What came back was never used, whenever it came.
        """
        so_far = sum((units for _, units in self.used if units < 0), Fraction(0))
        for flow, units in sorted(one for one in self.used if one[1] > 0):
            so_far += units
            if so_far > most:
                yield flow, so_far


def groups(lines: Iterable[BillLine], *, step: str, known: Known) -> list[Group]:
    """The components of a step that are metered, by the slots they share."""
    by_slot: dict[tuple[str, str], list[BillLine]] = defaultdict(list)
    for line in lines:
        if line.step in ("", step):
            by_slot[line.slot, line.position].append(line)
    joined: list[list[BillLine]] = []
    for there in by_slot.values():
        components = {line.component for line in there}
        touching = [g for g in joined if components & {line.component for line in g}]
        joined = [g for g in joined if g not in touching]
        joined.append([*there, *(line for g in touching for line in g)])
    found = (_group(one, known) for one in joined)
    return [group for group in found if group is not None]


def _group(lines: Iterable[BillLine], known: Known) -> Group | None:
    takes: dict[str, tuple[Fraction, str]] = {}
    tolerances: list[Decimal] = []
    for line in lines:
        material = known.materials.get(line.component)
        if material is None or material.tolerance_percent is None:
            return None
        tolerances.append(material.tolerance_percent)
        before, uom = takes.get(line.component, (Fraction(0), line.uom))
        more = known.amount(line.quantity, of=line.component, from_uom=line.uom, to_uom=uom)
        if more is None:
            return None
        takes[line.component] = (before + Fraction(more), uom)
    return Group(takes, Fraction(max(tolerances)) / 100)


def consumed(flows: Iterable[Flow], group: Group, *, known: Known) -> Tally:
    """The units of product that what went in of this group allows."""
    tally = Tally()
    for flow in flows:
        if not flow.is_input or flow.material not in group.takes:
            continue
        per_unit, uom = group.takes[flow.material]
        amount = _in(flow, uom, known)
        if amount is None:
            tally.is_known = False
            continue
        tally.used.append((flow, Fraction(amount) / per_unit))
    return tally


def allowed(enough: Iterable[tuple[Group, Fraction]]) -> Iterator[Fraction]:
    """The units of product that all that went in allows: for each group, and for the blend.

    Of what is weighed nobody can say by one trace of it, rounded to a gram, how much came out:
    all of it together, each by its share of a unit, is what became product. Pieces count singly.
    """
    weighed: list[tuple[Fraction, Fraction]] = []
    for group, units in enough:
        if group.mass is None:
            yield units
        else:
            weighed.append((group.mass, units))
    total = sum((mass for mass, _ in weighed), Fraction(0))
    if total:
        yield sum((mass * units for mass, units in weighed), Fraction(0)) / total


def produced(flows: Iterable[Flow], product: str, *, known: Known) -> Tally:
    """The units of product that came out."""
    tally = Tally()
    uom = known.materials[product].uom
    for flow in flows:
        if flow.is_input or flow.material != product:
            continue
        amount = _in(flow, uom, known)
        if amount is None:
            tally.is_known = False
            continue
        tally.used.append((flow, Fraction(amount)))
    return tally


def _in(flow: Flow, uom: str, known: Known) -> Decimal | None:
    if flow.quantity is None:
        return None
    return known.amount(flow.quantity, of=flow.material, from_uom=flow.uom, to_uom=uom)


def planned(plan: Plan | None, product: str, *, known: Known) -> Fraction | None:
    """The units of product that the run is to make; None where nobody planned that."""
    if plan is None or plan.product != product:
        return None
    uom = known.materials[product].uom
    units = known.amount(plan.quantity, of=product, from_uom=plan.uom or uom, to_uom=uom)
    return None if units is None else Fraction(units)


def day_of(flows: Iterable[Flow], *, known: Known) -> date:
    """The day whose bill counts for the run: that of its first flow."""
    return known.day(min(flow.at for flow in flows))
