"""The study in the words of the answer."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from gozinto.genealogy.suspects import explaining
from gozinto.genealogy.suspects.explaining import ALPHA, Explanation
from gozinto.genealogy.suspects.membership import Flags
from gozinto.genealogy.suspects.overturning import overturned
from gozinto.genealogy.suspects.ranking import Ranking, Row, ranked
from gozinto.plant.models import TraceableObject
from gozinto.trace.measures import subjects
from gozinto.trace.suspects import wording
from gozinto.trace.suspects.answers import (
    KINDS,
    Beside,
    Cause,
    Factor,
    LeftOut,
    NextTest,
    Overturned,
    Suspect,
    SuspectsAnswer,
    Unproven,
)
from gozinto.trace.suspects.complaints import days_of
from gozinto.trace.suspects.naming import Naming
from gozinto.trace.suspects.studied import Asked, Studied
from gozinto.trace.suspects.telling_apart import Tie, next_tests
from gozinto.trace.suspects.verdicts import verdict

_MACHINES = tuple(KINDS.index(kind) for kind in ("equipment", "position"))
_PERSON = KINDS.index("operator")


def answered(asked: Asked, found: Studied, *, most: int, begun: float) -> SuspectsAnswer:
    """The ranking, the causes, what would overturn it, what to test next, and what is not known."""
    telling = _Telling(asked, found, most)
    causes = tuple(telling.causes())
    return SuspectsAnswer(
        as_of=asked.as_of,
        position=subjects.position(),
        models=found.models,
        complaints=found.complaints,
        population=len(found.units),
        long_enough_days=round(found.long_enough.total_seconds() / 86_400, 2),
        is_assumed=asked.long_enough is None and not asked.population,
        with_persons=asked.with_persons,
        truncated=found.truncated,
        tested=telling.ranking.tested,
        suspects=tuple(map(telling.suspect, telling.rows)),
        causes=causes,
        unexplained=telling.uris(telling.explanation.unexplained),
        shorter=tuple(map(telling.factor, telling.explanation.shorter)),
        next_tests=tuple(telling.next_tests()),
        left_out=tuple(
            LeftOut(code=code, count=count, message=wording.left_out(code))
            for code, count in sorted(found.left_out.items())
            if count
        ),
        unproven=Unproven(unknown=found.unproven[0], inferred=found.unproven[1]),
        overturned=telling.overturned(),
        verdict=verdict(causes),
        elapsed_ms=round((time.perf_counter() - begun) * 1000, 3),
    )


class _Telling:
    """The rows that are told, with all that stands beside them."""

    def __init__(self, asked: Asked, found: Studied, most: int) -> None:
        self._asked, self._found = asked, found
        self._keys = found.exposures.keys
        exposed = found.table.counts()
        self._exposed = exposed
        self.ranking: Ranking = ranked(found.table, found.bad, exposed=exposed)
        self.rows = list(self.ranking.rows(most))
        self.explanation: Explanation = explaining.explained(
            found.table, found.bad, first=self.ranking, exposed=exposed
        )
        self._beside = {row: beside for row in self._told() if (beside := self._of_person(row))}
        self._naming = self._named()
        self._uris = self._read()
        self._unread = list(self._unread_ones())

    def _told(self) -> Iterator[Row]:
        yield from self.rows
        yield from (cause.row for cause in self.explanation.causes)

    def _named(self) -> Naming:
        plant = self._found.plant
        factors = {factor for row in self._told() for factor in row.factors}
        factors |= {*self.explanation.shorter, *(machine for machine, _ in self._beside.values())}
        return Naming.of(
            [self._keys[factor] for factor in sorted(factors)],
            lots=plant.lots, bins=plant.bins, suppliers=plant.told.suppliers,
        )  # fmt: skip

    def _read(self) -> dict[int, str]:
        """The URIs of the units complained about. One query."""
        units = self._found.units[: self._found.complaints].tolist()
        return dict(TraceableObject.objects.filter(pk__in=units).values_list("pk", "uri"))

    def factor(self, factor: int) -> Factor:
        """What a factor is called."""
        return self._naming.factor(self._keys[factor])

    def uris(self, places: Iterable[int]) -> tuple[str, ...]:
        """What these units complained about are called."""
        return tuple(self._uris[int(self._found.units[place])] for place in places)

    def suspect(self, row: Row) -> Suspect:
        """A row as it is told."""
        first, *tied = map(self.factor, row.factors)
        low, high = row.lift_interval
        sentence = wording.suspect(row, first)
        beside = None
        if row in self._beside:
            machine, both = self._beside[row]
            place = self.ranking.place_of(machine)
            assert place is not None
            its = self.ranking.row(place)
            beside = Beside(
                factor=self.factor(machine), both=both, exposed=its.exposed, hits=its.hits
            )
            sentence = f"{sentence} {wording.beside(beside)}"
        return Suspect(
            factor=first,
            tied=tuple(tied),
            hits=row.hits,
            complaints=row.complaints,
            exposed=row.exposed,
            population=row.population,
            p=row.p,
            q=row.q,
            lift=round(row.lift, 4),
            lift_low=round(low, 4),
            lift_high=round(high, 4),
            is_believed=row.q <= ALPHA,
            unread=self._may_be_of(row),
            sentence=sentence,
            beside=beside,
        )

    def causes(self) -> Iterator[Cause]:
        """The causes, one after the other."""
        for one in self.explanation.causes:
            yield Cause(suspect=self.suspect(one.row), explains=self.uris(one.explains))

    def overturned(self) -> Overturned | None:
        """What it would take against the first of the ranking, where it is believed at all."""
        if not self.rows or self.rows[0].q > ALPHA:
            return None
        first, second = self.rows[0], self.ranking.row(1) if self.ranking.tested > 1 else None
        found = overturned(first, second, tested=self.ranking.tested, alpha=ALPHA)
        rival = self.factor(second.factors[0]) if second and found.behind is not None else None
        return Overturned(
            behind=found.behind,
            second=rival,
            doubted=found.doubted,
            sentence=wording.overturned(found, rival),
        )

    def next_tests(self) -> list[NextTest]:
        """What to look at next, where the lots and tools of a cause are tied."""
        lots = self._found.plant.lots
        ties = []
        for row in dict.fromkeys(cause.row for cause in self.explanation.causes):
            tied = [self._keys[factor] for factor in row.factors]
            named = [int(which[0]) for rank, which in tied if KINDS[rank] in _THINGS]
            ties.append(Tie(row, {one: lots[one] for one in named}))
        return next_tests(ties, population=self._found.units.tolist(), current=self._asked.current)

    def _of_person(self, row: Row) -> tuple[int, int] | None:
        """The machine at which most of what a person had in hand was made, and how much of it."""
        persons = [one for one in row.factors if self._keys[one][0] == _PERSON]
        if not persons:
            return None
        both = self._found.table.counts_of(self._found.table.exposed_to(persons[0]))
        machines = [i for i, (rank, _) in enumerate(self._keys) if rank in _MACHINES]
        # as alike as can be: of all that had either, how much had both
        best = max(
            machines,
            key=lambda i: both[i] / (row.exposed + self._exposed[i] - both[i]),
            default=None,
        )
        return None if best is None or not both[best] else (best, int(both[best]))

    def _unread_ones(self) -> Iterator[Flags]:
        """Of each return that nobody could read, which units it may be."""
        found = self._found
        made = [found.made_on.get(one) for one in found.units.tolist()]
        for one in self._asked.complaints.unread:
            days = days_of(one.marks)
            if days:
                yield _may_be(made, days) & ~found.bad

    def _may_be_of(self, row: Row) -> int:
        exposed = self._found.table.exposed_to(row.factors[0])
        return sum(bool((exposed & flags).any()) for flags in self._unread)


_THINGS = ("asset", "supplier_lot", "lot")


def _may_be(made: Sequence[date | None], days: frozenset[date]) -> Flags:
    found: Flags = np.fromiter((day in days for day in made), dtype=np.bool_, count=len(made))
    return found
