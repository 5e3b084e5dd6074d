"""Several causes at once: which few factors explain all complaints.

A factor that is in everything would explain everything; and where several causes are at work in
one week, the week is more surprising than each of them. So those causes are sought that together
say in the fewest words who complained. Each is then tested on what the causes before it do not
explain, among units that were exposed to none of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gozinto.genealogy.suspects.membership import Counts, Flags, Membership
from gozinto.genealogy.suspects.ranking import Ranking, Row, recounted
from gozinto.genealogy.suspects.tails import log_choose

ALPHA = 0.05
"""The share of false causes that is put up with."""
MOST_CAUSES = 8
FEWEST_HITS = 2
"""One complaint has nothing in common with others."""
EXACT = 16
"""Of so many sets every choice is looked at."""
_OF_A_SIZE = 6
_POOL = 62
"""Suspects among which causes are looked for: so many of each size, and so many in all."""
_A_LITTLE = 1e-6


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause, as it was tested: among what those before it left. `explains`: the units."""

    row: Row
    explains: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The causes in order; what none explains; and factors that say the same in fewer words.

    `shorter` is empty where no other choice of suspects explains the same more shortly.
    """

    causes: tuple[Cause, ...]
    unexplained: tuple[int, ...]
    shorter: tuple[int, ...] = ()


def explained(
    membership: Membership, complaints: Flags, *, first: Ranking, exposed: Counts
) -> Explanation:
    """The few causes that say in the fewest words who complained, the narrowest first.

    `first`: the ranking over all units, in which each factor has `exposed` of them.
    """
    chosen = chosen_of(membership, complaints, first=first)
    left = np.ones(membership.units, dtype=np.bool_)
    causes: list[Cause] = []
    counts, hits = exposed, membership.counts_of(complaints)
    for head in chosen:
        ranking = recounted(
            first, hits=hits, exposed=counts,
            complaints=int((complaints & left).sum()), population=int(left.sum()),
        )  # fmt: skip
        place = ranking.place_of(head)
        if place is None or not _is_believed(row := ranking.row(place)):
            continue
        of_it = membership.exposed_to(head) & left
        its = membership.counts_of(of_it)
        # among what is left, these units have all of them, and no other units have
        tied = np.flatnonzero((its == row.exposed) & (counts == row.exposed))
        row = replace(row, factors=tuple(tied.tolist()))
        causes.append(Cause(row, tuple(np.flatnonzero(of_it & complaints).tolist())))
        left &= ~of_it
        counts = counts - its
        hits = hits - membership.counts_of(of_it & complaints)
    unexplained = tuple(np.flatnonzero(complaints & left).tolist())
    shorter = _shorter(membership, complaints, first, causes)
    return Explanation(tuple(causes), unexplained, shorter)


def _is_believed(row: Row) -> bool:
    return row.q <= ALPHA and row.hits >= FEWEST_HITS


def chosen_of(membership: Membership, complaints: Flags, *, first: Ranking) -> list[int]:
    """The suspects, by their first factors, that say it in the fewest words, narrowest first.

    Looked for among the most suspicious of every size: from nothing, and from the narrow ones to
    the wide, for one wide suspect may stand in the way of three narrow ones that say more.
    """
    pool = _pool(first)
    story = _Story.of(membership, complaints, pool, tested=first.tested)
    every = range(len(pool))
    growing: frozenset[int] = frozenset()
    for size in sorted({one.bit_length() for one in story.sizes}):
        narrow = [place for place in every if story.sizes[place].bit_length() <= size]
        growing = _climbed(story, growing, narrow)
    best = min(_climbed(story, frozenset(), every), growing, key=story.words)
    return [pool[place] for place in sorted(best, key=lambda one: story.sizes[one])]


def _climbed(story: _Story, chosen: frozenset[int], pool: Sequence[int]) -> frozenset[int]:
    """One more, one less, or one in the place of another, whatever saves most; until none does."""
    words = story.words(chosen)
    while True:
        told = [
            (story.words(other), sorted(other))
            for other in _neighbours(chosen, pool)
            if len(other) <= MOST_CAUSES
        ]
        if not told or min(told)[0] >= words - _A_LITTLE:
            return chosen
        words, best = min(told)
        chosen = frozenset(best)


def _neighbours(chosen: frozenset[int], pool: Sequence[int]) -> Iterator[frozenset[int]]:
    for one in chosen:
        yield chosen - {one}
    for other in pool:
        if other not in chosen:
            yield chosen | {other}
            for one in chosen:
                yield chosen - {one} | {other}


def _pool(first: Ranking) -> list[int]:
    """The most suspicious of every size: of the wide ones alone there may be many."""
    found: list[int] = []
    counted: dict[int, int] = {}
    for place in range(first.tested):
        if first.hits[place] < FEWEST_HITS or first.log_p[place] > math.log(ALPHA):
            continue
        size = int(first.exposed[place]).bit_length()
        counted[size] = counted.get(size, 0) + 1
        if counted[size] <= _OF_A_SIZE and len(found) < _POOL:
            found.append(int(first.factors[first.start[place]]))
    return found


@dataclass(frozen=True, slots=True)
class _Story:
    """Units that have the same of the suspects, counted together: `has` as bits of a number.

    `sizes`: how many units have each suspect. `a_word`: what it takes to name one.
    """

    has: NDArray[np.int64]
    units: Counts
    complaints: Counts
    sizes: tuple[int, ...]
    a_word: float

    @classmethod
    def of(
        cls, membership: Membership, complaints: Flags, pool: Sequence[int], *, tested: int
    ) -> _Story:
        has, which, units = np.unique(
            membership.codes(pool), return_inverse=True, return_counts=True
        )
        sizes = [int(units[(has >> place) & 1 > 0].sum()) for place in range(len(pool))]
        bad = np.bincount(which[complaints], minlength=len(has))
        # as much as it takes not to name one of so many by chance
        a_word = math.log2(max(tested, 1) / ALPHA)
        return cls(has, units, bad, tuple(sizes), a_word)

    def words(self, chosen: frozenset[int]) -> float:
        """In how many bits these suspects say who complained; a narrow one goes first."""
        left = np.ones(len(self.has), dtype=np.bool_)
        told = 0.0
        for place in sorted(chosen, key=lambda one: self.sizes[one]):
            of_it = left & ((self.has >> place) & 1).astype(np.bool_)
            told += self.a_word + self._of(of_it)
            left &= ~of_it
        return told + self._of(left)

    def _of(self, some: Flags) -> float:
        return _log2_choose(int(self.units[some].sum()), int(self.complaints[some].sum()))


def _log2_choose(of: int, some: int) -> float:
    return float(log_choose(of, some)) / math.log(2)


def _shorter(
    membership: Membership, complaints: Flags, ranking: Ranking, causes: Sequence[Cause]
) -> tuple[int, ...]:
    """Other suspects that explain what the causes explain, and take fewer words to say so."""
    if not causes:
        return ()
    believed = [row for row in ranking.rows(EXACT - len(causes)) if _is_believed(row)]
    mine = [one.row.factors[0] for one in causes]
    pool = list(dict.fromkeys([*mine, *(row.factors[0] for row in believed)]))
    wanted = sorted(unit for one in causes for unit in one.explains)
    sets, words = [], []
    for factor in pool:
        exposed = membership.exposed_to(factor)
        sets.append(sum(1 << place for place, unit in enumerate(wanted) if exposed[unit]))
        hits, every = int((exposed & complaints).sum()), int(exposed.sum())
        words.append(bits(hits, exposed=every, tested=ranking.tested))
    chosen = {pool[one] for one in covering(sets, words, wanted=(1 << len(wanted)) - 1)}
    return () if chosen == set(mine) else tuple(sorted(chosen))


def bits(hits: int, *, exposed: int, tested: int) -> float:
    """What it takes to say it: which of the factors it is, and which of its units complained.

    The principle of minimum description length (Rissanen, Automatica 14, 1978): a factor that
    is in everything says nothing of who complains, so it takes many words.
    """
    return math.log2(max(tested, 1)) + _log2_choose(exposed, hits)


def covering(sets: Sequence[int], costs: Sequence[float], *, wanted: int) -> tuple[int, ...]:
    """The cheapest choice of these sets (as bits of a number) that holds all that is wanted.

    Exact for up to 16 sets; of more, step by step the one that costs least for what it adds.
    Raises ValueError where all of them together do not hold it.
    """
    every = 0
    for one in sets:
        every |= one
    if wanted & ~every:
        raise ValueError("no choice of these sets holds all that is wanted")
    greedy = _greedy(sets, costs, wanted)
    if len(sets) > EXACT:
        return greedy
    best = (sum(costs[one] for one in greedy), greedy)
    waiting: list[tuple[float, tuple[int, ...], int]] = [(0.0, (), wanted)]
    while waiting:
        cost, chosen, left = waiting.pop()
        if not left:
            best = min(best, (cost, tuple(sorted(chosen))))
            continue
        # whatever holds the lowest thing that is left has to be chosen some time
        lowest = left & -left
        for number, one in enumerate(sets):
            if one & lowest and cost + costs[number] < best[0]:
                waiting.append((cost + costs[number], (*chosen, number), left & ~one))
    return best[1]


def _greedy(sets: Sequence[int], costs: Sequence[float], wanted: int) -> tuple[int, ...]:
    chosen: list[int] = []
    left = wanted
    while left:
        adding = [number for number, one in enumerate(sets) if one & left]
        best = min(adding, key=lambda i: (costs[i] / (sets[i] & left).bit_count(), i))
        chosen.append(best)
        left &= ~sets[best]
    return tuple(sorted(chosen))
