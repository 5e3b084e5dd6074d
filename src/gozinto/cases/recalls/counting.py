"""What of a recall counts, and how much of it is where: finished units, else finished lots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from gozinto.cases.recalls.places import OUT, Placed
from gozinto.errors import Malformed
from gozinto.plant import known
from gozinto.plant.models import TraceableObject
from gozinto.plant.models.materials import MaterialKind
from gozinto.roundtrips import rows
from gozinto.standards import quantities
from gozinto.standards.quantities import PIECES

Amounts = Mapping[str, Decimal]
"""How much, by unit; single units are pieces (C62)."""


class Kind(NamedTuple):
    """What an object is: lot, serial or container, and of which material."""

    kind: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So much of some things: in all, by place, and what it is worth.

    `customers`: who has any of it. `value`: in the company's own currency, of what has a price;
    None where nothing has one. `unpriced`: how many of the things have none.
    """

    amounts: Amounts
    by_place: Mapping[str, Amounts]
    customers: frozenset[str]
    value: Decimal | None
    unpriced: int


def kinds_of(objects: Collection[int]) -> Mapping[int, Kind]:
    """What each of these is. One query."""
    found = rows(
        "SELECT o.id, o.kind, o.item FROM gozinto_traceableobject o WHERE o.id = ANY(%s)",
        [list(objects)],
    )
    kind_of = cache(Kind)
    return {pk: kind_of(kind, item) for pk, kind, item in found}


def pieces(kinds: Mapping[int, Kind]) -> frozenset[int]:
    """Which of a scope's things count.

    Finished units, and finished lots of which no unit has a number of its own; where nothing is
    finished, all units, else all lots. One query.
    """
    finished = _of_kind(kinds, MaterialKind.FINISHED)
    counted = _units(finished, kinds) | _without_units(finished, kinds)
    if counted:
        return counted
    return _units(kinds, kinds) or _without_units(kinds, kinds)


def tally(placed: Iterable[Placed], kinds: Mapping[int, Kind]) -> Tally:
    """How much of these parts there is, and where. Nothing is read but the prices in memory."""
    parts = list(placed)
    sums: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for one in parts:
        sums[one.place, one.holder, one.uom, kinds[one.object].item] += one.quantity
    by_place: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    by_item: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for (place, _, uom, item), quantity in sums.items():
        by_place[place][uom or PIECES] += quantity
        by_item[item, uom or PIECES] += quantity
        amounts[uom or PIECES] += quantity
    value, unpriced = _value(by_item)
    return Tally(
        amounts=dict(amounts),
        by_place={place: dict(some) for place, some in by_place.items()},
        customers=frozenset(holder for place, holder, *_ in sums if place in OUT and holder),
        value=value,
        unpriced=_things(parts, kinds, unpriced),
    )


def together(tallies: Iterable[Tally]) -> Tally:
    """The tally of all of these things, of which none is in two."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    by_place: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    customers: set[str] = set()
    values: list[Decimal] = []
    unpriced = 0
    for one in tallies:
        for uom, amount in one.amounts.items():
            amounts[uom] += amount
        for place, some in one.by_place.items():
            for uom, amount in some.items():
                by_place[place][uom] += amount
        customers |= one.customers
        values += [] if one.value is None else [one.value]
        unpriced += one.unpriced
    return Tally(
        amounts=dict(amounts),
        by_place={place: dict(some) for place, some in by_place.items()},
        customers=frozenset(customers),
        value=sum(values, Decimal(0)) if values else None,
        unpriced=unpriced,
    )


def told(amounts: Amounts) -> dict[str, str]:
    """Amounts as texts, the shortest of each."""
    return {uom: format(amount.normalize() + 0, "f") for uom, amount in amounts.items()}


def share(part: Amounts, *, of: Amounts) -> Decimal | None:
    """How much of it that is, from 0 to 1: the least over all units; None of nothing."""
    shares = [part.get(uom, Decimal(0)) / amount for uom, amount in of.items() if amount]
    return min(shares, default=None)


def _value(by_item: Mapping[tuple[str, str], Decimal]) -> tuple[Decimal | None, set[str]]:
    """What it is worth, and the materials that have no price."""
    plant = known.now()
    total: Decimal | None = None
    unpriced: set[str] = set()
    for (item, uom), amount in by_item.items():
        material = plant.material_of(item)
        price = material.unit_value if material else None
        counted = _in_unit(amount, uom, material.uom) if material else None
        if price is None or counted is None:
            unpriced.add(item)
        else:
            total = (total or Decimal(0)) + counted * price
    return total, unpriced


def _things(parts: Iterable[Placed], kinds: Mapping[int, Kind], items: Collection[str]) -> int:
    """How many things of these materials there are among the parts."""
    if not items:
        return 0
    return len({one.object for one in parts if kinds[one.object].item in items})


def _in_unit(amount: Decimal, uom: str, wanted: str) -> Decimal | None:
    try:
        return quantities.convert(amount, uom, wanted or PIECES)
    except Malformed:
        return None


def _of_kind(kinds: Mapping[int, Kind], wanted: str) -> dict[int, Kind]:
    plant = known.now()
    items = {one.item for one in kinds.values()}
    right = {item for item in items if (found := plant.material_of(item)) and found.kind == wanted}
    return {pk: one for pk, one in kinds.items() if one.item in right}


def _units(some: Iterable[int], kinds: Mapping[int, Kind]) -> frozenset[int]:
    return frozenset(pk for pk in some if kinds[pk].kind == TraceableObject.Kind.SERIAL)


def _without_units(some: Iterable[int], kinds: Mapping[int, Kind]) -> frozenset[int]:
    lots = [pk for pk in some if kinds[pk].kind == TraceableObject.Kind.LOT]
    found = rows(
        "SELECT DISTINCT m.lot_id FROM gozinto_membership m WHERE m.lot_id = ANY(%s)", [lots]
    )
    return frozenset(lots) - {row[0] for row in found} if lots else frozenset()
