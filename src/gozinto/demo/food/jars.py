"""Roasted, milled and filled: from a silo's nuts to jars, portion by portion, day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from gozinto.demo.checks import of_plan
from gozinto.demo.food import calendar
from gozinto.demo.food.calendar import PLANT
from gozinto.demo.food.nuts import EMPTIED_HOUR, FIRST_MORE, Nut, draw, drawn_at, nut_of
from gozinto.demo.food.plan import GRAM_A_JAR, Day
from gozinto.demo.food.works import Works, lot
from gozinto.demo.weights import kg
from gozinto.operations import holding, inspection, production, scrapping
from gozinto.operations.production import Parameter, Reading
from gozinto.operations.things import Amount

ROASTED_AFTER = timedelta(minutes=50)
MILLED_AFTER = timedelta(minutes=140)
FILLED_AFTER = timedelta(minutes=200)
LEAD = timedelta(minutes=8)
"""What goes in goes in so long before its lot comes out."""
DAY_HOURS = (6.25, 16.0)
TOO_COLD_C = 149
"""Below the 155 °C that the kill step asks for."""
TOO_COLD_G = 40_000
PASSAGE = timedelta(minutes=20)
_BELT = (-3, 0, 1, 1, 0)
"""How far from its mark the belt is at each of its thermocouples."""
DOSING_HOUR, TANK_HOUR = 8.0, 15.75
REWORK = "PB-REWORK"


@dataclass(frozen=True, slots=True)
class Filled:
    """A lot of jars, and when it was ready."""

    number: str
    material: str
    jars: int
    ready_at: datetime


@dataclass(slots=True)
class Tank:
    """The rework tank of a week: its run, and the grams in it."""

    run: str
    gram: int = 0


@dataclass(frozen=True, slots=True)
class _Runs:
    silo: str
    roaster: str
    mill: str
    filler: str


@dataclass(frozen=True, slots=True)
class Ingredients:
    """The lots that all pastes share: salt, sugar, stabiliser."""

    lots: dict[str, str]


def open_tank(works: Works, days: tuple[Day, ...]) -> Tank:
    """The rework tank is clean on the first day of the week's peanuts, and empty after the last."""
    opened_at = calendar.moment(days[0].date, hour=7)
    emptied_at = calendar.moment(days[-1].date, hour=EMPTIED_HOUR)
    return Tank(
        works.open_vessel("rework", "TANK-2", product=REWORK, at=opened_at, until=emptied_at)
    )


def make(
    works: Works, day: Day, silo_run: str, tank: Tank | None, shared: Ingredients
) -> list[Filled]:
    """All jars of a day."""
    nut = nut_of(day)
    begin, end = (calendar.moment(day.date, hour=hour) for hour in DAY_HOURS)
    runs = _Runs(
        silo_run,
        *(
            works.open_run(step, machine, product=product, skill=skill, at=begin, until=end)
            for step, machine, product, skill in (
                ("roasting", "ROASTER-1", nut.roasted, "ROAST"),
                ("milling", "MILL-1", nut.paste, "MILL"),
                ("filling", "FILL-1", nut.jar, "FILL"),
            )
        ),
    )
    returned_g = _dose(works, day, runs, tank) if tank else 0
    left_g, filled = 0, []
    for portion, jars in enumerate(day.portions):
        paste_g = jars * GRAM_A_JAR
        more = FIRST_MORE if tank and not returned_g else Decimal(0)
        nuts_g = round(paste_g * (nut.recipe()[nut.roasted] + more))
        at = drawn_at(day, portion)
        roasted = _roast(works, nut, runs, nuts_g, at)
        into_g = _feed(works, nut, runs, shared, roasted, nuts_g, paste_g, at + MILLED_AFTER)
        left_g += into_g - paste_g
        paste = _mill(works, nut, runs, paste_g, at + MILLED_AFTER)
        filled.append(_fill(works, nut, runs, paste, jars, at + FILLED_AFTER))
    if tank:
        _take_out(works, day, runs, tank, left_g + returned_g)
    return filled


