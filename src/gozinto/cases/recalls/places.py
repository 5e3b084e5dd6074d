"""Where the things of a recall are, and with whom: derived from the record, never typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from gozinto.errors import Malformed
from gozinto.plant.models import TraceableObject
from gozinto.record import clock
from gozinto.roundtrips import rows
from gozinto.standards import quantities
from gozinto.standards.epcis.glance import Glance, glance
from gozinto.standards.quantities import PIECES
from gozinto.trace.facts.events import note_number, party

PLACES = (
    *("stock", "picked", "packed", "returned", "transit", "customer"),
    *("consumed", "scrapped", "unknown"),
)
"""`returned`: it is here again; `consumed`: it went into something else, or was a sample;
`unknown`: nothing on record says where it is."""
HERE = frozenset({"stock", "picked", "packed", "returned"})
OUT = frozenset({"transit", "customer"})
TRANSIT = timedelta(days=2)
"""So long what left counts as on its way, for hardly a customer tells that it arrived."""


class Placed(NamedTuple):
    """So much of a thing, and where it is. `holder`: the company that has it; `event`: by which
    it went there, as its place in the record."""

    object: int
    place: str
    holder: str
    location: str
    quantity: Decimal
    uom: str
    event: int


@dataclass(frozen=True, slots=True)
class Left:
    """A shipment: when it left, for whom, and its note."""

    at: datetime
    customer: str
    note: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where things are: a unit once, a lot once for each part of it that is somewhere else."""

    placed: Sequence[Placed]
    shipments: Mapping[int, Left]


def find(objects: Collection[int]) -> Whereabouts:
    """Where these lots and units are now, in a fixed number of queries; containers are none."""
    kinds = rows("SELECT o.id, o.kind FROM gozinto_traceableobject o WHERE o.id = ANY(%s)",
                 [list(objects)])  # fmt: skip
    units = [pk for pk, kind in kinds if kind == TraceableObject.Kind.SERIAL]
    lots = [pk for pk, kind in kinds if kind == TraceableObject.Kind.LOT]
    found = _Reading()
    placed = [*found.units(units), *found.lots(lots)]
    return Whereabouts(placed, found.shipments)


def left_in(containers: Collection[int]) -> Mapping[int, Left]:
    """How these containers left, by themselves or with what they stand on; those that are here,
    or came back, are not in it."""
    gone = dict(rows(_GONE, [sorted(containers)])) if containers else {}
    reading = _Reading()
    left = reading.left(gone.values())
    return {pk: left[name] for pk, name in gone.items() if name in left}


