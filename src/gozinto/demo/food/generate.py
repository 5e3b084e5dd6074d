"""The food plant as one stream of steps in order of time, a week in memory at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from gozinto.demo import described, describing
from gozinto.demo.beginning import opening_stock
from gozinto.demo.food import calendar, cleaning, dispatch, jars, nuts, salads, truths
from gozinto.demo.food.calendar import PLANT
from gozinto.demo.food.jars import Filled, Ingredients
from gozinto.demo.food.plan import GRAM_A_JAR, Day, Plan
from gozinto.demo.food.truths import Truths
from gozinto.demo.food.works import Works, lot
from gozinto.demo.plant_clock import dates
from gozinto.demo.steps import Progress, Step
from gozinto.operations import production

OPENING_DAY = date(2018, 9, 24)
SHARED = {"SALT": "SL-501", "SUGAR": "SG-611", "PALMOIL": "PM-721"}
"""The lots of what every paste takes."""
PACKED_IN = {"JAR": "GL-81", "LID": "TL-82", "LABEL": "LB-83", "NITROGEN": "NT-84"}
CAUSTIC, BOWLS = "CC-91", "BW-95"


def describe(plan: Plan) -> None:
    """Write all master data of a plan's plant; saying it twice is harmless."""
    describing.describe(PLANT, begins=plan.begins, until=plan.until, grown=dispatch.ordered(plan))


def steps(plan: Plan, told: Truths) -> Iterator[Step | Progress]:
    """Everything that happens in the plant, in order of time; `told` learns the truths."""
    works = Works(plan=plan, truths=told)
    yield _opening(works)
    shared = _stock(works)
    weeks = {week[0]: number for number, week in enumerate(plan.weeks)}
    for day in dates(plan.begins, plan.until):
        # Its deliveries come before it: a week is planned some days ahead.
        ahead = day + timedelta(days=7)
        if ahead in weeks:
            _week(works, shared, tuple(d for d in plan.days if d.week == weeks[ahead]))
        yield from works.due(calendar.moment(day, hour=24))
        yield Progress(told.made, calendar.moment(day, hour=24))
    dispatch.stop(works)
    yield from works.due(calendar.moment(plan.until))


def _week(works: Works, shared: Ingredients, days: tuple[Day, ...]) -> None:
    """Peanuts but for the last day; then everything is washed, and almonds run."""
    told = works.truths
    peanuts, almonds = days[:-1], days[-1]
    silo, tank = nuts.fill_silo(works, peanuts), jars.open_tank(works, peanuts)
    told.weeks.append([])
    for day in peanuts:
        filled = jars.make(works, day, silo, tank, shared)
        told.weeks[-1] += [one.number for one in filled]
        if not told.before_topping:
            told.before_topping.append(filled[0].number)
        if day.week == 0 and day.place == 1:
            jars.roast_too_cold(works, day, silo)
        dispatch.ship(works, day.date, filled)
    caustic = lot("CAUSTIC", CAUSTIC, described.supplier(PLANT, "CAUSTIC"))
    cleaning.wash(works, peanuts[-1].date, caustic)
    filled = jars.make(works, almonds, nuts.fill_silo(works, (almonds,)), None, shared)
    _tell_almonds(told, filled, is_story=not told.almond_jars)
    cleaning.wash(works, almonds.date, caustic)
    dispatch.ship(works, almonds.date, filled)
    for day in days:
        salads.mix(works, day.date)


def _tell_almonds(told: Truths, filled: list[Filled], *, is_story: bool) -> None:
    numbers = [one.number for one in filled]
    told.almond_jars += numbers
    if is_story:
        told.spared, told.touched = numbers[:1], numbers[1:]


def _stock(works: Works) -> Ingredients:
    """What lasts for the whole demo is delivered before it, and mounted where it is used."""
    plan = works.plan
    at = calendar.moment(plan.begins, hour=8)
    kilos = Decimal(-(-plan.scale * GRAM_A_JAR // 1000))
    lots = {}
    for turn, (code, number) in enumerate(SHARED.items()):
        amount = kilos * nuts.PEANUTS.recipe()[code] * 2
        lots[code] = _receive(works, code, number, amount, "KGM", at, turn)
    for turn, (code, number) in enumerate(PACKED_IN.items(), 10):
        uom = described.by_code(PLANT, "materials")[code]["uom"]
        uri = _receive(works, code, number, Decimal(plan.scale + 500), uom, at, turn)
        _mount(works, uri, "FILL-1", code.lower(), "filling", "FILL")
    washes = 2 * len(plan.weeks) * len(cleaning.WASHED)
    _receive(works, "CAUSTIC", CAUSTIC, (washes + 1) * cleaning.LITRES, "LTR", at, 20)
    bowls = Decimal(truths.BOWLS * len(plan.days) + 100)
    uri = _receive(works, "BOWL", BOWLS, bowls, "C62", at, 21)
    _mount(works, uri, "MIX-1", "bowl", "mixing", "WASH")
    return Ingredients(lots)


def _receive(
    works: Works, code: str, number: str, amount: Decimal, uom: str, at: datetime, turn: int
) -> str:
    return nuts.receive(
        works, code, number, amount.quantize(Decimal(1)) + 1, uom, at + timedelta(minutes=5 * turn)
    )


def _mount(works: Works, uri: str, equipment: str, slot: str, step: str, skill: str) -> None:
    at = calendar.moment(works.plan.weeks[0][0], hour=4.5)
    works.do(
        production.mount, uri, equipment=equipment, slot=slot, step=step, at=at,
        by=works.person(at, skill),
    )  # fmt: skip


def _opening(works: Works) -> Step:
    at = calendar.moment(OPENING_DAY, hour=9)
    return opening_stock(
        PLANT, works.plan, material="CARTON", number=truths.OPENING_LOT, pieces=900,
        location="DRY", by=works.person(at, "STORE"), at=at,
    )  # fmt: skip
