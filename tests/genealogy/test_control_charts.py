"""The Western Electric rules against a form that anybody can check by eye."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.genealogy.control_charts import LOOKBACK, Limits, limits, signals

STANDARD = Limits(0, 1)

values = st.lists(
    st.one_of(
        st.floats(-4, 4), st.sampled_from([-3.5, -3, -2.5, -2, -1.5, -1, 0, 1, 1.5, 2, 2.5, 3, 3.5])
    ),
    max_size=40,
)


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


def side_by_side(rule: int, up_to_here: list[float], side: int) -> bool:
    """The pattern on one side alone: the other side's values count as the centre."""
    return holds(rule, [v if v * side > 0 else 0 for v in up_to_here])


def naive(listed: list[float]) -> list[tuple[int, int]]:
    return sorted(
        {
            (index, rule)
            for index in range(len(listed))
            for rule in (1, 2, 3, 4)
            for side in (1, -1)
            if side_by_side(rule, listed[: index + 1], side)
            and not (index and side_by_side(rule, listed[:index], side))
        }
    )


@given(values)
def test_the_signals_are_those_of_the_naive_form(listed: list[float]) -> None:
    assert signals(listed, STANDARD) == naive(listed)


@given(values)
def test_the_other_side_is_the_mirror_image(listed: list[float]) -> None:
    assert signals([-v for v in listed], STANDARD) == signals(listed, STANDARD)


@given(
    st.lists(st.integers(-4, 4), max_size=40), st.integers(-50, 50), st.sampled_from([0.5, 2, 8])
)
def test_place_and_scale_do_not_matter(listed: list[int], center: int, sigma: float) -> None:
    moved = [center + sigma * v for v in listed]
    assert signals(moved, Limits(center, sigma)) == signals(listed, STANDARD)


@given(values, values)
def test_what_lies_further_back_than_the_window_decides_nothing(
    before: list[float], listed: list[float]
) -> None:
    """So a value can be judged by the few before it."""
    begun = len(listed) - LOOKBACK
    if begun < 1:
        return
    tail = [(i, rule) for i, rule in signals(listed, STANDARD) if i >= LOOKBACK]
    longer = signals([*before, *listed], STANDARD)
    assert tail == [(i - len(before), rule) for i, rule in longer if i >= len(before) + LOOKBACK]


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
    assert signals(listed, STANDARD) == [(len(listed) - 1, rule)]


@pytest.mark.parametrize(
    "listed", [[3.0], [2.1, 0, -2.1], [1.1, 1.1, 0, 1.1], [0.1] * 7, [0.1] * 4 + [0] + [0.1] * 4]
)
def test_what_is_almost_a_pattern_is_none(listed: list[float]) -> None:
    assert signals(listed, STANDARD) == []


def test_a_shift_that_stays_is_told_once() -> None:
    assert signals([0.5] * 30, STANDARD) == [(7, 4)]


def test_limits_come_from_the_moving_range() -> None:
    found = limits([10, 12, 11, 13])  # ranges 2, 1, 2
    assert found is not None
    assert found.center == 11.5
    assert math.isclose(found.sigma, 5 / 3 / 1.128)


@pytest.mark.parametrize("baseline", [[], [1.0], [7.0] * 25])
def test_what_does_not_scatter_has_no_limits(baseline: list[float]) -> None:
    assert limits(baseline) is None
