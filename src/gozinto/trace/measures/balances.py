"""The mass balance of a lot or a unit: what came in, where it went, and what is left of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from gozinto.genealogy import balance as arithmetic
from gozinto.genealogy.balance import Move
from gozinto.plant import known
from gozinto.plant.conversions import NO_CONVERSIONS
from gozinto.plant.models import TraceableObject
from gozinto.record import clock
from gozinto.record.transactions import snapshot
from gozinto.standards import quantities
from gozinto.trace.measures import moves, subjects
from gozinto.trace.measures.answers import (
    OUT_OF_TOLERANCE,
    WITHIN_TOLERANCE,
    BalanceAnswer,
    CountFact,
    DimensionBalance,
    Remark,
    Term,
    TermEvent,
    TermRemark,
    Verdict,
)
from gozinto.trace.measures.moves import Told, Weighed
from gozinto.trace.reading import lots
from gozinto.trace.reading.moment import Moment

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
    what was not yet on record. Raises Malformed (not_stock) for a container or a physical
    asset, and for a time without a zone.
    """
    moment = Moment.asked(as_of=as_of, known_at=known_at)
    with snapshot(), known.kept():
        subjects.check_is_stock(object)
        return _answer(object, moment)


def _answer(object: TraceableObject, moment: Moment) -> BalanceAnswer:
    is_lot = object.kind == TraceableObject.Kind.LOT
    units = lots.units([object.id], moment=moment) if is_lot else {}
    concerned = {object.id, *units}
    of_lots = {object.id} if is_lot else set()
    told = moves.direct(concerned, lots=of_lots, moment=moment)
    told += moves.carried(concerned, told, lots=of_lots, moment=moment)
    materials = subjects.Materials.read()
    material = materials.by_item.get(object.item)
    own = known.now().conversions(material.code) if material else NO_CONVERSIONS
    weighed, unknown = moves.weighed(
        told, lots=of_lots, own=own, uom=material.uom if material else ""
    )
    percent = material.tolerance_percent if material else None
    events = {one.position: one for one in told}
    now = clock.now()
    return BalanceAnswer(
        object=subjects.named([object], materials=materials)[object.id],
        as_of=moment.as_of or now,
        known_at=moment.known_at or now,
        position=subjects.position(),
        balances=tuple(_dimension(one, events, percent=percent) for one in weighed),
        remarks=tuple(_remarks(weighed, unknown, events, has_tolerance=percent is not None)),
        units=len(units) or None,
        tolerance_percent=percent,
    )


def _dimension(
    weighed: Weighed, events: Mapping[int, Told], *, percent: Decimal | None
) -> DimensionBalance:
    found = weighed.balance
    allowed = None if percent is None else found.allowed(percent)
    return DimensionBalance(
        dimension=weighed.dimension,
        uom=weighed.uom,
        terms=tuple(
            Term(
                term=term,
                side=_SIDES[term],
                quantity=found.total(term),
                events=tuple(_behind(term, told, uom=weighed.uom, events=events)),
            )
            for term, told in found.terms.items()
            if told
        ),
        on_hand=found.on_hand,
        difference=found.difference,
        counts=tuple(
            CountFact(
                event_id=events[count.event].event_id,
                at=events[count.event].at,
                quantity=count.amount,
                expected=count.expected,
            )
            for count in found.counts
        ),
        units_on_hand=found.units_here,
        tolerance=allowed,
        verdict=None if allowed is None else _verdict(found.difference, allowed),
    )


def _verdict(difference: Decimal, allowed: Decimal) -> Verdict:
    return WITHIN_TOLERANCE if difference.copy_abs() <= allowed else OUT_OF_TOLERANCE


def _behind(
    term: str, told: Iterable[Move], *, uom: str, events: Mapping[int, Told]
) -> Iterator[TermEvent]:
    """The events of a term, each once, however many units it names."""
    sign = arithmetic.SIGNS[term]
    for event, together in groupby(told, key=lambda move: move.event):
        many = list(together)
        given = {move.given.uom if move.given else uom for move in many}
        is_other = len(given) == 1 and given != {uom}
        yield TermEvent(
            event_id=events[event].event_id,
            at=events[event].at,
            quantity=arithmetic.summed(arithmetic.signed(move.amount, sign) for move in many),
            uom=uom,
            told_quantity=_together(many) if is_other else None,
            told_uom=given.pop() if is_other else None,
        )


def _together(moves: Iterable[Move]) -> Decimal:
    return arithmetic.summed(move.given.value for move in moves if move.given)


def _repeats(weighed: Iterable[Weighed], events: Mapping[int, Told]) -> Iterator[TermRemark]:
    """What was told twice and counts once."""
    for part in weighed:
        together: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
        for move in part.balance.told_twice:
            together[move.event, move.term].append(move.amount.copy_abs())
        for (event, term), amounts in together.items():
            yield TermRemark(
                event_id=events[event].event_id,
                at=events[event].at,
                term=term,
                quantity=arithmetic.summed(amounts),
                uom=part.uom,
            )


def _remarks(
    parts: Sequence[Weighed],
    unknown: Sequence[Told],
    events: Mapping[int, Told],
    *,
    has_tolerance: bool,
) -> Iterator[Remark]:
    if not has_tolerance:
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
            message=f"Amounts of {names} stand side by side: nothing on record converts them"
            " exactly.",
        )
    if repeats := tuple(_repeats(parts, events)):
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
