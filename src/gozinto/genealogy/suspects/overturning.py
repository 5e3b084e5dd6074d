"""What would overturn a ranking, and which test would tell suspects apart."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gozinto.genealogy.suspects.ranking import Row
from gozinto.genealogy.suspects.tails import log_tail

T = TypeVar("T", bound=Hashable)
_ROUNDING = 1e-9
"""Two chances whose logarithms are closer are the same one, reckoned in two ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overturn:
    """How many further complaints would change the answer; None where none could.

    `behind`: so many that were exposed to the second suspect and not to the first put the first
    behind it. `doubted`: after so many that were not exposed to the first, nobody would believe it.
    """

    behind: int | None
    doubted: int | None


def overturned(first: Row, second: Row | None, *, tested: int, alpha: float) -> Overturn:
    """What it would take against the first suspect, of so many that were tested."""
    others = first.population - first.exposed
    room = others - (first.complaints - first.hits)

    def log_p(of: Row, more: int, hits: int) -> float:
        return float(
            log_tail(
                of.hits + hits,
                exposed=of.exposed,
                complaints=of.complaints + more,
                population=of.population,
            )
        )

    believed = math.log(alpha / max(tested, 1))
    doubted = _least(room, lambda more: log_p(first, more, 0) > believed + _ROUNDING)
    behind = None
    if second is not None:
        rival = second
        # nobody is exposed to a suspect who is not among its units
        most = min(room, rival.exposed - rival.hits)
        behind = _least(
            most, lambda more: log_p(first, more, 0) > log_p(rival, more, more) + _ROUNDING
        )
    return Overturn(behind=behind, doubted=doubted)


def _least(most: int, holds: Callable[[int], bool]) -> int | None:
    """The least number up to `most` of which this holds; once it holds it holds of all above."""
    if most < 0 or not holds(most):
        return None
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


@dataclass(frozen=True, slots=True)
class Telling(Generic[T]):
    """One way to learn which of several tied factors it is: what is tested, and how many bits
    its outcome is expected to tell. `of`: the tied factors that it is about."""

    of: frozenset[int]
    what: T
    bits: float


def best_tests(
    tied: Collection[int], units: Mapping[T, Collection[int]], *, rate: float, chance: float
) -> list[Telling[T]]:
    """Units that some of the tied factors touched and others did not, most telling first.

    Each factor is as likely to be the cause as every other; a unit that the cause touched is bad
    with the probability `rate`, any other with `chance`. What the outcome tells is the mutual
    information of the two (Lindley, Annals of Mathematical Statistics 27, 1956).
    """
    every = frozenset(tied)
    found = []
    for what, factors in units.items():
        of = every.intersection(factors)
        if of and of != every:
            share = len(of) / len(every)
            found.append(Telling(of, what, told_bits(share, rate=rate, chance=chance)))
    return sorted(found, key=lambda test: -test.bits)


def told_bits(share: float, *, rate: float, chance: float) -> float:
    """What a test tells, in bits: with the probability `share` it meets the cause.

    It comes out bad with the probability `rate` if it does, and with `chance` if it does not.
    """
    mixed = share * rate + (1 - share) * chance
    return _entropy(mixed) - share * _entropy(rate) - (1 - share) * _entropy(chance)


def _entropy(p: float) -> float:
    return -sum(x * math.log2(x) for x in (p, 1 - p) if x > 0)
