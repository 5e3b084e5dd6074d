"""The drills that were finished, one after the other: whether they get better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models.fields.json import KeyTransform

from gozinto.cases.drills.figures import TARGETS_H
from gozinto.cases.models import CaseStep

MOST = 100
"""Drills that a trend has, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A drill that was finished. Shares from 0 to 1, None where there was nothing to share."""

    number: str
    title: str
    at: datetime
    finished_at: datetime
    located: Decimal | None
    explained: Decimal | None
    reached: Decimal | None
    gaps: int

    @property
    def clock_s(self) -> float:
        """How long it took."""
        return (self.finished_at - self.at).total_seconds()

    def is_within(self, hours: int) -> bool:
        """Whether it was done within so many hours."""
        return self.clock_s <= hours * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Drills by when they were opened, the oldest first. `within`: by hours, how many of them were
    done within."""

    drills: tuple[Finished, ...]
    within: dict[int, int]


def trend() -> Trend:
    """The newest of those that were finished. One query."""
    steps = CaseStep.objects.filter(case__kind="drill", act="finish").order_by("-case__at", "-id")
    found = steps.values_list(
        *("case__number", "case__title", "case__at", "at"), KeyTransform("figures", "made")
    )
    drills = tuple(_finished(*row) for row in reversed(list(found[:MOST])))
    within = {hours: sum(one.is_within(hours) for one in drills) for hours in TARGETS_H}
    return Trend(drills=drills, within=within)


def _finished(
    number: str, title: str, at: datetime, finished_at: datetime, told: dict[str, Any]
) -> Finished:
    return Finished(
        number=number,
        title=title,
        at=at,
        finished_at=finished_at,
        located=_share(told, "located"),
        explained=_share(told, "explained"),
        reached=_share(told, "reached"),
        gaps=told.get("gaps", 0),
    )


def _share(told: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(told[name]) if name in told else None
