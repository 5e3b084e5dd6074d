"""The Western Electric rules against a form that anybody can check by eye."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.genealogy.control_charts import (
    BASELINE,
    LOOKBACK,
    MARKS,
    QUIET,
    Limits,
    Signal,
    drawn,
    limits,
    signals,
)

STANDARD = Limits(0, 1)

values = st.lists(
    st.one_of(
        st.floats(-4, 4), st.sampled_from([-3.5, -3, -2.5, -2, -1.5, -1, 0, 1, 1.5, 2, 2.5, 3, 3.5])
    ),
    max_size=40,
)


def standard(listed: list[float], within: Limits = STANDARD) -> list[Signal]:
    """The signals of values that are all judged by the same limits."""
    return signals(listed, [within] * len(listed))


def holds(rule: int, up_to_here: list[float]) -> bool:
    """Whether the last value completes or goes on with the pattern, spelled out."""
    if rule == 1:
        return abs(up_to_here[-1]) > 3
    if rule == 2:
        last = up_to_here[-3:]
        return len([v for v in last if v > 2]) >= 2 or len([v for v in last if v < -2]) >= 2
    if rule == 3:
        last = up_to_here[-5:]
        return len([v for v in last if v > 1]) >= 4 or len([v for v in last if v < -1]) >= 4
    last = up_to_here[-8:]
    return len(last) == 8 and (all(v > 0 for v in last) or all(v < 0 for v in last))


def naive(listed: list[float]) -> list[Signal]:
    there = [
        tuple(rule for rule in (1, 2, 3, 4) if holds(rule, listed[: index + 1]))
        for index in range(len(listed))
    ]
    return [
        Signal(index, rules)
        for index, rules in enumerate(there)
        if rules and not any(there[max(0, index - QUIET) : index])
    ]


@given(values)
def test_the_signals_are_those_of_the_naive_form(listed: list[float]) -> None:
    assert standard(listed) == naive(listed)


@given(values)
def test_the_other_side_is_the_mirror_image(listed: list[float]) -> None:
    assert standard([-v for v in listed]) == standard(listed)


@given(
    st.lists(st.integers(-4, 4), max_size=40), st.integers(-50, 50), st.sampled_from([0.5, 2, 8])
)
def test_place_and_scale_do_not_matter(listed: list[int], center: int, sigma: float) -> None:
    moved = [center + sigma * v for v in listed]
    assert standard(moved, Limits(center, sigma)) == standard([float(v) for v in listed])


@given(values, values)
def test_what_lies_further_back_than_the_window_decides_nothing(
    before: list[float], listed: list[float]
) -> None:
    """So a value can be judged by the few before it."""
    begun = len(listed) - LOOKBACK
    if begun < 1:
        return
    tail = [(one.index, one.rules) for one in standard(listed) if one.index >= LOOKBACK]
    longer = standard([*before, *listed])
    assert tail == [
        (one.index - len(before), one.rules)
        for one in longer
        if one.index >= len(before) + LOOKBACK
    ]


@pytest.mark.parametrize(
    ("listed", "rule"),
    [
        ([0, 0, 3.1], 1),
        ([2.1, 0, 2.1], 2),
        ([1.1, 1.1, 0, 1.1, 1.1], 3),
        ([0.1, 0.2] * 4, 4),
    ],
)
def test_each_rule_is_told_where_its_pattern_is_complete(listed: list[float], rule: int) -> None:
    assert standard(listed) == [Signal(len(listed) - 1, (rule,))]


@pytest.mark.parametrize(
    "listed", [[3.0], [2.1, 0, -2.1], [1.1, 1.1, 0, 1.1], [0.1] * 7, [0.1] * 4 + [0] + [0.1] * 4]
)
def test_what_is_almost_a_pattern_is_none(listed: list[float]) -> None:
    assert standard(listed) == []


def test_a_shift_that_stays_is_told_once() -> None:
    assert standard([0.5] * 30) == [Signal(7, (4,))]


def test_one_disturbance_that_breaks_rule_after_rule_is_one_signal() -> None:
    """An outlier, two of three, four of five, and then eight in a row: it is one shift."""
    assert standard([0.0, 3.1, 2.5, 1.5, 1.5, 0.5, 0.5, 0.5, 0.5, 0.5]) == [Signal(1, (1,))]


def test_a_signal_that_comes_back_after_a_quiet_while_is_told_again() -> None:
    alike = [0.1, -0.1] * 5
    assert standard([3.1, *alike[: QUIET - 1], 3.1]) == [Signal(0, (1,))]
    assert standard([3.1, *alike[:QUIET], 3.1]) == [Signal(0, (1,)), Signal(QUIET + 1, (1,))]


def test_a_value_is_judged_by_the_limits_in_force_there() -> None:
    wide = Limits(0, 10)
    assert signals([4.0, 4.0], [None, wide]) == []
    assert signals([4.0, 4.0], [wide, STANDARD]) == [Signal(1, (1, 2))]


def test_limits_come_from_the_moving_range() -> None:
    found = limits([10, 12, 11, 13])  # ranges 2, 1, 2
    assert found is not None
    assert found.center == 11.5
    assert math.isclose(found.sigma, 5 / 3 / 1.128)


@pytest.mark.parametrize("baseline", [[], [1.0], [7.0] * 25, [1.0, 1.0, 0.0] * 9])
def test_what_does_not_scatter_or_is_good_or_bad_has_no_limits(baseline: list[float]) -> None:
    assert limits(baseline) is None


def test_limits_are_drawn_again_as_more_values_are_there() -> None:
    first = [float(number % 7) for number in range(120)]
    assert drawn(first[:24]) == []
    assert drawn(first[:50]) == [limits(first[:25]), limits(first[:50])]
    assert drawn(first) == [limits(first[:mark]) for mark in MARKS]


def cries(length: int, *, times: int) -> float:
    """How many values of a steady process pass for one signal, with limits drawn from its own."""
    chance = random.Random(20261123)
    found = judged = 0
    for _ in range(times):
        listed = [chance.gauss(80, 3) for _ in range(BASELINE + length)]
        by_mark = dict(zip(MARKS, drawn(listed), strict=False))
        within = [
            next((by_mark[mark] for mark in reversed(MARKS) if index >= mark), None)
            for index in range(len(listed))
        ]
        found += len(signals(listed, within))
        judged += length
    return judged / found


@pytest.mark.parametrize(("length", "at_least"), [(25, 55), (100, 60), (400, 75)])
def test_a_steady_process_seldom_looks_out_of_control(length: int, at_least: int) -> None:
    """With limits that are known it would be once in 92 values or less; here they are drawn."""
    rate = cries(length, times=40_000 // length)
    assert at_least < rate < 110
