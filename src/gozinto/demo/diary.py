"""What a generated plant is going to do: steps that wait for their time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gozinto.demo.steps import Step
from gozinto.operations import badging, production

FIRST_JOB = 1042
_BESIDE = timedelta(minutes=1)
"""Who works at a machine badges in before the run and out after it."""


@dataclass(kw_only=True)
class Diary:
    """Steps in order of time, however they were planned; memory holds the waiting ones alone."""

    numbers: dict[str, int] = field(default_factory=dict)
    _waiting: list[tuple[datetime, int, Step]] = field(default_factory=list)
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
        """The waiting steps of before that time, in order of time."""
        while self._waiting and self._waiting[0][0] < before:
            yield heapq.heappop(self._waiting)[2]

    def number(self, series: str) -> int:
        """The next number of a series, from 1."""
        self.numbers[series] = self.numbers.get(series, 0) + 1
        return self.numbers[series]

    def begin(
        self,
        *,
        operation: int,
        step: str,
        equipment: str,
        flow: str,
        by: str,
        at: datetime,
        job: str = "",
    ) -> str:
        """Start a run; answers its job's number, which other steps name it by."""
        name = job or f"J-{FIRST_JOB + self.number('job')}/{operation}"
        self.do(
            production.run,
            at=at,
            begins=name,
            job=name,
            step=step,
            equipment=equipment,
            flow=flow,
            by=by,
        )
        return name

    def work(
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
    ) -> str:
        """A run that is on record from its start to its finish, and who worked there, by badge.

        Answers the number by which other steps name it.
        """
        self.do(badging.badge_in, equipment=equipment, at=at - _BESIDE, by=by)
        words: dict[str, Any] = {"job": job, "step": step, "equipment": equipment, "flow": flow}
        self.do(production.run, **words, product=product, begins=job, at=at, by=by)
        self.do(production.start, **words, product=product, at=at, by=by)
        self.do(production.finish, run=job, at=until, by=by)
        self.do(badging.badge_out, equipment=equipment, at=until + _BESIDE, by=by)
        return job
