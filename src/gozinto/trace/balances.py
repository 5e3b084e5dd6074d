"""The mass balance of a lot or a unit: what came in, where it went, and what is left of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from django.db.models import Max, Q

from gozinto.errors import Malformed
from gozinto.genealogy import balance as arithmetic
from gozinto.genealogy.balance import Balance, Count, Move
from gozinto.plant.models import Material, PhysicalAsset, TraceableObject
from gozinto.record import clock
from gozinto.record.models import Event
from gozinto.record.transactions import snapshot
from gozinto.standards import quantities
from gozinto.standards.quantities import Quantity
from gozinto.trace import containers, lots
from gozinto.trace.amounts import ONE, Amount, remaining
from gozinto.trace.containers import Stay
from gozinto.trace.measures import (
    BalanceAnswer,
    CountFact,
    DimensionBalance,
    Measured,
    Remark,
    Term,
    TermEvent,
    TermRemark,
)
from gozinto.trace.moment import Moment, rows, to_micros

_COUNTING = ["cycle_counting", "stock_taking"]
"""CBV 2.0 section 7.1: steps that find out how much is there, and move nothing."""
_SIDES: Mapping[str, str] = {
    **dict.fromkeys(arithmetic.IN, "in"),
    **dict.fromkeys(arithmetic.BACK, "back"),
    arithmetic.COUNTED: "counted",
    **dict.fromkeys(arithmetic.OUT, "out"),
}


def balance(
    object: TraceableObject, *, as_of: datetime | None = None, known_at: datetime | None = None
) -> BalanceAnswer:
    """in + back ± counted = out + on hand + difference, by dimension; each term with its events.

    A lot counts its units: one that is shipped by its serial number, or inside a container, has
    left the lot. `as_of` (event time) leaves out what happened later, `known_at` (record time)
    what was not yet on record. Raises Malformed (no_balance) for a container or a physical
    asset, and for a time without a zone.
    """
    moment = Moment.asked(as_of=as_of, known_at=known_at)
    with snapshot():
        _check_is_stock(object)
        return _answer(object, moment)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one event tells of one object. `sign`: it came (1), went (-1), was counted (0)."""

    object: int
    position: int
    event_id: str
    at: datetime
    term: str
    sign: int
    amount: Amount
    is_commissioned: bool = False


def has_balance(object: TraceableObject) -> bool:
    """Whether it is stock: no container, which holds some, and no tool, which is not used up."""
    return not _refusal(object)


def _check_is_stock(object: TraceableObject) -> None:
    if refusal := _refusal(object):
        raise Malformed(
            f"{object.number} is {refusal}.",
            code="no_balance",
            next_step="Ask for the balance of a lot or a serial.",
            value=object.number,
        )


def _refusal(object: TraceableObject) -> str:
    if object.kind == TraceableObject.Kind.CONTAINER:
        return "a container, which holds stock and is none"
    if PhysicalAsset.objects.filter(uri=object.uri).exists():
        return "a tool, which is mounted and not used up"
    return ""


def _answer(object: TraceableObject, moment: Moment) -> BalanceAnswer:
    is_lot = object.kind == TraceableObject.Kind.LOT
    units = lots.units([object.id], moment=moment) if is_lot else {object.id}
    lot = object.id if is_lot else None
    told = _direct({object.id} | units, lot=lot, moment=moment)
    told += _carried({object.id} | units, told, lot=lot, moment=moment)
    by_dimension: dict[str, list[_Told]] = defaultdict(list)
    for one in told:
        by_dimension[one.amount.dimension].append(one)
    unknown = by_dimension.pop("", [])
    event_ids = {one.position: one for one in told}
    parts = [_Part(of, lot=lot, events=event_ids) for _, of in sorted(by_dimension.items())]
    now = clock.now()
    return BalanceAnswer(
        object=_measured(object),
        as_of=moment.as_of or now,
        known_at=moment.known_at or now,
        position=Event.objects.aggregate(last=Max("position"))["last"] or 0,
        balances=tuple(part.told() for part in parts),
        remarks=tuple(_remarks(parts, unknown)),
        units=len(units) if is_lot and units else None,
    )


def _measured(object: TraceableObject) -> Measured:
    item = object.item
    material = Material.objects.filter(Q(code=item) | Q(gtin=item)).first() if item else None
    return Measured(
        uri=object.uri,
        kind=object.kind,
        number=object.number,
        material=(material.code if material else item) or None,
        name=material.name if material else None,
    )


