"""Suspects on random tables of units and factors, against fractions and loops."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gozinto.genealogy.suspects.explaining import ALPHA, covering, explained
from gozinto.genealogy.suspects.membership import Membership
from gozinto.genealogy.suspects.overturning import overturned
from gozinto.genealogy.suspects.ranking import Row, ranked
from gozinto.genealogy.suspects.tails import log_false_discovery, log_tail

few = settings(max_examples=80, deadline=None)
FACTORS = 7

tables = st.lists(st.frozensets(st.integers(0, FACTORS - 1)), min_size=1, max_size=24)


def tail(hits: int, exposed: int, complaints: int, population: int) -> Fraction:
    """The chance as the book has it, counted exactly."""
    ways = sum(
        math.comb(exposed, x) * math.comb(population - exposed, complaints - x)
        for x in range(hits, min(exposed, complaints) + 1)
    )
    return Fraction(ways, math.comb(population, complaints))


@st.composite
def draws(draw: st.DrawFn) -> tuple[int, int, int, int]:
    population = draw(st.integers(1, 90))
    exposed, complaints = draw(st.integers(0, population)), draw(st.integers(0, population))
    least, most = max(0, exposed + complaints - population), min(exposed, complaints)
    return draw(st.integers(least, most)), exposed, complaints, population


@few
@given(st.lists(draws(), min_size=1, max_size=9))
def test_a_chance_is_what_counting_all_draws_gives(some: list[tuple[int, int, int, int]]) -> None:
    a, k, n, total = zip(*some, strict=True)
    found = log_tail(a, exposed=k, complaints=n, population=total)
    for one, of in zip(found.tolist(), some, strict=True):
        assert math.isclose(math.exp(one), tail(*of), rel_tol=1e-9)


@few
@given(st.lists(st.fractions(min_value=Fraction(1, 10**6), max_value=1), max_size=20))
def test_false_discoveries_are_those_of_benjamini_and_hochberg(chances: list[Fraction]) -> None:
    p = sorted(chances)
    expected = [
        min(min(p[later] * len(p) / (later + 1) for later in range(place, len(p))), 1)
        for place in range(len(p))
    ]
    found = np.exp(log_false_discovery(np.log([float(one) for one in p])))
    assert np.allclose(found, [float(one) for one in expected], rtol=1e-9)


@few
@given(tables, st.data())
def test_the_ranking_is_what_loops_and_fractions_say(
    table: list[frozenset[int]], data: st.DataObject
) -> None:
    bad = data.draw(st.lists(st.booleans(), min_size=len(table), max_size=len(table)))
    counts = data.draw(st.lists(st.booleans(), min_size=len(table), max_size=len(table)))
    within = [unit for unit, one in enumerate(counts) if one]
    complaints = [unit for unit in within if bad[unit]]
    expected: dict[frozenset[int], set[int]] = {}
    for factor in range(FACTORS):
        units = frozenset(unit for unit in within if factor in table[unit])
        if units.intersection(complaints):
            expected.setdefault(units, set()).add(factor)
    found = ranked(
        Membership.of(table, count=FACTORS), np.array(bad), within=np.array(counts, dtype=np.bool_)
    )
    rows = list(found.rows(FACTORS))
    assert found.tested == len(rows) == len(expected)
    for row in rows:
        units = frozenset(unit for unit in within if row.factors[0] in table[unit])
        assert set(row.factors) == expected[units], "what the same units have is one suspect"
        assert list(row.factors) == sorted(row.factors)
        assert row.hits == len(units.intersection(complaints))
        told = (row.exposed, row.complaints, row.population)
        assert told == (len(units), len(complaints), len(within))
        chance = tail(row.hits, *told)
        assert math.isclose(row.p, chance, rel_tol=1e-9)
        assert row.p <= row.q * (1 + 1e-12)
        low, high = row.lift_interval
        assert low <= row.lift * (1 + 1e-9)
        assert row.lift <= high * (1 + 1e-9)
    assert [row.p for row in rows] == sorted(row.p for row in rows)


@few
@given(tables, st.data())
def test_each_cause_is_believed_among_what_those_before_it_leave(
    table: list[frozenset[int]], data: st.DataObject
) -> None:
    bad = np.array(data.draw(st.lists(st.booleans(), min_size=len(table), max_size=len(table))))
    membership = Membership.of(table, count=FACTORS)
    first = ranked(membership, bad)
    found = explained(membership, bad, first=first, exposed=membership.counts())
    left = set(range(len(table)))
    for cause in found.causes:
        factor = cause.row.factors[0]
        exposed = {unit for unit in left if factor in table[unit]}
        complaints = {unit for unit in left if bad[unit]}
        assert set(cause.explains) == exposed & complaints
        chance = tail(len(exposed & complaints), len(exposed), len(complaints), len(left))
        assert math.isclose(cause.row.p, chance, rel_tol=1e-9)
        assert chance <= ALPHA
        left -= exposed
    assert set(found.unexplained) == {unit for unit in left if bad[unit]}


sets = st.lists(st.integers(1, 63), min_size=1, max_size=7)


@few
@given(sets, st.data())
def test_the_cheapest_cover_is_the_cheapest_of_all_choices(
    some: list[int], data: st.DataObject
) -> None:
    costs = data.draw(st.lists(st.integers(1, 20), min_size=len(some), max_size=len(some)))
    wanted = 0
    for one in some:
        wanted |= one
    found = covering(some, [float(cost) for cost in costs], wanted=wanted)
    held = 0
    for one in found:
        held |= some[one]
    assert held == wanted
    cheapest = min(
        sum(costs[one] for one in choice)
        for size in range(len(some) + 1)
        for choice in itertools.combinations(range(len(some)), size)
        if _union(some, choice) == wanted
    )
    assert sum(costs[one] for one in found) == cheapest


def _union(some: list[int], choice: tuple[int, ...]) -> int:
    held = 0
    for one in choice:
        held |= some[one]
    return held


@few
@example((1, 1, 1, 60), 1)  # three in sixty are exactly what is still believed
@given(draws(), st.integers(1, 30))
def test_so_many_further_complaints_and_not_one_fewer_overturn_it(
    of: tuple[int, int, int, int], tested: int
) -> None:
    hits, exposed, complaints, population = of
    row = Row(
        factors=(0,), hits=hits, complaints=complaints, exposed=exposed, population=population,
        log_p=0.0, log_q=0.0,
    )  # fmt: skip
    found = overturned(row, None, tested=tested, alpha=ALPHA).doubted
    room = population - exposed - (complaints - hits)
    doubted = [
        more
        for more in range(room + 1)
        if tail(hits, exposed, complaints + more, population) > Fraction(ALPHA) / tested
    ]
    assert found == (doubted[0] if doubted else None)
