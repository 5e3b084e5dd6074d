"""Rates before and after, against published figures and against counting every case."""

from __future__ import annotations

import math

import pytest

from gozinto.genealogy.rates import Counted, compare, rate


def test_the_interval_of_a_rate_is_that_of_the_literature() -> None:
    """R, help of poisson.test: 137 failures in 24.19893 units."""
    found = rate(Counted(137, 24.19893))
    assert found.value == pytest.approx(5.661407, rel=1e-6)
    assert (found.lower, found.upper) == pytest.approx((4.753125, 6.692709), rel=1e-6)


@pytest.mark.parametrize(
    ("failures", "lower", "upper"),
    [(0, 0, 3.6889), (1, 0.0253, 5.5716), (5, 1.6235, 11.6683), (10, 4.7954, 18.3904)],
)
def test_exact_limits_of_a_count_are_those_of_garwood(
    failures: int, lower: float, upper: float
) -> None:
    found = rate(Counted(failures, 1))
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)


def test_the_ratio_of_two_rates_is_that_of_the_literature() -> None:
    """R, help of poisson.test: 11 in 800 against 21 in 3011; 1.971488 (0.8584264, 4.2772659)."""
    found = compare(Counted(21, 1083 + 1050 + 878), Counted(11, 800))
    assert found.ratio is not None
    told = (found.ratio.value, found.ratio.lower, found.ratio.upper)
    assert told == pytest.approx((1.971488, 0.8584264, 4.2772659), rel=1e-6)
    assert not found.is_proven


def test_what_became_rarer_beyond_chance_is_proven() -> None:
    found = compare(Counted(30, 1000), Counted(2, 1000))
    assert found.is_proven
    # C(32,0)+C(32,1)+C(32,2) of 2^32: as heads of a coin.
    assert found.chance == pytest.approx((1 + 32 + 496) / 2**32, rel=1e-9)


def test_a_few_units_without_a_failure_prove_nothing() -> None:
    found = compare(Counted(3, 1000), Counted(0, 100))
    assert (found.after.value, found.is_proven) == (0, False)
    assert found.ratio is not None
    assert found.ratio.lower == 0
    assert found.chance == pytest.approx((1000 / 1100) ** 3)


def test_where_nothing_failed_before_nothing_is_compared() -> None:
    found = compare(Counted(0, 1000), Counted(0, 1000))
    assert (found.ratio, found.is_proven, found.chance) == (None, False, 1)
    assert compare(Counted(0, 10), Counted(5, 10)).ratio is None


def test_if_all_failed_after_there_is_no_upper_bound() -> None:
    assert math.isfinite(rate(Counted(2_000, 10)).upper)
    with pytest.raises(ValueError, match="units"):
        rate(Counted(1, 0))


def test_the_interval_holds_as_often_as_it_says() -> None:
    """Of all that may be counted at a mean of 4, 95 % have it in their interval at least."""
    inside = 0.0
    for count in range(60):
        found = rate(Counted(count, 1))
        if found.lower <= 4 <= found.upper:
            inside += math.exp(count * math.log(4) - 4 - math.lgamma(count + 1))
    assert 0.95 <= inside < 0.99
