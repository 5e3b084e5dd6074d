"""What a generated plant is going to do: steps that wait for their time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gozinto.demo.steps import Step
from gozinto.operations import badging, production

_BESIDE = timedelta(minutes=1)
"""So long before a run its operator badges in, and out after it."""


@dataclass(kw_only=True)
class Diary:
    """Steps in order of time, however they were planned; memory holds the waiting ones alone."""

    numbers: dict[str, int] = field(default_factory=dict)
    _waiting: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _there: dict[tuple[str, str, date], tuple[datetime, datetime]] = field(default_factory=dict)
    """Who works at which machine on a day, from when to when, and has not badged yet."""
    _order: int = 0

    def do(
        self,
        verb: Callable[..., Any],
        *args: Any,
        at: datetime,
        run: str = "",
        begins: str = "",
        happened: datetime | None = None,
        **keywords: Any,
    ) -> None:
        """Let `verb` be done at its time; `happened`: earlier than that, for a late entry."""
        self._order += 1
        if happened is not None:
            keywords["at"] = happened
        step = Step(at, verb, args, keywords, run, begins)
        heapq.heappush(self._waiting, (at, self._order, step))

    def due(self, before: datetime) -> Iterator[Step]:
        """The waiting steps of before that time, in order of time; its runs are all planned."""
        self._badge()
        while self._waiting and self._waiting[0][0] < before:
            yield heapq.heappop(self._waiting)[2]

    def number(self, series: str) -> int:
        """The next number of a series, from 1."""
        self.numbers[series] = self.numbers.get(series, 0) + 1
        return self.numbers[series]

    def begin(
        self,
        *,
        job: str,
        step: str,
        equipment: str,
        flow: str,
        product: str,
        by: str,
        at: datetime,
        until: datetime,
        planned: Decimal | None = None,
    ) -> str:
        """A run that is on record from its start to its finish; answers its number.

        `planned`: how much of its product it is to make, in that material's unit.
        """
        self.do(
            production.start,
            begins=job,
            job=job,
            step=step,
            equipment=equipment,
            flow=flow,
            product=product,
            planned=planned,
            at=at,
            by=by,
        )
        self.do(production.finish, run=job, at=until, by=by)
        return job

    def work(
        self,
        *,
        equipment: str,
        by: str,
        at: datetime,
        until: datetime,
        planned: Decimal | None = None,
        **words: str,
    ) -> str:
        """A run as `begin` has it, of somebody who stands at the machine by badge."""
        key = (equipment, by, at.date())
        first, last = self._there.get(key, (at, until))
        self._there[key] = min(first, at), max(last, until)
        return self.begin(equipment=equipment, by=by, at=at, until=until, planned=planned, **words)

    def _badge(self) -> None:
        """Who works at a machine badges in before their first run of a day, out after the last."""
        there, self._there = self._there, {}
        for (equipment, by, _), (first, last) in there.items():
            self.do(badging.badge_in, equipment=equipment, at=first - _BESIDE, by=by)
            self.do(badging.badge_out, equipment=equipment, at=last + _BESIDE, by=by)