def _direct(objects: Collection[int], *, lot: int | None, moment: Moment) -> list[_Told]:
    """What events tell of these objects by name. One query."""
    stands = {name: moment.condition(name) for name in ("t", "i")}
    found = rows(
        "SELECT i.object_id, i.event_id, e.event_id, i.at, i.term, sign(i.delta)::int,"
        " i.role, i.quantity, i.uom,"
        # What went into a run and came out of it again is the same material, and no new one.
        " i.object_id = %s AND i.role = 'output' AND EXISTS (SELECT 1 FROM gozinto_link o"
        " JOIN gozinto_link t ON t.run_id = o.run_id AND t.object_id = o.object_id AND t.is_input"
        " WHERE o.event_id = i.event_id AND o.object_id = i.object_id AND NOT o.is_input"
        f" AND {stands['t'][0]})"
        " FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id"
        " WHERE i.object_id = ANY(%s)"
        " AND (i.term <> '' OR (i.object_id = %s AND e.biz_step = ANY(%s)))"
        f" AND {stands['i'][0]} ORDER BY i.event_id, i.ordinal",
        [lot, *stands["t"][1], sorted(objects), lot, _COUNTING, *stands["i"][1]],
    )
    return [
        _Told(
            object=obj,
            position=position,
            event_id=event_id,
            at=at,
            term="reworked" if is_rework else term,
            sign=sign,
            amount=Amount.of(quantity, uom),
            is_commissioned=term == "produced" and role != "output",
        )
        for obj, position, event_id, at, term, sign, role, quantity, uom, is_rework in found
    ]


def _carried(
    objects: Collection[int], direct: Sequence[_Told], *, lot: int | None, moment: Moment
) -> list[_Told]:
    """What left or came in inside a container, beyond what those events name themselves.

    A lot that was received by itself did not come again with the pallet it was packed on.
    """
    held: dict[int, list[Stay]] = defaultdict(list)
    for stay in containers.around(objects, moment=moment):
        held[stay.container].append(stay)
    named: dict[tuple[int, int], list[Amount]] = defaultdict(list)
    for one in direct:
        named[one.position, one.object].append(one.amount)
    has_come = any(one.object == lot and one.term in arithmetic.IN for one in direct)
    found: list[_Told] = []
    for (position, event_id, at, term), holders in _moved(held, moment=moment):
        aboard = _aboard(holders, held, at=at)
        for obj, amounts in aboard.items():
            if obj == lot and term == "received" and has_come:
                continue
            mine = named[position, obj]
            rest = remaining(amounts, mine) if obj == lot else [] if mine else [ONE]
            sign = arithmetic.SIGNS[term]
            found += [_Told(obj, position, event_id, at, term, sign, amount) for amount in rest]
    return found


_Moved = tuple[tuple[int, str, datetime, str], list[int]]


def _moved(holders: Collection[int], *, moment: Moment) -> Iterator[_Moved]:
    """The shipments and receipts that name these containers, each with those it names."""
    if not holders:
        return
    condition, values = moment.condition("i")
    found = rows(
        "SELECT i.event_id, e.event_id, i.at, CASE WHEN e.biz_step = 'shipping' THEN 'shipped'"
        " WHEN e.disposition = 'returned' THEN 'returned' ELSE 'received' END, i.object_id"
        " FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id"
        " WHERE i.object_id = ANY(%s) AND i.role = 'epc' AND e.type = 'ObjectEvent'"
        f" AND e.biz_step IN ('shipping', 'receiving') AND {condition} ORDER BY i.event_id",
        [sorted(holders), *values],
    )
    for (position, event_id, at, term), named in groupby(found, key=lambda row: row[:4]):
        yield (position, event_id, at, term), [row[4] for row in named]


def _aboard(
    holders: Iterable[int], held: Mapping[int, Sequence[Stay]], *, at: datetime
) -> dict[int, list[Amount]]:
    """What these containers held then; once where a pallet is named and a box on it too."""
    inside = {
        (stay.object, (*stay.through, stay.container)[0], stay.amount.dimension): stay.amount
        for holder in holders
        for stay in held[holder]
        if stay.holds_at(at)
    }
    found: dict[int, list[Amount]] = defaultdict(list)
    for (obj, _, _), amount in inside.items():
        found[obj].append(amount)
    return found


