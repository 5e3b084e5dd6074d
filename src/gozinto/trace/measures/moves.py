"""What events tell of the stock of lots and units: what came, what went, what was counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from gozinto.genealogy import balance as arithmetic
from gozinto.genealogy.balance import Balance, Count, Move
from gozinto.plant.conversions import NO_CONVERSIONS, Conversions
from gozinto.record.dispositions import COUNTING
from gozinto.standards import quantities
from gozinto.standards.quantities import PIECES, Quantity
from gozinto.trace.reading import containers
from gozinto.trace.reading.amounts import ONE, Amount, remaining
from gozinto.trace.reading.containers import Stay
from gozinto.trace.reading.moment import Moment, rows, to_micros


@dataclass(frozen=True, slots=True)
class Told:
    """What one event tells of one object. `sign`: it came (1), went (-1), was counted (0)."""

    object: int
    position: int
    event_id: str
    at: datetime
    term: str
    sign: int
    amount: Amount
    is_commissioned: bool = False


def direct(objects: Collection[int], *, lots: Collection[int], moment: Moment) -> list[Told]:
    """What events tell of these objects by name. One query."""
    stands = {name: moment.condition(name) for name in ("t", "i")}
    found = rows(
        "SELECT i.object_id, i.event_id, e.event_id, i.at, i.term, sign(i.delta)::int,"
        " i.role, i.quantity, i.uom,"
        # What went into a run and came out of it again is the same material, and no new one.
        " i.object_id = ANY(%s) AND i.role = 'output' AND EXISTS (SELECT 1 FROM gozinto_link o"
        " JOIN gozinto_link t ON t.run_id = o.run_id AND t.object_id = o.object_id AND t.is_input"
        " WHERE o.event_id = i.event_id AND o.object_id = i.object_id AND NOT o.is_input"
        f" AND {stands['t'][0]})"
        " FROM gozinto_involvement i JOIN gozinto_event e ON e.position = i.event_id"
        " WHERE i.object_id = ANY(%s)"
        " AND (i.term <> '' OR (i.object_id = ANY(%s) AND e.biz_step = ANY(%s)))"
        f" AND {stands['i'][0]} ORDER BY i.event_id, i.ordinal",
        [list(lots), *stands["t"][1], sorted(objects), list(lots), list(COUNTING), *stands["i"][1]],
    )
    return [
        Told(
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


def carried(
    objects: Collection[int], named: Iterable[Told], *, lots: Collection[int], moment: Moment
) -> list[Told]:
    """What left or came in inside a container, beyond what those events name themselves.

    A lot that was received by itself did not come again with the pallet it was packed on.
    """
    held: dict[int, list[Stay]] = defaultdict(list)
    for stay in containers.around(objects, moment=moment):
        held[stay.container].append(stay)
    told: dict[tuple[int, int], list[Amount]] = defaultdict(list)
    have_come: set[int] = set()
    for one in named:
        told[one.position, one.object].append(one.amount)
        if one.term in arithmetic.IN:
            have_come.add(one.object)
    found: list[Told] = []
    for (position, event_id, at, term), holders in _moved(held, moment=moment):
        for obj, amounts in _aboard(holders, held, at=at).items():
            mine = told[position, obj]
            if obj not in lots:
                rest = [] if mine else [ONE]
            elif term == "received" and obj in have_come:
                continue
            else:
                rest = remaining(amounts, mine)
            sign = arithmetic.SIGNS[term]
            found += [Told(obj, position, event_id, at, term, sign, amount) for amount in rest]
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


@dataclass(frozen=True, slots=True)
class Weighed:
    """What is told of one dimension, balanced in `uom`."""

    dimension: str
    uom: str
    balance: Balance


def weighed(
    told: Iterable[Told],
    *,
    lots: Collection[int],
    own: Conversions = NO_CONVERSIONS,
    uom: str = "",
) -> tuple[list[Weighed], list[Told]]:
    """The balance of one lot, or unit, in each dimension; and what says no amount.

    `own`: the conversions of its material, which make one balance of several where they do so
    exactly. `uom`: what the material is counted in; "" where that is not known.
    """
    by_dimension: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        by_dimension[one.amount.dimension].append(one)
    unknown = by_dimension.pop("", [])
    if len(by_dimension) > 1:
        by_dimension = _joined(by_dimension, lots=lots, own=own, uom=uom)
    found = [_weighed(of, lots=lots, own=own) for _, of in sorted(by_dimension.items())]
    return found, unknown


def _joined(
    by_dimension: Mapping[str, list[Told]], *, lots: Collection[int], own: Conversions, uom: str
) -> dict[str, list[Told]]:
    """As many dimensions as convert exactly into one, that in which the material is counted.

    Units are pieces, so what has units is counted in pieces.
    """
    has_units = any(one.object not in lots for told in by_dimension.values() for one in told)
    present = [told[0].amount.uom for told in by_dimension.values()]
    wanted = [PIECES] if has_units else [uom, *present]
    for target in map(quantities.base_unit, filter(quantities.is_unit, filter(None, wanted))):
        dimension = quantities.unit(target).dimension
        fitting = [
            name
            for name, told in by_dimension.items()
            if name == dimension
            or all(
                own.converts_exactly(_value(one), from_uom=one.amount.uom, to_uom=target)
                for one in told
            )
        ]
        if dimension in by_dimension and len(fitting) > 1:
            rest = {name: told for name, told in by_dimension.items() if name not in fitting}
            # The dimension itself first: in its unit the balance is.
            fitting.sort(key=lambda name: name != dimension)
            return rest | {dimension: [one for name in fitting for one in by_dimension[name]]}
    return dict(by_dimension)


def _weighed(told: Sequence[Told], *, lots: Collection[int], own: Conversions) -> Weighed:
    first = told[0].amount
    known = quantities.is_unit(first.uom)
    uom = quantities.base_unit(first.uom) if known else first.uom
    balance = arithmetic.balanced(
        (_move(one, uom=uom, lots=lots, own=own) for one in told if one.sign),
        counts=_counts(told, uom=uom, own=own),
    )
    return Weighed(first.dimension, uom, balance)


def _value(one: Told) -> Decimal:
    assert one.amount.value is not None
    return one.amount.value


def _in(uom: str, one: Told, own: Conversions) -> Decimal:
    if one.amount.uom == uom:
        return _value(one)
    return own.convert(_value(one), from_uom=one.amount.uom, to_uom=uom)


def _move(one: Told, *, uom: str, lots: Collection[int], own: Conversions) -> Move:
    return Move(
        event=one.position,
        at=to_micros(one.at),
        term=one.term,
        amount=arithmetic.signed(_in(uom, one, own), one.sign),
        unit=None if one.object in lots else one.object,
        is_commissioned=one.is_commissioned,
        given=Quantity(value=_value(one), uom=one.amount.uom),
    )


def _counts(told: Iterable[Told], *, uom: str, own: Conversions) -> Iterator[Count]:
    counted: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        if not one.sign and not one.term:
            counted[one.position].append(one)
    for position, many in counted.items():
        amount = arithmetic.summed(_in(uom, one, own) for one in many)
        yield Count(event=position, at=to_micros(many[0].at), amount=amount)
