"""What people have to see to before it is needed: gauges to calibrate, skills to prove anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from gozinto.plant import known as plant
from gozinto.plant.known import Known, calibrations
from gozinto.record import clock

SOON_DAYS = 30
"""So long before it is due it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A gauge whose calibration, or a person whose skill, does not hold any more or soon.

    `due_on`: the last day it holds; None of a gauge that was never calibrated, or failed.
    """

    what: Literal["calibration", "qualification"]
    code: str
    skill: str
    due_on: date | None
    is_past: bool


def overdue() -> list[Overdue]:
    """All of it, what is longest overdue first. One small query: the plant is in memory."""
    known = plant.now()
    today = known.day(clock.now())
    found = [*_calibrations(known, today), *_qualifications(known, today)]
    return sorted(found, key=lambda one: (one.due_on or date.min, one.code, one.skill))


def _calibrations(known: Known, today: date) -> Iterator[Overdue]:
    for asset in known.assets.values():
        if asset.state != "in_service" or not calibrations.is_calibrated_at_all(asset):
            continue
        wrong = calibrations.fault(asset, today)
        due = calibrations.due_on(asset) if wrong is None or wrong[0] == "due" else None
        is_soon = due is not None and due < today + timedelta(days=SOON_DAYS)
        if wrong or is_soon:
            yield Overdue(
                what="calibration",
                code=asset.code,
                skill="",
                due_on=due,
                is_past=wrong is not None,
            )


def _qualifications(known: Known, today: date) -> Iterator[Overdue]:
    for person in known.people.values():
        if person.state != "active":
            continue
        until: dict[str, date | None] = {}
        for one in person.qualifications:
            before = until.get(one.skill, date.min)
            # Without end beats every day.
            ends = (before, one.expires_on)
            until[one.skill] = None if None in ends else max(d for d in ends if d is not None)
        for skill, last in until.items():
            if last is not None and last < today + timedelta(days=SOON_DAYS):
                yield Overdue(
                    what="qualification",
                    code=person.code,
                    skill=skill,
                    due_on=last,
                    is_past=last < today,
                )
