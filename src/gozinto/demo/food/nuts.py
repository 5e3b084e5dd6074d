"""Raw nuts: what is delivered, what is tipped into which silo, and what is drawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from gozinto.demo import described
from gozinto.demo.food import calendar, truths
from gozinto.demo.food.calendar import PLANT
from gozinto.demo.food.plan import GRAM_A_JAR, Day
from gozinto.demo.food.works import Works, lot
from gozinto.demo.weights import kg
from gozinto.operations import inspection, production, receiving
from gozinto.operations.inspection import Measured

FIRST_PEANUTS = 3101
FIRST_ALMONDS = int(truths.ALMOND_LOT.rpartition("-")[2]) - 1
SPARE_G = 120_000
"""What lies in a silo beyond the need, so that it never runs dry."""
DRAWING_HOURS = (6.5, 11.0)
EMPTIED_HOUR = 18.0
"""After a week of a kind silo and tank are emptied, before everything is washed."""
_AFLATOXIN = "total aflatoxin, µg/kg"


@dataclass(frozen=True, slots=True)
class Nut:
    """What a kind of nut is called raw, roasted, as paste and in the jar, and where it lies."""

    raw: str
    roasted: str
    paste: str
    jar: str
    silo: str
    line: str
    input_plan: str
    roast_plan: str
    final_plan: str

    def recipe(self) -> Mapping[str, Decimal]:
        """What goes into a kilogram of paste."""
        return _bill(self.paste)

    def raw_g(self, jars: int) -> int:
        """How many grams of raw nuts so many jars take; the first paste of a week takes more."""
        roasted = round(jars * GRAM_A_JAR * (self.recipe()[self.roasted] + FIRST_MORE)) + 1
        return self.drawn_g(roasted)

    def drawn_g(self, roasted_g: int) -> int:
        """How many grams of raw nuts become so many grams of roasted ones."""
        return int(roasted_g * _bill(self.roasted)[self.raw])


FIRST_MORE = Decimal("0.02")
"""The first paste of a week has no rework in it, and so much more of nuts."""


def _bill(material: str) -> Mapping[str, Decimal]:
    return {
        row["component"]: Decimal(row["quantity"])
        for row in described.rows(PLANT, "bill-lines")
        if row["material"] == material and row["priority"] == "0"
    }


PEANUTS = Nut(
    "PEANUT", "PEANUT-R", "PB-PASTE", "PB-340", "SILO-1", "PB", "IN-PEANUT", "IP-ROAST-P", "FI-PB"
)
ALMONDS = Nut(
    "ALMOND", "ALMOND-R", "AB-PASTE", "AB-340", "SILO-2", "AB", "IN-ALMOND", "IP-ROAST-A", "FI-AB"
)


def nut_of(day: Day) -> Nut:
    """What the lines make on a day."""
    return ALMONDS if day.is_almond else PEANUTS


def drawn_at(day: Day, portion: int) -> datetime:
    """When a portion's nuts leave the silo."""
    begin, end = DRAWING_HOURS
    hour = begin + (end - begin) * portion / len(day.portions)
    return calendar.moment(day.date, hour=hour)


def topped_up_at(day: Day) -> datetime:
    """When the silo is topped up: between the day's first portion and its second."""
    first, second = drawn_at(day, 0), drawn_at(day, 1)
    return first + (second - first) / 2


def fill_silo(works: Works, days: tuple[Day, ...]) -> str:
    """Deliver a week's nuts of one kind and tip them into the clean silo; answers its run.

    On the first morning what the first day needs; then, while it is drawn from, what the next
    day needs. Almonds run for a single day: their silo is topped up on the same.
    """
    nut = nut_of(days[0])
    opened_at = calendar.moment(days[0].date, hour=5.25)
    run = works.open_vessel(
        "storage", nut.silo, product=nut.raw, at=opened_at,
        until=calendar.moment(days[-1].date, hour=EMPTIED_HOUR),
    )  # fmt: skip
    needs = [nut.raw_g(day.jars) for day in days]
    first_at = opened_at + timedelta(minutes=10)
    if nut is ALMONDS:
        _tip(works, nut, run, needs[0] * 6 // 10 + SPARE_G, first_at)
        _tip(works, nut, run, needs[0] // 2 + SPARE_G, topped_up_at(days[0]))
        return run
    number = _tip(works, nut, run, needs[0] + SPARE_G, first_at)
    works.truths.first_peanuts = works.truths.first_peanuts or number
    for day, need in zip(days, needs[1:], strict=False):
        number = _tip(works, nut, run, need, topped_up_at(day))
        works.truths.topping = works.truths.topping or number
    return run


def _tip(works: Works, nut: Nut, run: str, gram: int, at: datetime) -> str:
    """A delivery of some days ago goes into the silo; answers its number."""
    on = at.date() - timedelta(days=3)
    amount = Decimal(-(-gram // 1000))
    number = _next_number(works, nut, on)
    uri = _deliver(works, nut, number, amount, calendar.moment(on, hour=10))
    works.do(
        production.consume, uri, run=run, quantity=amount, uom="KGM", at=at,
        by=works.person(at, "ROAST"),
    )  # fmt: skip
    return number


def _next_number(works: Works, nut: Nut, on: date) -> str:
    """As the supplier prints it; see the plant's patterns of suppliers."""
    if nut is ALMONDS:
        return f"ALM-{FIRST_ALMONDS - 1 + works.number('almonds')}"
    return f"{FIRST_PEANUTS - 1 + works.number('peanuts'):04d}-{on:%y%j}"


def _deliver(works: Works, nut: Nut, number: str, amount: Decimal, at: datetime) -> str:
    values = [
        *works.measured(nut.input_plan),
        Measured(characteristic=_AFLATOXIN, value=Decimal(works.rng.randrange(8, 40)) / 10,
                 upper=Decimal(15)),
    ]  # fmt: skip
    at += timedelta(minutes=7 * works.number(f"delivery {at.date()}"))
    return receive(works, nut.raw, number, amount, "KGM", at, values=values)


def receive(
    works: Works,
    material: str,
    number: str,
    amount: Decimal,
    uom: str,
    at: datetime,
    *,
    values: list[Measured] | None = None,
    place: str = "DRY",
) -> str:
    """A delivery comes, is looked at and put away; answers its lot."""
    supplier = described.supplier(PLANT, material)
    uri = lot(material, number, supplier)
    works.do(
        receiving.receive, material=material, supplier=supplier, supplier_lot=number,
        quantity=amount, uom=uom, note=f"{supplier[2:]}-{at:%y%m%d}", location="RECEIVING",
        expires=works.expiry(material, at), at=at, by=works.person(at, "STORE"),
    )  # fmt: skip
    looked_at, stored_at = at + timedelta(minutes=50), at + timedelta(minutes=90)
    works.do(
        inspection.inspect, uri, kind="input", values=values or [], result="accepted",
        gauge="LAB-1" if values else "", at=looked_at, by=works.person(looked_at, "QA"),
    )  # fmt: skip
    by = works.person(stored_at, "STORE")
    works.do(receiving.put_away, uri, location=place, at=stored_at, by=by)
    return uri


def draw(works: Works, nut: Nut, silo_run: str, gram: int, at: datetime) -> str:
    """So much leaves the silo, with all in it that was tipped in before; answers its lot."""
    number = works.numbered("SILO", at.date())
    works.do(
        production.produce_lot, run=silo_run, material=nut.raw, number=number, quantity=kg(gram),
        uom="KGM", location="WIP", at=at, by=works.person(at, "ROAST"),
    )  # fmt: skip
    return lot(nut.raw, number)
