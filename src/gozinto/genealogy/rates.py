"""How often something fails, before and after, and how sure it is that it became rarer.

Counts are of independent failures (Poisson). The interval of one rate: Garwood, Biometrika 28
(1936) 437. Two rates: given how many failures there were in all, those of one window are binomial
(Przyborowski and Wilenski, Biometrika 31 (1940) 313), so that the interval of their ratio is that
of Clopper and Pearson, Biometrika 26 (1934) 404. All are exact: they hold at least as often as
they say, however few failures there were.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Counted:
    """So many failures of so many units."""

    failures: int
    units: float


@dataclass(frozen=True, slots=True)
class Interval:
    """What was found, and between which bounds it lies; math.inf for no upper bound."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rates, what share of the first the second is, and how probable it is by chance alone.

    `ratio`: after by before; None where nothing failed before, or nothing was made. `chance`: with
    what probability no more than so many would fail after, if nothing had changed.
    """

    before: Interval
    after: Interval
    ratio: Interval | None
    chance: float

    @property
    def is_proven(self) -> bool:
        """Whether it became rarer, beyond what chance explains: the whole interval lies below 1."""
        return self.ratio is not None and self.ratio.upper < 1


def rate(counted: Counted, *, confidence: float = CONFIDENCE) -> Interval:
    """Failures by unit, with its exact interval. Raises ValueError without units."""
    if counted.units <= 0 or counted.failures < 0:
        raise ValueError("a rate is of some units")
    x, tail = counted.failures, (1 - confidence) / 2
    most = x + 20 * math.sqrt(x + 1) + 20
    low = _solve(lambda mean: 1 - _poisson(x - 1, mean) - tail, 0, most) if x else 0.0
    high = _solve(lambda mean: tail - _poisson(x, mean), 0, most)
    return Interval(x / counted.units, low / counted.units, high / counted.units)


def compare(before: Counted, after: Counted, *, confidence: float = CONFIDENCE) -> Comparison:
    """The rates before and after, and their ratio. Raises ValueError where one has no units."""
    first, second = rate(before, confidence=confidence), rate(after, confidence=confidence)
    x, n = after.failures, before.failures + after.failures
    share = after.units / (before.units + after.units)
    ratio: Interval | None = None
    if before.failures:
        low, high = _clopper_pearson(x, n, (1 - confidence) / 2)
        ratio = Interval(second.value / first.value, _odds(low, share), _odds(high, share))
    return Comparison(first, second, ratio, _binomial(x, n, share) if n else 1.0)


def _odds(part: float, share: float) -> float:
    """The ratio of rates at which this part of all failures is expected after."""
    return math.inf if part >= 1 else part / (1 - part) * (1 - share) / share


def _clopper_pearson(x: int, n: int, tail: float) -> tuple[float, float]:
    low = _solve(lambda p: 1 - _binomial(x - 1, n, p) - tail, 0, 1) if x else 0.0
    high = _solve(lambda p: tail - _binomial(x, n, p), 0, 1) if x < n else 1.0
    return low, high


def _poisson(most: int, mean: float) -> float:
    """The probability of at most so many."""
    if most < 0 or mean <= 0:
        return float(most >= 0)
    terms = (k * math.log(mean) - mean - math.lgamma(k + 1) for k in range(most + 1))
    return min(1.0, math.fsum(map(math.exp, terms)))


def _binomial(most: int, n: int, p: float) -> float:
    """The probability of at most so many of n."""
    if most < 0:
        return 0.0
    if most >= n or p <= 0:
        return 1.0
    if p >= 1:
        return 0.0
    whole = math.lgamma(n + 1)
    terms = (
        whole - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(p)
        + (n - k) * math.log1p(-p)
        for k in range(most + 1)
    )  # fmt: skip
    return min(1.0, math.fsum(map(math.exp, terms)))


def _solve(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that rises from below zero crosses it."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