def _roast(works: Works, nut: Nut, runs: _Runs, gram: int, at: datetime) -> str:
    """The kill step: what passes the roaster, and the proof of its time and temperature."""
    drawn_g = nut.drawn_g(gram)
    raw = draw(works, nut, runs.silo, drawn_g, at)
    done_at = at + ROASTED_AFTER
    by = works.person(done_at, "ROAST")
    works.do(
        production.consume, raw, run=runs.roaster, quantity=kg(drawn_g), uom="KGM", slot="nuts",
        at=done_at - LEAD, by=by,
    )  # fmt: skip
    number = works.numbered("ROAST", done_at.date())
    works.do(
        production.produce_lot, run=runs.roaster, material=nut.roasted, number=number,
        quantity=kg(gram), uom="KGM", location="WIP", expires=works.expiry(nut.roasted, done_at),
        at=done_at, by=by,
    )  # fmt: skip
    uri = lot(nut.roasted, number)
    _curve(works, runs.roaster, uri, done_at, int(of_plan(PLANT, nut.roast_plan)[0].target))
    works.inspect(
        uri, kind="in_process", plan=nut.roast_plan, at=done_at + LEAD, gauge="TC-ROAST",
        step="roasting", equipment="ROASTER-1",
    )  # fmt: skip
    return uri


def _curve(works: Works, run: str, uri: str, done_at: datetime, celsius: int) -> None:
    """What the thermocouples along the belt showed while the lot passed: the kill step's proof."""
    begins_at = done_at - PASSAGE
    readings = [
        Reading(at=begins_at + PASSAGE * turn / len(_BELT), value=Decimal(celsius + off))
        for turn, off in enumerate(_BELT)
    ]
    works.do(
        production.record_parameters, run=run, of=uri, at=done_at + timedelta(minutes=2),
        values=[Parameter(name="belt temperature", uom="CEL", curve=readings, device="TC-ROAST")],
        by=works.person(done_at, "ROAST"),
    )  # fmt: skip


def _feed(
    works: Works,
    nut: Nut,
    runs: _Runs,
    shared: Ingredients,
    roasted: str,
    nuts_g: int,
    paste_g: int,
    at: datetime,
) -> int:
    """Nuts and the rest of the recipe go into the mill; answers how many grams in all."""
    amounts = {roasted: ("nuts", nuts_g)}
    for code, share in nut.recipe().items():
        if code in shared.lots:
            amounts[shared.lots[code]] = (_SLOTS[code], round(paste_g * share))
    for uri, (slot, gram) in amounts.items():
        works.do(
            production.consume, uri, run=runs.mill, quantity=kg(gram), uom="KGM", slot=slot,
            at=at - LEAD, by=works.person(at, "MILL"),
        )  # fmt: skip
    return sum(gram for _, gram in amounts.values())


_SLOTS = {"SALT": "salt", "SUGAR": "sugar", "PALMOIL": "stabiliser"}


def _mill(works: Works, nut: Nut, runs: _Runs, gram: int, at: datetime) -> str:
    number = works.numbered("PASTE", at.date())
    works.do(
        production.produce_lot, run=runs.mill, material=nut.paste, number=number,
        quantity=kg(gram), uom="KGM", location="WIP", expires=works.expiry(nut.paste, at), at=at,
        by=works.person(at, "MILL"),
    )  # fmt: skip
    uri = lot(nut.paste, number)
    if nut.paste == "PB-PASTE":
        works.inspect(
            uri, kind="in_process", plan="IP-PASTE", at=at + LEAD, gauge="LAB-1", step="milling",
            equipment="MILL-1",
        )  # fmt: skip
    return uri


def _fill(works: Works, nut: Nut, runs: _Runs, paste: str, jars: int, at: datetime) -> Filled:
    works.do(
        production.consume, paste, run=runs.filler, quantity=kg(jars * GRAM_A_JAR), uom="KGM",
        slot="paste", at=at - LEAD, by=works.person(at, "FILL"),
    )  # fmt: skip
    number = works.numbered("TLC", at.date(), line=nut.line)
    works.do(
        production.produce_lot, run=runs.filler, material=nut.jar, number=number,
        quantity=Decimal(jars), uom="C62", location="FG", expires=works.expiry(nut.jar, at), at=at,
        by=works.person(at, "FILL"),
    )  # fmt: skip
    tested_at = at + timedelta(minutes=40)
    works.inspect(
        lot(nut.jar, number), kind="final", plan=nut.final_plan, at=tested_at, gauge="SCALE-1",
        step="filling", equipment="FILL-1",
    )  # fmt: skip
    works.truths.made += jars
    return Filled(number, nut.jar, jars, tested_at)


