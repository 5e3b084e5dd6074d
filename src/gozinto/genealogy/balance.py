"""Mass balance: what came in is what went out and what is there, each term open to its moves.

    in + back + counted = out + on hand + difference

Pure arithmetic over the moves of one lot in one unit. A lot may be told of by quantity, unit by
unit, or both ways at once; the same pieces are then counted once, and what is left out for that
is kept in `told_twice`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from itertools import groupby

from gozinto.standards.quantities import Quantity

IN = ("opening", "received", "produced")
BACK = ("returned", "reworked")
COUNTED = "counted"
OUT = ("consumed", "shipped", "scrapped", "sampled")
SIGNS: Mapping[str, int] = {**dict.fromkeys((*IN, *BACK, COUNTED), 1), **dict.fromkeys(OUT, -1)}
"""Every term of a balance, and whether it adds to the stock or takes from it."""

_ZERO = Decimal(0)
_WIDE = Context(prec=60)  # wider than any stored amount, so that no sum is rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An amount that came (positive) or went (negative), in the unit of the balance.

    `event` and `at` (microseconds) order it. `unit`: the one piece that moved; None: so much of
    the lot. `is_commissioned`: a lot's making, told by its commissioning and not by its run.
    `given`: the amount as it was told.
    """

    event: int
    at: int
    term: str
    amount: Decimal
    unit: int | None = None
    is_commissioned: bool = False
    given: Quantity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """So much was found there when somebody counted, and so much the moves until then leave."""

    event: int
    at: int
    amount: Decimal
    expected: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A balanced lot. `terms`: the moves that count, by term, in the order in which they happened.

    `on_hand`: what was counted last and moved since, else what the moves leave, never below
    zero. `units_here`: the pieces that are there by their own numbers; None where none has one.
    `difference`: what is not accounted for; below zero, more is there or went than ever came.
    """

    terms: Mapping[str, tuple[Move, ...]]
    told_twice: tuple[Move, ...]
    counts: tuple[Count, ...]
    on_hand: Decimal
    units_here: int | None
    difference: Decimal

    def total(self, *terms: str) -> Decimal:
        """The sum of these terms, each as its own name says: what was shipped is positive."""
        return summed(
            signed(move.amount, SIGNS[term]) for term in terms for move in self.terms[term]
        )

    def allowed(self, percent: Decimal) -> Decimal:
        """The largest difference that so many percent of what came in and back allow."""
        came = self.total(*IN, *BACK)
        return _WIDE.multiply(came, percent).scaleb(-2, _WIDE)


def signed(amount: Decimal, sign: int) -> Decimal:
    """The amount times 1 or -1: exact, where a product would be rounded to 28 digits."""
    return amount if sign > 0 else amount.copy_negate()


def summed(amounts: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    found = _ZERO
    for amount in amounts:
        found = _WIDE.add(found, amount)
    return found


def balanced(moves: Iterable[Move], *, counts: Iterable[Count] = ()) -> Balance:
    """The balance of one lot, or of one unit.

    A unit is one piece: that it came when it was there, or went when it was gone, is told twice.
    A unit that comes again is no new one: it was returned, or is the same one reworked. Of a
    lot and its units, who tells of more pieces that came in is believed; of what one event takes
    from both, the units are a part of the lot's amount. A count is of all of the lot.
    """
    told = moves_in_order(moves)
    of_lot = [move for move in told if move.unit is None]
    of_units = [move for move in told if move.unit is not None]
    single, twice = _by_unit(of_units)
    here = _units_here(single)
    of_lot, repeats = _one_making(of_lot)
    twice += repeats
    of_lot, single, repeats = _one_coming(of_lot, single)
    twice += repeats
    of_lot, repeats = _beyond(of_lot, of_units)
    twice += repeats
    kept = moves_in_order([*of_lot, *single])
    checked = _checked(counts, kept)
    units_tell = not any(move.term in IN for move in of_lot)
    left = _WIDE.add(_sum(of_lot), Decimal(here) if units_tell else _sum(single))
    on_hand = max(_counted(checked, kept) if checked else left, _ZERO)
    return Balance(
        terms={term: tuple(m for m in kept if m.term == term) for term in SIGNS},
        told_twice=tuple(moves_in_order(twice)),
        counts=checked,
        on_hand=on_hand,
        units_here=here if of_units else None,
        difference=_WIDE.subtract(_sum(kept), on_hand),
    )


def moves_in_order(moves: Iterable[Move]) -> list[Move]:
    """Oldest first; of one instant in the order of the record."""
    return sorted(moves, key=lambda move: (move.at, move.event))


def _by_unit(moves: Iterable[Move]) -> tuple[list[Move], list[Move]]:
    """The moves of units that change something, and those that say again what is known."""
    of_units: dict[int | None, list[Move]] = defaultdict(list)
    for move in moves:
        of_units[move.unit].append(move)
    counted: list[Move] = []
    repeats: list[Move] = []
    for told in of_units.values():
        some, again = _alternating(told)
        counted += some
        repeats += again
    return counted, repeats


def _alternating(moves: Iterable[Move]) -> tuple[list[Move], list[Move]]:
    """Of one unit. Of a coming and a going at the same time, the going came after.

    That is how the states have it; of what one event says of a unit, the last counts.
    """
    ordered = sorted(moves, key=_event)
    told = [list(group) for _, group in groupby(ordered, key=_event)]
    told.sort(key=lambda group: (group[-1].at, group[-1].amount < 0, group[-1].event))
    counted: list[Move] = []
    repeats: list[Move] = []
    for move in (move for group in told for move in group):
        if counted and (counted[-1].amount > 0) == (move.amount > 0):
            repeats.append(move)
        elif move.term in IN and any(before.amount > 0 for before in counted):
            again = "reworked" if move.term == "produced" else "returned"
            counted.append(replace(move, term=again))
        else:
            counted.append(move)
    return counted, repeats


def _event(move: Move) -> int:
    return move.event


def _units_here(counted: Iterable[Move]) -> int:
    """How many units came last, and did not go."""
    return sum({move.unit: move.amount > 0 for move in counted}.values())


def _one_making(moves: Sequence[Move]) -> tuple[list[Move], list[Move]]:
    """What a run put out and somebody commissioned is one making: the larger tells of it."""
    made = [m for m in moves if m.term == "produced" and not m.is_commissioned]
    commissioned = [m for m in moves if m.term == "produced" and m.is_commissioned]
    larger, smaller = sorted((made, commissioned), key=_sum, reverse=True)
    return [m for m in moves if m.term != "produced"] + larger, smaller


def _one_coming(
    of_lot: Sequence[Move], single: Sequence[Move]
) -> tuple[list[Move], list[Move], list[Move]]:
    """What came as a quantity and unit by unit came once: the larger tells of it."""
    in_lot = [move for move in of_lot if move.term in IN]
    in_single = [move for move in single if move.term in IN]
    if not in_lot or not in_single:
        return list(of_lot), list(single), []
    if _sum(in_single) >= _sum(in_lot):
        return [move for move in of_lot if move.term not in IN], list(single), in_lot
    return list(of_lot), [move for move in single if move.term not in IN], in_single


def _beyond(of_lot: Sequence[Move], units: Iterable[Move]) -> tuple[list[Move], list[Move]]:
    """Of what left or came back: the lot's amounts beyond the units that the same event names."""
    named: dict[tuple[int, bool], Decimal] = defaultdict(Decimal)
    for move in units:
        key = (move.event, move.amount > 0)
        named[key] = _WIDE.add(named[key], move.amount.copy_abs())
    kept: list[Move] = []
    twice: list[Move] = []
    for move in of_lot:
        key = (move.event, move.amount > 0)
        part = min(move.amount.copy_abs(), named[key]) if move.term not in IN else _ZERO
        if not part:
            kept.append(move)
            continue
        named[key] = _WIDE.subtract(named[key], part)
        way = 1 if move.amount > 0 else -1
        twice.append(replace(move, amount=signed(part, way), given=None))
        if rest := _WIDE.subtract(move.amount.copy_abs(), part):
            kept.append(replace(move, amount=signed(rest, way), given=None))
    return kept, twice


def _checked(counts: Iterable[Count], kept: Sequence[Move]) -> tuple[Count, ...]:
    """The counts, oldest first, each beside what the moves until then leave.

    What was booked for a count at its own time is no part of what it met.
    """
    ordered = sorted(counts, key=lambda count: (count.at, count.event))
    return tuple(
        replace(count, expected=summed(m.amount for m in kept if _is_before(m, count)))
        for count in ordered
    )


def _is_before(move: Move, count: Count) -> bool:
    return move.at < count.at or (move.at == count.at and move.term != COUNTED)


def _counted(counts: Sequence[Count], kept: Sequence[Move]) -> Decimal:
    """What was counted last and moved since. What was booked for a count moved nothing."""
    last = counts[-1]
    since = (move.amount for move in kept if move.at > last.at and move.term != COUNTED)
    return _WIDE.add(last.amount, summed(since))


def _sum(moves: Iterable[Move]) -> Decimal:
    return summed(move.amount for move in moves)
