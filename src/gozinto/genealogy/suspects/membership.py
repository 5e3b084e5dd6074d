"""Which unit was exposed to what: a sparse table of units and factors, counted in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
_CHUNK = 1 << 22
"""Entries looked at together: what is made of them stays small."""


@dataclass(frozen=True, slots=True)
class Membership:
    """The factors of unit u are factors[start[u]:start[u + 1]], each once; `count` of them are."""

    start: NDArray[np.int64]
    factors: NDArray[np.int32]
    count: int

    @classmethod
    def of(cls, exposed: Sequence[Iterable[int]], *, count: int) -> Membership:
        """The table of units that each were exposed to these factors, of so many there are."""
        rows = [sorted(set(one)) for one in exposed]
        start = np.cumsum([0, *map(len, rows)])
        factors = np.array([one for row in rows for one in row], dtype=np.int32)
        return cls(start.astype(np.int64), factors, count)

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.start) - 1

    def counts(self) -> Counts:
        """How many units were exposed to each factor."""
        found = np.zeros(self.count, dtype=np.int64)
        for begin in range(0, len(self.factors), _CHUNK):
            found += np.bincount(self.factors[begin : begin + _CHUNK], minlength=self.count)
        return found

    def counts_of(self, units: Flags) -> Counts:
        """How many of these units were exposed to each factor; costs as much as they have."""
        found = np.zeros(self.count, dtype=np.int64)
        chosen = np.flatnonzero(units)
        at_once = max(1, _CHUNK * self.units // max(1, len(self.factors)))
        for begin in range(0, len(chosen), at_once):
            found += np.bincount(self.rows(chosen[begin : begin + at_once]), minlength=self.count)
        return found

    def rows(self, units: NDArray[np.int64]) -> NDArray[np.int32]:
        """The factors of these units, one unit after the other."""
        first, length = self.start[units], np.diff(self.start)[units]
        ends = np.cumsum(length)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - ends + length, length)
        found: NDArray[np.int32] = self.factors[places]
        return found

    def only(self, units: Flags) -> Membership:
        """The same table of these units alone."""
        if units.all():
            return self
        chosen = np.flatnonzero(units)
        lengths = np.diff(self.start)[chosen]
        start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return Membership(start, self.rows(chosen), self.count)

    def exposed_to(self, factor: int) -> Flags:
        """Which units were exposed to a factor."""
        places = np.flatnonzero(self.factors == factor)
        found = np.zeros(self.units, dtype=np.bool_)
        found[np.searchsorted(self.start, places, side="right") - 1] = True
        return found

    def codes(self, factors: Sequence[int]) -> NDArray[np.int64]:
        """Of each unit which of these factors, 62 at most, it was exposed to: bits of a number."""
        place = np.full(self.count, -1, dtype=np.int8)
        place[list(factors)] = np.arange(len(factors))
        found = np.zeros(self.units, dtype=np.int64)
        for begin in range(0, len(self.factors), _CHUNK):
            some = place[self.factors[begin : begin + _CHUNK]]
            at = np.flatnonzero(some >= 0)
            units = np.searchsorted(self.start, at + begin, side="right") - 1
            np.bitwise_or.at(found, units, np.int64(1) << some[at].astype(np.int64))
        return found

    def digests(self, wanted: Flags, *, within: Flags | None = None) -> NDArray[np.uint64]:
        """A digest of the units that were exposed to each wanted factor; 0 for all others.

        Factors with the same units have the same one, and others another (but for one pair in
        2^64): the sum, modulo 2^64, of a number that stands for each unit.
        """
        found = np.zeros(self.count, dtype=np.uint64)
        marks = _marks(self.units)
        if within is not None:
            marks = np.where(within, marks, np.uint64(0))
        for first, last in self._stretches():
            some = self.factors[self.start[first] : self.start[last]]
            length = np.diff(self.start[first : last + 1])
            each = np.repeat(marks[first:last], length)
            is_wanted = wanted[some]
            np.add.at(found, some[is_wanted], each[is_wanted])
        return found

    def _stretches(self) -> Iterator[tuple[int, int]]:
        """The units, a bounded number of entries at a time."""
        first = 0
        while first < self.units:
            end = self.start[first] + _CHUNK
            last = max(first + 1, int(np.searchsorted(self.start, end, side="right")) - 1)
            yield first, last
            first = last


def _marks(units: int) -> NDArray[np.uint64]:
    """A number for each unit that looks as if it were drawn: SplitMix64 (Steele et al., 2014)."""
    mark = np.arange(1, units + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mark = (mark ^ (mark >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mark = (mark ^ (mark >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mark ^ (mark >> np.uint64(31))
