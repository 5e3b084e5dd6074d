"""Several causes at once: which few factors explain all complaints.

A factor that is in everything would explain everything. So each next cause is tested on what the
causes before it do not explain, among units that were exposed to none of them. And where several
causes are at work in one week, say, the week is more surprising than each of them: so it is asked
whether among its own units something narrower tells more, in the fewest words.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

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
_INSIDE = 8
"""Suspects within a suspect that are looked at, and how often one is replaced by a narrower."""


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
    """Cause after cause, until what is left has nothing in common that chance would not give.

    `first`: the ranking over all units, in which each factor has `exposed` of them.
    """
    study = _Study(membership, complaints, first)
    left = np.ones(membership.units, dtype=np.bool_)
    causes: list[Cause] = []
    ranking, counts, hits = first, exposed, membership.counts_of(complaints)
    while len(causes) < MOST_CAUSES and ranking.tested and _is_believed(ranking.row(0)):
        row, of_it = study.narrowed(left, ranking)
        its = membership.counts_of(of_it)
        # among what is left, these units have all of them, and no other units have
        tied = np.flatnonzero((its == row.exposed) & (counts == row.exposed))
        row = replace(row, factors=tuple(tied.tolist()))
        causes.append(Cause(row, tuple(np.flatnonzero(of_it & complaints).tolist())))
        left &= ~of_it
        counts = counts - its
        hits = hits - membership.counts_of(of_it & complaints)
        ranking = recounted(
            first, hits=hits, exposed=counts,
            complaints=int((complaints & left).sum()), population=int(left.sum()),
        )  # fmt: skip
    unexplained = tuple(np.flatnonzero(complaints & left).tolist())
    shorter = _shorter(membership, complaints, first, causes)
    return Explanation(tuple(causes), unexplained, shorter)


def _is_believed(row: Row) -> bool:
    return row.q <= ALPHA and row.hits >= FEWEST_HITS


@dataclass(frozen=True, slots=True)
class _Study:
    """The table, who complains, and the suspects of all of it."""

    membership: Membership
    complaints: Flags
    first: Ranking

    def narrowed(self, left: Flags, ranking: Ranking) -> tuple[Row, Flags]:
        """The first suspect, or a narrower one that tells more of what went wrong among its units.

        Second: the units of it that are left.
        """
        row = ranking.row(0)
        inside = self.membership.exposed_to(row.factors[0]) & left
        for _ in range(_INSIDE):
            best = self._narrower(inside, row, ranking)
            if best is row:
                break
            row = best
            inside = self.membership.exposed_to(row.factors[0]) & left
        return row, inside

    def _narrower(self, inside: Flags, row: Row, ranking: Ranking) -> Row:
        bad = inside & self.complaints
        within = recounted(
            self.first,
            hits=self.membership.counts_of(bad), exposed=self.membership.counts_of(inside),
            complaints=int(bad.sum()), population=int(inside.sum()),
        )  # fmt: skip
        best = (_words_of(row, ranking), row)
        for part in within.rows(_INSIDE):
            place = ranking.place_of(part.factors[0])
            assert place is not None
            other = ranking.row(place)
            if _is_believed(part) and _is_believed(other):
                words = _words_of_both(other, row, part, ranking)
                best = min(best, (words, other), key=lambda one: one[0])
        return best[1]


def _words_of(row: Row, ranking: Ranking) -> float:
    """What it takes to say who complains, with this suspect named."""
    rest = _log2_choose(row.population - row.exposed, row.complaints - row.hits)
    return bits(row.hits, exposed=row.exposed, tested=ranking.tested) + rest


def _words_of_both(one: Row, other: Row, shared: Row, ranking: Ranking) -> float:
    """The same with one suspect named, then the other of those that are left; some have both."""
    hits, exposed = other.hits - shared.hits, other.exposed - shared.exposed
    rest = _log2_choose(one.population - one.exposed - exposed, one.complaints - one.hits - hits)
    return (
        bits(one.hits, exposed=one.exposed, tested=ranking.tested)
        + bits(hits, exposed=exposed, tested=ranking.tested)
        + rest
    )


def _log2_choose(of: int, some: int) -> float:
    return float(log_choose(of, some)) / math.log(2)


def _shorter(
    membership: Membership, complaints: Flags, ranking: Ranking, causes: Sequence[Cause]
) -> tuple[int, ...]:
    """Other suspects that explain what the causes explain, and take fewer words to say so."""
    if not causes:
        return ()
    believed = [row for row in ranking.rows(EXACT - len(causes)) if row.q <= ALPHA]
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
