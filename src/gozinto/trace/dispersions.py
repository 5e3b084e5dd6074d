"""How far lots spread: what is in how much, and what taking it back would cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gozinto.genealogy import dispersion as arithmetic
from gozinto.genealogy.balance import IN
from gozinto.genealogy.graph import Source
from gozinto.genealogy.reach import Reach
from gozinto.plant.models import TraceableObject
from gozinto.record import clock
from gozinto.record.transactions import snapshot
from gozinto.standards.epcis import jsonld
from gozinto.standards.quantities import PIECES, base_unit
from gozinto.trace import lots, moves, subjects
from gozinto.trace.events import party
from gozinto.trace.measures import (
    DispersionAnswer,
    Downward,
    Measured,
    Summary,
    Total,
    Upward,
)
from gozinto.trace.moment import Moment, rows
from gozinto.trace.moves import Told
from gozinto.trace.questions import NODE_LIMIT, Question, check
from gozinto.trace.source import RecordSource
from gozinto.trace.subjects import Materials


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
    with snapshot():
        materials = Materials.read()
        if object is not None:
            subjects.check_is_stock(object)
            asked = [object]
        elif material:
            asked = subjects.of_material(material, materials=materials, moment=moment)
        else:
            asked = subjects.every_raw(materials=materials, moment=moment)
        plant = _Plant(asked, materials=materials, moment=moment, width=width)
        return _answer(plant, is_one=object is not None, is_every=not (object or material))


@dataclass(frozen=True, slots=True)
class _Spread:
    """By lot that was asked about: the finished lots (or raw ones) that it reaches, and units.

    A unit of no lot is one of its own. `units`: the single pieces among what is reached.
    """

    things: Mapping[int, frozenset[int]]
    units: Mapping[int, frozenset[int]]
    truncated: bool = False


_NOTHING = _Spread({}, {})


class _Plant:
    """The lots that were asked about, and what they reach."""

    def __init__(
        self,
        asked: Iterable[TraceableObject],
        *,
        materials: Materials,
        moment: Moment,
        width: str,
    ) -> None:
        self.objects = {one.id: one for one in asked}
        self.asked = list(self.objects)
        self.materials = materials
        self.moment = moment
        self.width = width
        self.roles = subjects.roles(self.objects, materials=materials, moment=moment)
        units = lots.units(self.asked, moment=moment)
        self._groups = {lot: {lot} for lot in self.asked}
        for unit, lot in units.items():
            self._groups[lot].add(unit)

    def down(self) -> _Spread:
        """The finished lots that contain each lot that is not one itself."""
        return self._spread("forward", [o for o in self.asked if o not in self.roles.finished])

    def up(self) -> _Spread:
        """The raw lots in each lot that is not one itself."""
        return self._spread("backward", [o for o in self.asked if o not in self.roles.raw])

    def known(self, objects: Iterable[int]) -> None:
        """Reads those objects that were not read yet. One query."""
        missing = set(objects) - self.objects.keys()
        self.objects |= TraceableObject.objects.in_bulk(missing)

    def named(self, objects: Iterable[int]) -> dict[int, Measured]:
        """What these objects are called."""
        return subjects.named((self.objects[pk] for pk in objects), materials=self.materials)

    def _spread(self, direction: str, of: Collection[int]) -> _Spread:
        if not of:
            return _NOTHING
        groups = {lot: self._groups[lot] for lot in of}
        source = RecordSource(self.moment, width=self.width)
        each = arithmetic.reach_each(source, groups, ask=self._question(direction))
        reached = frozenset[int]().union(*each.objects.values())
        self.known(reached)
        roles = subjects.roles(
            {pk: self.objects[pk] for pk in reached}, materials=self.materials, moment=self.moment
        )
        wanted = roles.finished if direction == "forward" else roles.raw
        lot_of = lots.lots_of(wanted, moment=self.moment)
        self.known(lot_of.values())
        found = {lot: objects & wanted for lot, objects in each.objects.items()}
        return _Spread(
            {lot: frozenset(lot_of.get(pk, pk) for pk in pks) for lot, pks in found.items()},
            {lot: frozenset(filter(self.is_unit, pks)) for lot, pks in found.items()},
            each.truncated,
        )

    def is_unit(self, pk: int) -> bool:
        """Whether it is a single piece."""
        return self.objects[pk].kind == TraceableObject.Kind.SERIAL

    def _question(self, direction: str) -> arithmetic.Ask:
        def ask(source: Source, objects: Collection[int]) -> Reach:
            origins: dict[int, int | None] = dict.fromkeys(objects)
            until = self.moment.until
            return Question(direction, self.width, origins, until, NODE_LIMIT).of(source)

        return ask


@dataclass(frozen=True, slots=True)
class _Cost:
    """What taking back all that contains one lot means; `unweighed` lots say not how much."""

    amounts: Mapping[str, Decimal]
    customers: frozenset[str]
    unweighed: int


class _Recall:
    """What there is of the finished lots that any of the lots reaches, and who got it."""

    def __init__(self, plant: _Plant, down: _Spread) -> None:
        self._down = down
        things = frozenset[int]().union(*down.things.values())
        whole = {pk for pk in things if not plant.is_unit(pk)}
        self._lot_of = lots.units(whole, moment=plant.moment)
        concerned = things | self._lot_of.keys()
        told = moves.direct(concerned, lots=whole, moment=plant.moment)
        told += moves.carried(concerned, told, lots=whole, moment=plant.moment)
        self._told: dict[int, list[Told]] = defaultdict(list)
        self._buyers: dict[int, set[str]] = defaultdict(set)
        buyers = _buyers({one.position for one in told if one.term == "shipped"})
        for one in told:
            thing = self._lot_of.get(one.object, one.object)
            self._told[thing].append(one)
            if one.term == "shipped" and buyers[one.position]:
                self._buyers[one.object].add(buyers[one.position])
        self._members = arithmetic.turned_round({u: [lot] for u, lot in self._lot_of.items()})
        self._amounts: dict[int, Mapping[str, Decimal]] = {}

    def cost(self, lot: int) -> _Cost:
        """Of one lot. Units are taken back one by one; a lot of which none is named, as a whole."""
        units = self._down.units[lot]
        partly = {self._lot_of.get(unit, unit) for unit in units}
        whole = self._down.things[lot] - partly
        amounts: dict[str, Decimal] = defaultdict(Decimal)
        if units:
            amounts[base_unit(PIECES)] += len(units)
        unweighed = 0
        concerned = set(units | self._down.things[lot])
        for thing in whole:
            concerned |= self._members.get(thing, frozenset())
            known = self._amounts_of(thing)
            unweighed += not known
            for uom, amount in known.items():
                amounts[uom] += amount
        customers = frozenset[str]().union(*(self._buyers.get(pk, ()) for pk in concerned))
        return _Cost(dict(sorted(amounts.items())), customers, unweighed)

    def _amounts_of(self, lot: int) -> Mapping[str, Decimal]:
        """How much there ever was of a lot, by unit."""
        if lot not in self._amounts:
            weighed, _ = moves.weighed(self._told[lot], lots={lot})
            came = {one.uom: one.balance.total(*IN) for one in weighed}
            self._amounts[lot] = {uom: amount for uom, amount in came.items() if amount}
        return self._amounts[lot]


def _buyers(shipments: Collection[int]) -> dict[int, str]:
    """Whom these shipments went to; "" where the event does not say. One query."""
    found = rows(
        "SELECT position, document FROM gozinto_event WHERE position = ANY(%s)", [list(shipments)]
    )
    return {pos: party(jsonld.loads(document), incoming=False) for pos, document in found}


def _answer(plant: _Plant, *, is_one: bool, is_every: bool) -> DispersionAnswer:
    down = plant.down()
    up = _NOTHING if is_every else plant.up()
    recall = _Recall(plant, down)
    costs = {lot: recall.cost(lot) for lot in down.things}
    # How many of all raw lots are in each finished one is the same table turned round.
    ups = arithmetic.turned_round(down.things) if is_every else up.things
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
    plant: _Plant, down: _Spread, costs: Mapping[int, _Cost], *, is_one: bool
) -> Iterator[Downward]:
    names = plant.named(down.things)
    for lot, things in down.things.items():
        cost = costs[lot]
        yield Downward(
            object=names[lot],
            dispersion=len(things),
            units=len(down.units[lot]),
            recall=tuple(Total(quantity=amount, uom=uom) for uom, amount in cost.amounts.items()),
            customers=len(cost.customers),
            without_quantity=cost.unweighed or None,
            lots=_listed(plant, things) if is_one else None,
        )


def _upward(plant: _Plant, up: _Spread, *, is_one: bool) -> Iterator[Upward]:
    names = plant.named(up.things)
    for lot, things in up.things.items():
        yield Upward(
            object=names[lot],
            dispersion=len(things),
            lots=_listed(plant, things) if is_one else None,
        )


def _listed(plant: _Plant, things: Collection[int]) -> tuple[Measured, ...]:
    return tuple(sorted(plant.named(things).values(), key=lambda one: (one.number, one.uri)))


def _summary(
    plant: _Plant,
    down: _Spread,
    costs: Mapping[int, _Cost],
    ups: Mapping[int, Collection[int]],
) -> Iterator[Summary]:
    uoms = sorted({uom for cost in costs.values() for uom in cost.amounts})
    table: list[tuple[str, str, Mapping[int, Decimal]]] = [
        ("down", "", {lot: Decimal(len(things)) for lot, things in down.things.items()}),
        ("units", "", {lot: Decimal(len(units)) for lot, units in down.units.items()}),
        *(
            ("recall", uom, {lot: cost.amounts.get(uom, Decimal(0)) for lot, cost in costs.items()})
            for uom in uoms
        ),
        ("customers", "", {lot: Decimal(len(cost.customers)) for lot, cost in costs.items()}),
        ("up", "", {lot: Decimal(len(things)) for lot, things in ups.items()}),
    ]
    for measure, uom, of in table:
        if found := arithmetic.extent(of):
            yield Summary(
                measure=measure,
                worst=found.worst,
                worst_of=plant.objects[found.worst_of].uri,
                average=found.average,
                uom=uom or None,
            )
