"""Balances of random lots: they close, nothing is lost, and brute force counts the same."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import count
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gozinto import record, trace
from gozinto.genealogy.balance import (
    BACK,
    COUNTED,
    IN,
    OUT,
    SIGNS,
    Balance,
    Move,
    balanced,
    signed,
)
from gozinto.plant import objects
from gozinto.record.models import Involvement
from gozinto.standards.epcis.events import ObjectEvent
from gozinto.standards.quantities import convert
from tests.plants import at, lot, some

few = settings(max_examples=200, deadline=None)
weights = st.decimals(Decimal("0.001"), 1000, places=3)
amounts = weights | st.decimals(1, 10**17, places=17)
instants = st.integers(0, 6)


@st.composite
def quantities_moved(draw: st.DrawFn) -> list[Move]:
    """A lot that is only told of by quantity."""
    terms = draw(st.lists(st.sampled_from([*SIGNS, COUNTED]), max_size=12))
    return [
        Move(
            event=event,
            at=draw(instants),
            term=term,
            amount=signed(
                draw(amounts), draw(st.sampled_from([1, -1])) if term == COUNTED else way
            ),
            is_commissioned=term == "produced" and draw(st.booleans()),
        )
        for event, term in enumerate(terms)
        if (way := SIGNS[term])
    ]


@st.composite
def units_moved(draw: st.DrawFn) -> list[Move]:
    """A lot that is told of unit by unit, in any order, some of it again and again."""
    terms = [*IN[1:], "returned", *OUT]
    return [
        Move(event=event, at=draw(instants), term=term, amount=Decimal(SIGNS[term]), unit=unit)
        for event in range(draw(st.integers(0, 14)))
        for unit in draw(st.sets(st.integers(1, 4), min_size=1))
        for term in [draw(st.sampled_from(terms))]
    ]


def left(found: Balance) -> Fraction:
    """What the equation leaves, exactly."""
    came = Fraction(found.total(*IN, *BACK, COUNTED))
    return came - Fraction(found.total(*OUT)) - Fraction(found.on_hand)


@few
@given(quantities_moved(), units_moved())
def test_a_balance_closes(by_quantity: list[Move], by_unit: list[Move]) -> None:
    found = balanced([*by_quantity, *by_unit])
    assert left(found) == Fraction(found.difference)
    assert found.on_hand >= 0


@few
@given(quantities_moved(), units_moved())
def test_no_amount_is_lost(by_quantity: list[Move], by_unit: list[Move]) -> None:
    moves = [*by_quantity, *by_unit]
    found = balanced(moves)
    kept = [move for told in found.terms.values() for move in told]
    told = sum(Fraction(move.amount) for move in moves)
    assert sum(Fraction(move.amount) for move in (*kept, *found.told_twice)) == told
    assert all(m.term == term for term, told in found.terms.items() for m in told)


@few
@given(quantities_moved(), st.randoms())
def test_the_order_in_which_it_is_told_changes_nothing(moves: list[Move], random: Random) -> None:
    shuffled = list(moves)
    random.shuffle(shuffled)
    assert balanced(shuffled) == balanced(moves)


@few
@given(units_moved())
def test_units_are_counted_as_a_person_would_with_a_list_of_their_numbers(
    moves: list[Move],
) -> None:
    where: dict[int, str] = {}
    went: Counter[str] = Counter()
    # of one instant who came is ticked before who went
    for move in sorted(moves, key=lambda m: (m.at, m.amount < 0, m.event)):
        assert move.unit is not None
        came = move.amount > 0
        if where.get(move.unit) != ("here" if came else "gone"):
            where[move.unit] = "here" if came else "gone"
            went[move.term] += not came
    found = balanced(moves)
    assert found.units_here == (list(where.values()).count("here") if moves else None)
    assert found.on_hand == (found.units_here or 0)
    assert {term: found.total(term) for term in OUT if found.total(term)} == {
        term: times for term, times in went.items() if times
    }
    # a unit comes in at most once, whatever else is told of it
    assert found.total(*IN) <= len(where)


_NUMBERS = count(1)
_TOLD = {
    "receiving": ("OBSERVE", 1),
    "shipping": ("OBSERVE", -1),
    "sampling": ("OBSERVE", -1),
    "destroying": ("DELETE", -1),
}


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(_TOLD)),
            weights,
            st.sampled_from(["KGM", "GRM", "TNE"]),
            instants,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_the_terms_of_a_recorded_lot_are_the_sums_of_its_deltas(
    told: list[tuple[str, Decimal, str, int]],
) -> None:
    uri = lot("NR", f"R-{next(_NUMBERS)}")
    for step, amount, uom, hours in told:
        action, _ = _TOLD[step]
        record.capture(
            ObjectEvent(
                event_time=at(hours),
                action=action,  # type: ignore[arg-type]  # drawn from the three actions there are
                biz_step=step,
                quantity_list=(some(uri, str(amount), uom),),
            )
        )
    (part,) = trace.balance(objects.resolve(uri)).balances
    deltas = Involvement.objects.filter(object__uri=uri).values_list("delta", "uom")
    book = sum(convert(delta, uom, "KGM") for delta, uom in deltas)
    assert sum(SIGNS[term.term] * term.quantity for term in part.terms) == book
    assert part.on_hand + part.difference == book
    assert part.on_hand == max(book, 0)
    for term in part.terms:
        assert sum(event.quantity for event in term.events) == term.quantity
