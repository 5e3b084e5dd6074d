"""The electronics plant as one stream of steps in order of time, a day in memory at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gozinto.demo import describing
from gozinto.demo.beginning import opening_stock
from gozinto.demo.electronics import boards, calendar, dispatch, line, supply, truths
from gozinto.demo.electronics.calendar import PLANT
from gozinto.demo.electronics.plan import Plan
from gozinto.demo.electronics.supply import Supplies
from gozinto.demo.electronics.truths import Truths
from gozinto.demo.electronics.works import Works
from gozinto.demo.plant_clock import dates
from gozinto.demo.steps import Progress, Step

OPENING_DAY = date(2018, 9, 24)


def describe(plan: Plan) -> None:
    """Write all master data of a plan's plant; saying it twice is harmless."""
    describing.describe(PLANT, begins=plan.begins, until=plan.until)


def steps(plan: Plan, told: Truths) -> Iterator[Step | Progress]:
    """Everything that happens in the plant, in order of time; `told` learns the truths."""
    works = Works(plan=plan, truths=told)
    supplies = Supplies(plan)
    yield _opening(works)
    supply.deliver(works, supplies)
    numbers = {day: number for number, day in enumerate(plan.days)}
    for day in dates(plan.begins, plan.until):
        if day in numbers:
            line.run(works, supplies, numbers[day])
            made = boards.make(works, supplies, numbers[day])
            dispatch.ship(works, made, story=supplies.story)
        yield from works.due(calendar.moment(day, hour=24))
        yield Progress(told.made, calendar.moment(day, hour=24))


def _opening(works: Works) -> Step:
    at = calendar.moment(OPENING_DAY, hour=9)
    return opening_stock(
        PLANT, works.plan, material="TRAY", number=truths.OPENING_LOT, pieces=400,
        location="STORE", by=works.person(at, "STORE"), at=at,
    )  # fmt: skip