def _dose(works: Works, day: Day, runs: _Runs, tank: Tank) -> int:
    """What the tank holds goes into the day's first paste; answers how many grams."""
    gram, tank.gram = tank.gram, 0
    if not gram:
        return 0
    at = calendar.moment(day.date, hour=DOSING_HOUR)
    number = works.numbered("PASTE", at.date())
    by = works.person(at, "MILL")
    works.do(
        production.produce_lot, run=tank.run, material=REWORK, number=number, quantity=kg(gram),
        uom="KGM", location="WIP", at=at, by=by,
    )  # fmt: skip
    works.do(
        production.consume, lot(REWORK, number), run=runs.mill, quantity=kg(gram), uom="KGM",
        slot="rework", at=at + LEAD, by=by,
    )  # fmt: skip
    return gram


def _take_out(works: Works, day: Day, runs: _Runs, tank: Tank, gram: int) -> None:
    """What the mill gives beyond the paste is kept for the next day, and is in what it makes."""
    at = calendar.moment(day.date, hour=TANK_HOUR)
    number = works.numbered("PASTE", at.date())
    by = works.person(at, "MILL")
    works.do(
        production.produce_lot, run=runs.mill, material=REWORK, number=number, quantity=kg(gram),
        uom="KGM", location="WIP", at=at, by=by,
    )  # fmt: skip
    works.do(
        production.consume, lot(REWORK, number), run=tank.run, quantity=kg(gram), uom="KGM",
        at=at + LEAD, by=by,
    )  # fmt: skip
    tank.gram += gram
    works.truths.rework.append(number)


def roast_too_cold(works: Works, day: Day, silo_run: str) -> None:
    """A small roast does not reach its temperature: it is stopped and thrown away."""
    nut = nut_of(day)
    begin = calendar.moment(day.date, hour=16.25)
    run = works.open_run(
        "roasting", "ROASTER-1", product=nut.roasted, skill="ROAST", at=begin,
        until=begin + timedelta(minutes=30),
    )  # fmt: skip
    drawn_g = nut.drawn_g(TOO_COLD_G)
    raw = draw(works, nut, silo_run, drawn_g, begin + LEAD)
    by, done_at = works.person(begin, "ROAST"), begin + 3 * LEAD
    works.do(
        production.consume, raw, run=run, quantity=kg(drawn_g), uom="KGM", slot="nuts",
        at=begin + 2 * LEAD, by=by,
    )  # fmt: skip
    number = works.truths.under_roasted = works.numbered("ROAST", done_at.date())
    works.do(
        production.produce_lot, run=run, material=nut.roasted, number=number,
        quantity=kg(TOO_COLD_G), uom="KGM", location="WIP", at=done_at, by=by,
    )  # fmt: skip
    uri, quality = lot(nut.roasted, number), works.person(done_at, "QA")
    _curve(works, run, uri, done_at, TOO_COLD_C)
    temperature, *others = of_plan(PLANT, nut.roast_plan)
    works.do(
        inspection.inspect, uri, kind="in_process",
        values=[temperature.read(TOO_COLD_C), *(c.steady(works.rng, 0) for c in others)],
        gauge="TC-ROAST", step="roasting", equipment="ROASTER-1", at=done_at + LEAD, by=quality,
    )  # fmt: skip
    works.do(holding.hold, uri, reason="SC-UNDER", at=done_at + 2 * LEAD, by=quality)
    works.do(
        scrapping.scrap, Amount(of=uri, quantity=kg(TOO_COLD_G), uom="KGM"), reason="SC-UNDER",
        equipment="ROASTER-1", at=done_at + 3 * LEAD, by=by,
    )  # fmt: skip
