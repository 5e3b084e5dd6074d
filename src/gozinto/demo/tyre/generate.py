"""The tyre plant as one stream of steps in order of time, a day in memory at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gozinto.demo.beginning import opening_stock
from gozinto.demo.plant_clock import dates
from gozinto.demo.steps import Progress, Step
from gozinto.demo.tyre import (
    building,
    calendar,
    complaints,
    curing,
    mixing,
    parts,
    response,
    supply,
    truths,
)
from gozinto.demo.tyre.dispatch import Warehouse
from gozinto.demo.tyre.field import return_story
from gozinto.demo.tyre.materials import PLANT, TYRE
from gozinto.demo.tyre.parts import Cassettes
from gozinto.demo.tyre.plan import Plan
from gozinto.demo.tyre.presses import Presses
from gozinto.demo.tyre.truths import Truths
from gozinto.demo.tyre.works import Works

DAY_BEGINS_HOUR = 4.5
"""Nothing planned for a date happens before this hour of it."""
OPENING_DAY = date(2018, 9, 23)


@dataclass(slots=True)
class _Floor:
    works: Works
    cassettes: Cassettes
    presses: Presses
    warehouse: Warehouse


def steps(plan: Plan, told: Truths) -> Iterator[Step | Progress]:
    """Everything that happens in the plant, in order of time; `told` learns the truths."""
    works = Works(plan, truths=told)
    floor = _Floor(works, Cassettes(), Presses(works), Warehouse(works))
    yield _opening(works)
    supply.order(works)
    by_date = {day.date: number for number, day in enumerate(plan.work_days)}
    for day in dates(plan.begins, plan.until):
        if day in by_date:
            _work(floor, by_date[day])
        if calendar.is_work_day(day):
            floor.warehouse.ship(day)
        response.plan_on(works, day)
        yield from works.due(calendar.moment(day, hour=24 + DAY_BEGINS_HOUR))
        yield Progress(works.truths.made, calendar.moment(day, hour=24))
    return_story(works)
    yield from works.due(calendar.moment(plan.until))


def truths_of(plan: Plan) -> Truths:
    """The right answers for a plan, found without a database."""
    told = Truths()
    for _ in steps(plan, told=told):
        pass
    return told


def _work(floor: _Floor, work_day: int) -> None:
    works = floor.works
    mixing.mix(works, work_day)
    index = works.plan.work_days[work_day].index
    if index is None:
        return
    floor.presses.begin_day(index)
    parts.make(works, floor.cassettes, index)
    green = building.build(works, floor.cassettes, index)
    finished = curing.cure(works, green, index)
    if index == len(works.plan.production) - 1:
        finished = complaints.exchange(works, finished)
    floor.warehouse.pack(finished)


def _opening(works: Works) -> Step:
    at = calendar.moment(OPENING_DAY, hour=9)
    return opening_stock(
        PLANT, works.plan, material=TYRE, number=truths.OPENING_LOT, pieces=40,
        location="FG-STORE", by=works.people.at(at, "warehouse"), at=at,
    )  # fmt: skip
