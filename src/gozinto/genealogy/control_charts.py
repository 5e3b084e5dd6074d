"""Control charts of single values, and the Western Electric rules that read them.

The four rules, on each side of the centre: NIST/SEMATECH e-Handbook of Statistical Methods,
section 6.3.2; Western Electric, Statistical Quality Control Handbook (1956). The limits of a chart
of single values from moving ranges: the same handbook, section 6.3.2.2.

With limits that are known all four rules together cry once in 92 values of a steady process (Champ
and Woodall, 1987). Limits drawn from 25 values are themselves uncertain, and cry once in 36; so
they are drawn again as more values are there, and what goes on is one signal.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MARKS = (25, 50, 100)
"""After so many values the limits are drawn, from all of these, and hold from the next one on."""

BASELINE = MARKS[0]
"""How many first values say what the process is like, and are judged by nothing."""

QUIET = 8
"""So many values without any pattern end a signal: as many as the longest pattern looks at."""

LOOKBACK = 2 * QUIET - 1
"""How many values before one decide whether a signal begins with it."""

_D2 = 1.128
"""The mean range of two values of a normal process, in standard deviations."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a process lies, and how far it scatters by itself."""

    center: float
    sigma: float


@dataclass(frozen=True, slots=True)
class Signal:
    """A process that looks out of control: from which value on, and by which rules (1 to 4)."""

    index: int
    rules: tuple[int, ...]


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
    """The limits that these values set; None where they do not scatter as measured values do.

    Of no more than two different values it is counted how often each comes: good and bad.
    """
    if len(set(baseline)) <= 2:
        return None
    steps = [abs(late - early) for early, late in itertools.pairwise(baseline)]
    sigma = sum(steps) / len(steps) / _D2
    return Limits(sum(baseline) / len(baseline), sigma)


def drawn(first: Sequence[float]) -> list[Limits | None]:
    """The limits that are drawn at each mark which these first values of a series reach."""
    return [limits(first[:mark]) for mark in MARKS if len(first) >= mark]


def signals(values: Sequence[float], within: Sequence[Limits | None]) -> list[Signal]:
    """Where the process begins to look out of control; linear in the number of values.

    `within`: the limits in force at each value, None where it is judged by none. Patterns that
    follow each other are one signal, told at the value that completes the first of them.
    """
    holding: list[tuple[int, ...]] = [()] * len(values)
    for one in {limits for limits in within if limits is not None}:
        for index, rules in enumerate(_holding(values, one)):
            if within[index] == one:
                holding[index] = rules
    found: list[Signal] = []
    quiet = QUIET
    for index, rules in enumerate(holding):
        if rules and quiet >= QUIET:
            found.append(Signal(index, rules))
        quiet = 0 if rules else quiet + 1
    return found


def _holding(values: Sequence[float], within: Limits) -> Iterator[tuple[int, ...]]:
    """For each value the rules whose pattern it completes or goes on with."""
    deviations = [(value - within.center) / within.sigma for value in values]
    rules = [
        _complete([side * z > pattern.sigmas for z in deviations], pattern)
        for pattern in _PATTERNS
        for side in (1, -1)
    ]
    for holds in zip(*rules, strict=True):
        yield tuple(sorted({place // 2 + 1 for place, one in enumerate(holds) if one}))


def _complete(beyond: Sequence[bool], pattern: _Pattern) -> Iterator[bool]:
    there = 0
    for index, one in enumerate(beyond):
        there += one
        if index >= pattern.of:
            there -= beyond[index - pattern.of]
        yield there >= pattern.count
