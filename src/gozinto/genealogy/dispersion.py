"""Batch dispersion: how far lots spread, and what taking them back would cost.

Downward dispersion of a raw lot: the finished lots that contain it; upward dispersion of a
finished lot: the raw lots in it. Source: Dupuy, Botta-Genoulaz and Guinet, "Batch dispersion
model to optimise traceability in food industry", Journal of Food Engineering 70 (2005). Worst
and average recall cost over raw lots: Dabbene and Gay, "Food traceability systems: performance
evaluation and optimization", Computers and Electronics in Agriculture 75 (2011).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TypeVar

from gozinto.genealogy.balance import summed
from gozinto.genealogy.graph import Source
from gozinto.genealogy.memory import Memory, Remembered
from gozinto.genealogy.reach import Reach

K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Hashable)

_SIX_DIGITS = Decimal("0.000001")
_WIDE = Context(prec=60)

Ask = Callable[[Source, Collection[int]], Reach]
"""One question: from these objects over this source."""


@dataclass(frozen=True, slots=True)
class EachReach:
    """Of many lots, the objects that each reaches, itself among them; and whether all was read."""

    objects: Mapping[int, frozenset[int]]
    truncated: bool


def reach_each(source: Source, groups: Mapping[int, Collection[int]], *, ask: Ask) -> EachReach:
    """What each lot reaches, a lot standing for its group of objects.

    The source is read once, for all of them together, so the number of its questions does not
    grow with the number of lots; each walk is then in memory. A kernel that walks from many
    origins at once can stand in for this function alone.
    """
    read = Remembered(source)
    together = ask(read, sorted({node for nodes in groups.values() for node in nodes}))
    memory = Memory(read.links, read.presences)
    return EachReach(
        {lot: frozenset(ask(memory, sorted(nodes)).objects) for lot, nodes in groups.items()},
        together.truncated,
    )


def turned_round(reached: Mapping[K, Collection[V]]) -> dict[V, frozenset[K]]:
    """Upward out of downward dispersion, and back: for each thing that is reached, by whom."""
    found: dict[V, set[K]] = {}
    for lot, things in reached.items():
        for thing in things:
            found.setdefault(thing, set()).add(lot)
    return {thing: frozenset(lots) for thing, lots in found.items()}


@dataclass(frozen=True, slots=True)
class Extent:
    """Of one measure over many lots: the worst, the lot that has it, and the average."""

    worst: Decimal
    worst_of: int
    average: Decimal


def extent(of: Mapping[int, Decimal]) -> Extent | None:
    """The worst and the average, rounded to six digits; None of no lots. Ties: the first lot.

    Over the recall costs of raw lots these are WCRC and ARC.
    """
    if not of:
        return None
    worst_of = min(of, key=lambda lot: (-of[lot], lot))
    average = _WIDE.divide(summed(of.values()), Decimal(len(of)))
    return Extent(of[worst_of], worst_of, average.quantize(_SIX_DIGITS, context=_WIDE))
