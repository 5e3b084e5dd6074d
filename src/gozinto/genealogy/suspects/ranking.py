"""Factors in the order of how surprising it is that so many complaints share them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.suspects.membership import Counts, Flags, Membership
from gozinto.genealogy.suspects.tails import (
    Floats,
    interval,
    log_false_discovery,
    log_tail,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One suspect: factors that the same units were exposed to, which nothing here tells apart.

    `hits` of the `complaints` and `exposed` of the `population` were. `log_p`, `log_q`: natural
    logarithms of the chance of that, and of the share of false ones if all down to here are
    believed. `lift`: how many times as many as chance gives, with the bounds of 95 %.
    """

    factors: tuple[int, ...]
    hits: int
    complaints: int
    exposed: int
    population: int
    log_p: float
    log_q: float

    @property
    def p(self) -> float:
        """The chance; 0 where it is smaller than any number of 64 bits."""
        return math.exp(self.log_p)

    @property
    def q(self) -> float:
        """The share of false ones."""
        return math.exp(self.log_q)

    @property
    def lift(self) -> float:
        """How many times as many of the complaints were exposed as of all units."""
        return self.hits * self.population / (self.complaints * self.exposed)

    @property
    def lift_interval(self) -> tuple[float, float]:
        """The bounds of that: the share of the complaints is uncertain, that of all is known."""
        low, high = interval(self.hits, self.complaints)
        scale = self.population / self.exposed
        return low * scale, high * scale


@dataclass(frozen=True, slots=True)
class Ranking:
    """All suspects, most suspicious first, in columns. `tested`: how many there are.

    The factors of suspect i are factors[start[i]:start[i + 1]], in ascending order.
    """

    complaints: int
    population: int
    start: Counts
    factors: NDArray[np.int64]
    hits: Counts
    exposed: Counts
    log_p: Floats
    log_q: Floats

    @property
    def tested(self) -> int:
        """How many sets of units were tested."""
        return len(self.hits)

    def row(self, place: int) -> Row:
        """The suspect at a place, of which 0 is the first."""
        factors = self.factors[self.start[place] : self.start[place + 1]]
        return Row(
            factors=tuple(factors.tolist()),
            hits=int(self.hits[place]),
            complaints=self.complaints,
            exposed=int(self.exposed[place]),
            population=self.population,
            log_p=float(self.log_p[place]),
            log_q=float(self.log_q[place]),
        )

    def rows(self, most: int) -> Iterator[Row]:
        """The first so many."""
        return (self.row(place) for place in range(min(most, self.tested)))

    def place_of(self, factor: int) -> int | None:
        """Where a factor stands; None where no complaint was exposed to it."""
        at = np.flatnonzero(self.factors == factor)
        return int(np.searchsorted(self.start, at[0], side="right")) - 1 if len(at) else None


def ranked(
    membership: Membership,
    complaints: Flags,
    *,
    within: Flags | None = None,
    exposed: Counts | None = None,
) -> Ranking:
    """Every factor that a complaint was exposed to, most suspicious first.

    `within`: only these units count. `exposed`: how many of them each factor has, where that is
    known. Of equal chances the factor with fewer units comes first, then the lower number.
    """
    bad = complaints if within is None else complaints & within
    if exposed is None:
        exposed = membership.counts() if within is None else membership.counts_of(within)
    hits = membership.counts_of(bad)
    touched = np.flatnonzero(hits)
    total = membership.units if within is None else int(within.sum())
    start, factors = _tied(membership, touched, hits, exposed, within)
    return _ordered(start, factors, hits, exposed, int(bad.sum()), total)


def recounted(
    first: Ranking, *, hits: Counts, exposed: Counts, complaints: int, population: int
) -> Ranking:
    """The suspects of a ranking as they stand among some of its units only.

    `hits`, `exposed`: how many of these complaints, and of these units, each factor has. What was
    tied stays so; what is tied among these units alone is not looked for.
    """
    heads = first.factors[first.start[:-1]]
    kept = np.flatnonzero(hits[heads])
    start, factors = _chosen(first.start, first.factors, kept)
    return _ordered(start, factors, hits, exposed, complaints, population)


def _tied(
    membership: Membership,
    touched: NDArray[np.int64],
    hits: Counts,
    exposed: Counts,
    within: Flags | None,
) -> tuple[Counts, NDArray[np.int64]]:
    """The factors sorted into sets that the same units were exposed to: where each begins."""
    a, k = hits[touched], exposed[touched]
    # only what as many complaints and as many units were exposed to can be of the same units
    pair = a * (membership.units + 1) + k
    _, which, often = np.unique(pair, return_inverse=True, return_counts=True)
    alike = np.zeros(membership.count, dtype=np.bool_)
    alike[touched[often[which] > 1]] = True
    digest = membership.digests(alike, within=within)[touched]
    order = np.lexsort((touched, digest, pair))
    pair, digest, factors = pair[order], digest[order], touched[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (pair[1:] != pair[:-1]) | (digest[1:] != digest[:-1]) | ~alike[factors[1:]]
    return np.append(np.flatnonzero(begins), len(order)), factors


def _chosen(
    start: Counts, factors: NDArray[np.int64], sets: NDArray[np.int64]
) -> tuple[Counts, NDArray[np.int64]]:
    """Some of the sets, in the order in which they are named."""
    length = np.diff(start)[sets]
    ends = np.cumsum(length)
    count = int(ends[-1]) if len(ends) else 0
    places = np.arange(count) + np.repeat(start[sets] - ends + length, length)
    return np.concatenate([[0], ends]).astype(np.int64), factors[places]


def _ordered(
    start: Counts,
    factors: NDArray[np.int64],
    hits: Counts,
    exposed: Counts,
    complaints: int,
    population: int,
) -> Ranking:
    """The sets by their chance; of equal chances the smaller first, then the lower number."""
    heads = factors[start[:-1]]
    a, k = hits[heads], exposed[heads]
    pairs, which = np.unique(a * (population + 1) + k, return_inverse=True)
    chances = log_tail(
        pairs // (population + 1),
        exposed=pairs % (population + 1),
        complaints=complaints,
        population=population,
    )
    log_p = chances[which]
    order = np.lexsort((heads, k, log_p))
    start, factors = _chosen(start, factors, order)
    return Ranking(
        complaints=complaints,
        population=population,
        start=start,
        factors=factors,
        hits=a[order],
        exposed=k[order],
        log_p=log_p[order],
        log_q=log_false_discovery(log_p[order]),
    )