class _Part:
    """The balance of one dimension, in the words of the answer."""

    def __init__(
        self, told: Sequence[_Told], *, lot: int | None, events: Mapping[int, _Told]
    ) -> None:
        first = told[0].amount
        self.dimension = first.dimension
        known = quantities.is_unit(first.uom)
        self.uom = quantities.base_unit(first.uom) if known else first.uom
        self.events = events
        moves = [self._move(one, lot=lot) for one in told if one.sign]
        self.balance: Balance = arithmetic.balanced(moves, counts=self._counts(told))

    def told(self) -> DimensionBalance:
        """As the answer has it: the terms that have moves."""
        found = self.balance
        return DimensionBalance(
            dimension=self.dimension,
            uom=self.uom,
            terms=tuple(
                Term(
                    term=term,
                    side=_SIDES[term],
                    quantity=found.total(term),
                    events=tuple(self._events(term, moves)),
                )
                for term, moves in found.terms.items()
                if moves
            ),
            on_hand=found.on_hand,
            difference=found.difference,
            counts=tuple(
                CountFact(
                    event_id=self.events[count.event].event_id,
                    at=self.events[count.event].at,
                    quantity=count.amount,
                    expected=count.expected,
                )
                for count in found.counts
            ),
            units_on_hand=found.units_here,
        )

    def repeats(self) -> Iterator[TermRemark]:
        """What was told twice and counts once."""
        together: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
        for move in self.balance.told_twice:
            together[move.event, move.term].append(abs(move.amount))
        for (position, term), amounts in together.items():
            one = self.events[position]
            yield TermRemark(
                event_id=one.event_id,
                at=one.at,
                term=term,
                quantity=arithmetic.summed(amounts),
                uom=self.uom,
            )

    def _in_base(self, amount: Amount) -> Decimal:
        assert amount.value is not None
        if amount.uom == self.uom:
            return amount.value
        return quantities.convert(amount.value, amount.uom, self.uom)

    def _move(self, one: _Told, *, lot: int | None) -> Move:
        assert one.amount.value is not None
        return Move(
            event=one.position,
            at=to_micros(one.at),
            term=one.term,
            amount=one.sign * self._in_base(one.amount),
            unit=None if one.object == lot else one.object,
            is_commissioned=one.is_commissioned,
            given=Quantity(value=one.amount.value, uom=one.amount.uom),
        )

    def _counts(self, told: Iterable[_Told]) -> Iterator[Count]:
        counted: dict[int, list[_Told]] = defaultdict(list)
        for one in told:
            if not one.sign and not one.term:
                counted[one.position].append(one)
        for position, many in counted.items():
            amount = arithmetic.summed(self._in_base(one.amount) for one in many)
            yield Count(event=position, at=to_micros(many[0].at), amount=amount)

    def _events(self, term: str, moves: Iterable[Move]) -> Iterator[TermEvent]:
        sign = arithmetic.SIGNS[term]
        for position, together in groupby(moves, key=lambda move: move.event):
            many = list(together)
            given = {move.given.uom for move in many if move.given}
            is_other = given not in ({self.uom}, set()) and all(move.given for move in many)
            one = self.events[position]
            yield TermEvent(
                event_id=one.event_id,
                at=one.at,
                quantity=arithmetic.summed(sign * move.amount for move in many),
                uom=self.uom,
                told_quantity=_together(many) if is_other and len(given) == 1 else None,
                told_uom=given.pop() if is_other and len(given) == 1 else None,
            )


def _together(moves: Iterable[Move]) -> Decimal:
    return arithmetic.summed(move.given.value for move in moves if move.given)


def _remarks(parts: Sequence[_Part], unknown: Sequence[_Told]) -> Iterator[Remark]:
    yield Remark(
        code="no_tolerance",
        message="No tolerance is on record for this material: whether a difference is"
        " acceptable is for a person to say.",
    )
    moved = [one for one in unknown if one.term]
    if moved:
        yield Remark(
            code="without_quantity",
            message="These events do not say how much, so they are in no sum.",
            events=tuple(
                TermRemark(event_id=one.event_id, at=one.at, term=one.term) for one in moved
            ),
        )
    if len(parts) > 1:
        names = " and ".join(part.dimension for part in parts)
        yield Remark(
            code="several_dimensions",
            message=f"Amounts of {names} stand side by side: nothing on record converts them.",
        )
    if repeats := tuple(one for part in parts for one in part.repeats()):
        yield Remark(
            code="told_twice",
            message="These events tell again of pieces or amounts that are counted already.",
            events=repeats,
        )
    for part in parts:
        found = part.balance
        if found.units_here is not None and found.units_here != found.on_hand:
            yield Remark(
                code="units_differ",
                message=f"{found.units_here} are there by serial number,"
                f" {quantities.format_decimal(found.on_hand)} by the lot's amounts.",
            )
