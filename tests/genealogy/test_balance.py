"""Balances that an auditor could draw up on paper."""

from __future__ import annotations

from decimal import Decimal

from gozinto.genealogy.balance import Count, Move, balanced


def moved(event: int, term: str, amount: int, *, unit: int | None = None) -> Move:
    """One move; its event is also its time."""
    return Move(event=event, at=event, term=term, amount=Decimal(amount), unit=unit)


def test_two_lines_of_one_shipment_are_met_by_its_units_once() -> None:
    """60 pieces in two lines, 40 of them by number: 60 left, and not 20."""
    units = [moved(1, "received", 1, unit=number) for number in range(40)]
    gone = [moved(2, "shipped", -1, unit=number) for number in range(40)]
    lines = [moved(2, "shipped", -30), moved(2, "shipped", -30)]
    found = balanced([moved(1, "received", 100), *units, *gone, *lines])
    assert found.total("shipped") == 60
    assert found.on_hand == 40


def test_only_the_last_count_says_what_is_there() -> None:
    moves = [moved(1, "received", 100), moved(3, "consumed", -20), moved(5, "consumed", -20)]
    counts = [
        Count(event=4, at=4, amount=Decimal(75)),
        Count(event=2, at=2, amount=Decimal(90)),
    ]
    found = balanced(moves, counts=counts)
    assert [(count.amount, count.expected) for count in found.counts] == [(90, 100), (75, 80)]
    assert (found.on_hand, found.difference) == (55, 5)


def test_a_lot_that_nothing_moved_is_even() -> None:
    found = balanced([])
    assert (found.on_hand, found.difference, found.units_here) == (0, 0, None)
