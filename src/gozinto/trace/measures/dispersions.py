"""How far lots spread: what is in how much, and what taking it back would cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from gozinto.genealogy import dispersion as arithmetic
from gozinto.genealogy.balance import IN
from gozinto.plant.models import TraceableObject
from gozinto.record import clock
from gozinto.standards.epcis import jsonld
from gozinto.standards.quantities import PIECES, base_unit
from gozinto.trace import index
from gozinto.trace.facts.events import party
from gozinto.trace.index.current import Current
from gozinto.trace.measures import moves, subjects
from gozinto.trace.measures.answers import (
    DispersionAnswer,
    Downward,
    Measured,
    Summary,
    Total,
    Upward,
)
from gozinto.trace.measures.moves import Told
from gozinto.trace.measures.spreads import NO_IDS, NOTHING, Ids, Spread, Spreads, ascending, spreads
from gozinto.trace.measures.subjects import Materials
from gozinto.trace.questions import check
from gozinto.trace.reading import lots
from gozinto.trace.reading.moment import Moment, rows


def dispersion(
    object: TraceableObject | None = None,
    *,
    material: str = "",
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    width: str = "recorded",
) -> DispersionAnswer:
    """How far one lot spread, or those of a material (code or GTIN), or all raw lots.

    Down: the finished lots that contain it, how much would have to be taken back, and from how
    many customers; up: the raw lots in it. Over several lots also the worst and the average.
    Raises Malformed (not_stock, unknown_width, a time without a zone), Unknown (unknown_material).
    """
    moment = check(Moment(as_of, known_at), width=width)
    with index.reading(moment, width=width) as indexed:
        current = indexed.apart()
        materials = Materials.read()
        if object is not None:
            subjects.check_is_stock(object)
            asked = [object]
        elif material:
            asked = subjects.of_material(material, materials=materials, moment=moment)
        else:
            asked = subjects.every_raw(materials=materials, moment=moment)
        plant = _Plant(asked, materials=materials, moment=moment, width=width, current=current)
        return _answer(plant, is_one=object is not None, is_every=not (object or material))


class _Plant:
    """The lots that were asked about, and what they reach."""

    def __init__(
        self,
        asked: Iterable[TraceableObject],
        *,
        materials: Materials,
        moment: Moment,
        width: str,
        current: Current | None,
    ) -> None:
        self.objects = {one.id: one for one in asked}
        self.asked = list(self.objects)
        self.materials = materials
        self.moment = moment
        self.width = width
        self._current = current
        self.roles = subjects.roles(self.objects, materials=materials, moment=moment)
        units = lots.units(self.asked, moment=moment)
        self._groups = {lot: {lot} for lot in self.asked}
        for unit, lot in units.items():
            self._groups[lot].add(unit)

    def down(self) -> Spreads:
        """The finished lots that contain each lot that is not one itself."""
        return self._spread("forward", [o for o in self.asked if o not in self.roles.finished])

    def up(self) -> Spreads:
        """The raw lots in each lot that is not one itself."""
        return self._spread("backward", [o for o in self.asked if o not in self.roles.raw])

    def named(self, objects: Iterable[int]) -> dict[int, Measured]:
        """What these objects are called."""
        listed = list(objects)
        self._read(listed)
        return subjects.named((self.objects[pk] for pk in listed), materials=self.materials)

    def uri(self, pk: int) -> str:
        """What this object is called everywhere."""
        self._read([pk])
        return self.objects[pk].uri

    def _read(self, objects: Iterable[int]) -> None:
        """Those objects that were not read yet. One query, or none."""
        if missing := set(objects) - self.objects.keys():
            self.objects |= TraceableObject.objects.in_bulk(missing)

    def _spread(self, direction: str, of: Iterable[int]) -> Spreads:
        return spreads(
            {lot: self._groups[lot] for lot in of},
            direction=direction,
            materials=self.materials,
            moment=self.moment,
            width=self.width,
            current=self._current,
        )


@dataclass(frozen=True, slots=True)
class _Cost:
    """What taking back all that contains one lot means; `unweighed` lots say not how much."""

    amounts: Mapping[str, Decimal]
    customers: int
    unweighed: int


class _Recall:
    """What there is of the finished lots that any of the lots reaches, and who got it."""

    def __init__(self, down: Spreads, *, moment: Moment) -> None:
        self._down = down
        things = frozenset(down.things().tolist())
        pieces = frozenset(down.units().tolist())
        # single pieces are things of their own where they are of no lot
        whole = things - pieces
        self._members = arithmetic.turned_round(
            {unit: [lot] for unit, lot in lots.units(whole, moment=moment).items()}
        )
        concerned = things.union(*self._members.values())
        told = moves.direct(concerned, lots=whole, moment=moment)
        told += moves.carried(concerned, told, lots=whole, moment=moment)
        self._told: dict[int, list[Told]] = defaultdict(list)
        lot_of = {unit: lot for lot, units in self._members.items() for unit in units}
        for one in told:
            self._told[lot_of.get(one.object, one.object)].append(one)
        self._buyers = _Buyers([one for one in told if one.term == "shipped"])
        self._amounts: dict[int, Mapping[str, Decimal]] = {}

    def cost(self, lot: int) -> _Cost:
        """Of one lot. Units are taken back one by one; a lot of which none is named, as a whole."""
        spread = self._down.of[lot]
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        if len(spread.units):
            amounts[base_unit(PIECES)] += len(spread.units)
        unweighed = 0
        members: set[int] = set()
        for thing in spread.whole.tolist():
            members |= self._members.get(thing, frozenset())
            known = self._amounts_of(thing)
            unweighed += not known
            for uom, amount in known.items():
                amounts[uom] += amount
        named = np.fromiter(members, dtype=np.int64)
        concerned = np.concatenate([spread.units, spread.things, named])
        return _Cost(dict(sorted(amounts.items())), self._buyers.of(concerned), unweighed)

    def _amounts_of(self, lot: int) -> Mapping[str, Decimal]:
        """How much there ever was of a lot, by unit."""
        if lot not in self._amounts:
            weighed, _ = moves.weighed(self._told[lot], lots={lot})
            came = {one.uom: one.balance.total(*IN) for one in weighed}
            self._amounts[lot] = {uom: amount for uom, amount in came.items() if amount}
        return self._amounts[lot]


class _Buyers:
    """Whom each object was shipped to, in columns: objects ascending, a row for each buyer."""

    def __init__(self, shipped: Iterable[Told]) -> None:
        parties = _parties({one.position for one in shipped})
        number = {buyer: row for row, buyer in enumerate(sorted(set(parties.values()) - {""}))}
        pairs = {(one.object, number[buyer]) for one in shipped if (buyer := parties[one.position])}
        table = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        self._objects, self._numbers = table[:, 0].copy(), table[:, 1].copy()

    def of(self, objects: Ids) -> int:
        """How many got any of these."""
        first = np.searchsorted(self._objects, objects, side="left")
        last = np.searchsorted(self._objects, objects, side="right")
        found = [NO_IDS]
        while len(first):
            first, last = first[first < last], last[first < last]
            found.append(ascending(self._numbers[first]))
            first = first + 1
        return len(ascending(np.concatenate(found)))


def _parties(shipments: Collection[int]) -> dict[int, str]:
    """Whom these shipments went to; "" where the event does not say. One query."""
    found = rows(
        "SELECT position, document FROM gozinto_event WHERE position = ANY(%s)", [list(shipments)]
    )
    return {pos: party(jsonld.loads(document), incoming=False) for pos, document in found}


def _answer(plant: _Plant, *, is_one: bool, is_every: bool) -> DispersionAnswer:
    down = plant.down()
    up = NOTHING if is_every else plant.up()
    recall = _Recall(down, moment=plant.moment)
    costs = {lot: recall.cost(lot) for lot in down.of}
    # How many of all raw lots are in each finished one is the same table turned round.
    ups = down.turned_round() if is_every else up.sizes()
    now = clock.now()
    return DispersionAnswer(
        width=plant.width,
        as_of=plant.moment.as_of or now,
        known_at=plant.moment.known_at or now,
        position=subjects.position(),
        truncated=down.truncated or up.truncated,
        down=tuple(_downward(plant, down, costs, is_one=is_one)),
        up=tuple(_upward(plant, up, is_one=is_one)),
        summary=() if is_one else tuple(_summary(plant, down, costs, ups)),
    )


def _downward(
    plant: _Plant, down: Spreads, costs: Mapping[int, _Cost], *, is_one: bool
) -> Iterator[Downward]:
    names = plant.named(down.of)
    for lot, spread in down.of.items():
        cost = costs[lot]
        yield Downward(
            object=names[lot],
            dispersion=len(spread.things),
            units=len(spread.units),
            recall=tuple(Total(quantity=amount, uom=uom) for uom, amount in cost.amounts.items()),
            customers=cost.customers,
            without_quantity=cost.unweighed or None,
            lots=_listed(plant, spread) if is_one else None,
        )


def _upward(plant: _Plant, up: Spreads, *, is_one: bool) -> Iterator[Upward]:
    names = plant.named(up.of)
    for lot, spread in up.of.items():
        yield Upward(
            object=names[lot],
            dispersion=len(spread.things),
            lots=_listed(plant, spread) if is_one else None,
        )


def _listed(plant: _Plant, spread: Spread) -> tuple[Measured, ...]:
    things = plant.named(spread.things.tolist())
    return tuple(sorted(things.values(), key=lambda one: (one.number, one.uri)))


def _summary(
    plant: _Plant, down: Spreads, costs: Mapping[int, _Cost], ups: Mapping[int, int]
) -> Iterator[Summary]:
    uoms = sorted({uom for cost in costs.values() for uom in cost.amounts})
    table: list[tuple[str, str, Mapping[int, Decimal]]] = [
        ("down", "", {lot: Decimal(size) for lot, size in down.sizes().items()}),
        ("units", "", {lot: Decimal(len(spread.units)) for lot, spread in down.of.items()}),
        *(
            ("recall", uom, {lot: cost.amounts.get(uom, Decimal(0)) for lot, cost in costs.items()})
            for uom in uoms
        ),
        ("customers", "", {lot: Decimal(cost.customers) for lot, cost in costs.items()}),
        ("up", "", {thing: Decimal(size) for thing, size in ups.items()}),
    ]
    for measure, uom, of in table:
        if found := arithmetic.extent(of):
            yield Summary(
                measure=measure,
                worst=found.worst,
                worst_of=plant.uri(found.worst_of),
                average=found.average,
                uom=uom or None,
            )
