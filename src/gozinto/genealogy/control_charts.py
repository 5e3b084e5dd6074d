"""Control charts of single values, and the Western Electric rules that read them.

Western Electric, Statistical Quality Control Handbook (1956), "tests for unnatural patterns"; the
limits of a chart of individuals from moving ranges: Montgomery, Introduction to Statistical
Quality Control, section 6.4.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

BASELINE = 25
"""How many first values say what the process is like when nothing disturbs it."""

LOOKBACK = 8
"""How many values before one decide whether a pattern begins with it."""

_D2 = 1.128
"""The mean range of two values of a normal process, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a process lies, and how far it scatters by itself."""

    center: float
    sigma: float


@dataclass(frozen=True, slots=True)
class _Pattern:
    """At least `count` of the last `of` values lie further than `sigmas` off, on one side."""

    count: int
    of: int
    sigmas: float


_PATTERNS: tuple[_Pattern, ...] = (
    _Pattern(1, 1, 3),
    _Pattern(2, 3, 2),
    _Pattern(4, 5, 1),
    _Pattern(8, 8, 0),
)
"""The four rules, in their order: rule 1 is the first."""


def limits(baseline: Sequence[float]) -> Limits | None:
    """The limits that these values set; None where they do not scatter at all."""
    if len(baseline) < 2:
        return None
    steps = [abs(late - early) for early, late in itertools.pairwise(baseline)]
    sigma = sum(steps) / len(steps) / _D2
    return Limits(sum(baseline) / len(baseline), sigma) if sigma > 0 else None


def signals(values: Sequence[float], within: Limits) -> list[tuple[int, int]]:
    """Where a pattern begins: the value's place and the number of the rule (1 to 4), in order.

    A pattern that goes on is told once, and again when it has stopped and comes back. Linear.
    """
    deviations = [(value - within.center) / within.sigma for value in values]
    found = [
        (index, rule)
        for rule, pattern in enumerate(_PATTERNS, start=1)
        for side in (1, -1)
        for index in _begins([side * z > pattern.sigmas for z in deviations], pattern)
    ]
    return sorted(set(found))


def _begins(beyond: Sequence[bool], pattern: _Pattern) -> list[int]:
    """The places at which the pattern holds and did not hold just before."""
    found, there, held = [], 0, False
    for index, one in enumerate(beyond):
        there += one
        if index >= pattern.of:
            there -= beyond[index - pattern.of]
        holds = there >= pattern.count
        if holds and not held:
            found.append(index)
        held = holds
    return found