_UNITS = """
SELECT o.id, s.is_here, s.location, s.here_event,
       CASE WHEN s.is_here AND s.whole_status = 'in_progress' THEN s.whole_event ELSE '' END
FROM gozinto_traceableobject o LEFT JOIN gozinto_objectstate s ON s.object_id = o.id
WHERE o.id = ANY(%s)
"""
_EVENTS = """
SELECT e.event_id, e.position, e.type, e.action, e.biz_step, e.disposition, e.event_time
FROM gozinto_event e WHERE e.event_id = ANY(%s) AND NOT e.is_declaration
"""
_DOCUMENTS = (
    "SELECT e.position, e.event_time, e.document FROM gozinto_event e WHERE e.position = ANY(%s)"
)
_PACKED = """
SELECT p.child_id, p.parent_id, p.at FROM (
    SELECT DISTINCT ON (c.child_id) c.child_id, c.parent_id, c.is_in, c.at
    FROM gozinto_containment c WHERE c.child_id = ANY(%s)
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = c.event_id)
    ORDER BY c.child_id, c.at DESC, c.event_id DESC, c.ordinal DESC) p
WHERE p.is_in AND NOT EXISTS (
    SELECT 1 FROM gozinto_containment x WHERE x.parent_id = p.parent_id AND x.child_id IS NULL
      AND x.at >= p.at
      AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = x.event_id))
"""
_STANDS = "NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {}.event_id)"
_HELD_IN = f"""
JOIN LATERAL (
    SELECT c.parent_id, c.is_in, c.at FROM gozinto_containment c
    WHERE c.child_id = h.above AND {_STANDS.format("c")}
    ORDER BY c.at DESC, c.event_id DESC, c.ordinal DESC LIMIT 1) p ON p.is_in
WHERE NOT EXISTS (
    SELECT 1 FROM gozinto_containment x WHERE x.parent_id = p.parent_id AND x.child_id IS NULL
      AND x.at >= p.at AND {_STANDS.format("x")})
"""
_GONE = f"""
WITH RECURSIVE held(container, above, at) AS (
    SELECT id, id, '-infinity'::timestamptz FROM unnest(%s::bigint[]) id
    UNION
    SELECT h.container, p.parent_id, greatest(h.at, p.at) FROM held h {_HELD_IN})
SELECT h.container, last.event_id FROM held h
JOIN LATERAL (
    SELECT e.event_id, e.biz_step, e.event_time FROM gozinto_involvement i
    JOIN gozinto_event e ON e.position = i.event_id
    WHERE i.object_id = h.above AND e.biz_step IN ('shipping', 'receiving')
      AND {_STANDS.format("i")}
    ORDER BY e.event_time DESC, e.position DESC LIMIT 1) last ON last.biz_step = 'shipping'
WHERE last.event_time >= h.at
"""
"""By which event a container left, by itself or with what it stands on."""
_LOT_MOVES = """
SELECT i.object_id, i.term, i.event_id, i.uom, sum(i.delta)
FROM gozinto_involvement i WHERE i.object_id = ANY(%s) AND i.delta <> 0
  AND i.term IN ('shipped', 'returned', 'consumed', 'scrapped', 'sampled')
  AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = i.event_id)
GROUP BY 1, 2, 3, 4 ORDER BY i.term = 'returned', 3
"""
"""What came back is taken off what had left, whatever was told first."""
_LOT_STOCK = """
SELECT s.object_id, s.on_hand, s.uom, s.location FROM gozinto_objectstate s
WHERE s.object_id = ANY(%s)
"""
_ENDS: Mapping[str, str] = {
    "destroying": "scrapped",
    "decommissioning": "scrapped",
    "sampling": "consumed",
    "shipping": "customer",
}
"""What became of a unit that is not here, by the business step of the event that said so."""
_ONE = Decimal(1)


class _Move(NamedTuple):
    """The event by which a unit came or went."""

    position: int
    type: str
    action: str
    step: str
    disposition: str
    at: datetime


class _Packed(NamedTuple):
    """The container that a unit was packed into last, and when."""

    container: int
    at: datetime


