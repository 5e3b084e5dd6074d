"""What a generated plant is going to do: steps that wait for their time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gozinto.demo.steps import Step
from gozinto.operations import production

FIRST_JOB = 1042


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