class _Reading:
    """Places things; remembers the shipments that it read."""

    def __init__(self) -> None:
        self.shipments: dict[int, Left] = {}
        self._returns: dict[int, str] = {}
        self._recent = clock.now() - TRANSIT

    def units(self, units: Sequence[int]) -> Iterable[Placed]:
        """Where each unit is."""
        if not units:
            return []
        found = rows(_UNITS, [list(units)])
        here = [pk for pk, is_here, *_ in found if is_here]
        packed = {row[0]: _Packed(*row[1:]) for row in rows(_PACKED, [here])} if here else {}
        gone = self._gone(packed.values())
        moves = self._moves({name for row in found for name in row[3:5]} | set(gone.values()))
        self._read(move.position for move in moves.values() if move.step == "shipping")
        left = {
            pk: moves[gone[one.container]]
            for pk, one in packed.items()
            if one.container in gone and moves[gone[one.container]].at >= one.at
        }
        return [self._unit(row, moves, packed, left) for row in found]

    def left(self, names: Iterable[str]) -> Mapping[str, Left]:
        """The shipments by these names."""
        moves = self._moves(names)
        self._read(move.position for move in moves.values())
        return {
            name: self.shipments[move.position]
            for name, move in moves.items()
            if move.position in self.shipments
        }

    def _gone(self, packed: Iterable[_Packed]) -> Mapping[int, str]:
        """The event by which each of these containers left, of those that did."""
        containers = sorted({one.container for one in packed})
        return dict(rows(_GONE, [containers])) if containers else {}

    def lots(self, lots: Sequence[int]) -> Iterable[Placed]:
        """Where each part of each lot is."""
        if not lots:
            return []
        stock = {
            pk: (on_hand, uom, place) for pk, on_hand, uom, place in rows(_LOT_STOCK, [list(lots)])
        }
        moves = rows(_LOT_MOVES, [list(lots)])
        self._read(position for _, term, position, *_ in moves if term in ("shipped", "returned"))
        by_lot: dict[int, list[Any]] = defaultdict(list)
        for row in moves:
            by_lot[row[0]].append(row)
        return [
            part
            for pk in lots
            for part in self._lot(pk, stock.get(pk), by_lot[pk])
            if part.quantity
        ]

    def _moves(self, names: Iterable[str | None]) -> Mapping[str, _Move]:
        wanted = sorted(name for name in names if name)
        return {name: _Move(*rest) for name, *rest in rows(_EVENTS, [wanted])}

    def _read(self, positions: Iterable[int]) -> None:
        """The shipments and returns among these events."""
        wanted = sorted({one for one in positions if one not in self.shipments})
        for position, at, document in rows(_DOCUMENTS, [wanted]) if wanted else ():
            told: Glance = glance(document)
            if told.biz_step == "shipping":
                self.shipments[position] = Left(
                    at, party(told, incoming=False), note_number(told) or ""
                )
            else:
                self._returns[position] = party(told, incoming=True)

    def _unit(
        self,
        row: tuple[Any, ...],
        moves: Mapping[str, _Move],
        packed: Mapping[int, _Packed],
        left: Mapping[int, _Move],
    ) -> Placed:
        pk, is_here, location, here_event, status_event = row
        move = moves.get(here_event) if here_event else None
        if move is None:
            return Placed(pk, "unknown", "", location or "", _ONE, PIECES, 0)
        # What a customer sent back is not in the container any more in which it went there.
        is_packed = pk in packed and packed[pk].at >= move.at
        if is_here and is_packed and pk in left:
            return self._sent(pk, left[pk])
        if is_here:
            place = self._here(move, moves.get(status_event), is_packed=is_packed)
            return Placed(pk, place, "", location, _ONE, PIECES, move.position)
        if move.type == "TransformationEvent":
            return Placed(pk, "consumed", "", location, _ONE, PIECES, move.position)
        place = "scrapped" if move.action == "DELETE" else _ENDS.get(move.step, "unknown")
        if place != "customer":
            return Placed(pk, place, "", location, _ONE, PIECES, move.position)
        return self._sent(pk, move)

    def _sent(self, pk: int, move: _Move) -> Placed:
        """Where a unit is that left by that event, itself or with what it was packed into."""
        if move.position not in self.shipments:
            return Placed(pk, "unknown", "", "", _ONE, PIECES, move.position)
        left = self.shipments[move.position]
        place = "transit" if left.at > self._recent else "customer"
        return Placed(pk, place, left.customer, "", _ONE, PIECES, move.position)

    def _here(self, move: _Move, status: _Move | None, *, is_packed: bool) -> str:
        if is_packed:
            return "packed"
        if status is not None and status.step == "picking":
            return "picked"
        return "returned" if move.disposition == "returned" else "stock"

    def _lot(
        self, pk: int, stock: tuple[Decimal, str, str] | None, moves: Iterable[tuple[Any, ...]]
    ) -> Iterable[Placed]:
        on_hand, uom, location = stock or (Decimal(0), PIECES, "")
        out: dict[tuple[str, str], list[Any]] = defaultdict(lambda: [Decimal(0), 0])
        gone: dict[str, Decimal] = defaultdict(Decimal)
        came_back = Decimal(0)
        for _, term, position, unit, delta in moves:
            amount = _converted(-delta, unit, uom)
            if term == "shipped" and position in self.shipments:
                left = self.shipments[position]
                place = "transit" if left.at > self._recent else "customer"
                entry = out[place, left.customer]
                entry[0] += amount
                entry[1] = max(entry[1], position)
            elif term == "returned":
                came_back -= amount
                for place in ("customer", "transit"):
                    entry = out[place, self._returns.get(position, "")]
                    back = min(entry[0], -amount)
                    entry[0] -= back
                    amount += back
            else:
                gone["scrapped" if term == "scrapped" else "consumed"] += amount
        back_here = max(Decimal(0), min(came_back, on_hand))
        yield Placed(pk, "stock", "", location, max(on_hand - back_here, Decimal(0)), uom, 0)
        yield Placed(pk, "returned", "", location, back_here, uom, 0)
        for (place, customer), (amount, position) in out.items():
            yield Placed(pk, place, customer, "", amount, uom, position)
        for place, amount in gone.items():
            yield Placed(pk, place, "", "", max(amount, Decimal(0)), uom, 0)


def _converted(amount: Decimal, from_uom: str, to_uom: str) -> Decimal:
    """The amount in the unit that the lot is counted in; none where that cannot be said."""
    try:
        return quantities.convert(amount, from_uom or PIECES, to_uom or PIECES)
    except Malformed:
        return Decimal(0)
