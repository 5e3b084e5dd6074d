"""Deliveries: what suppliers send, what the input control finds, where it is put."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from gozinto.demo.checks import Check
from gozinto.demo.tyre import calendar, checks, materials, truths
from gozinto.demo.tyre.materials import BOUGHT, HALOBUTYL, ZINC_OXIDE, Bought
from gozinto.demo.tyre.works import UNMARKED, Held, Works
from gozinto.demo.weights import kg
from gozinto.operations import holding, inspection, receiving
from gozinto.plant import identifiers

DAYS_AHEAD = 6
"""A lot is there this long before it is first due, so that a delay stops nothing."""
SPARE = 1.15
LAST_SPARE = 1.2
LAST_MORE_G = 60_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """One lot of a bought material: `amount` in grams (or pieces), as it was weighed."""

    bought: Bought
    supplier: str
    number: str
    on: date
    amount: int

    @property
    def uri(self) -> str:
        """The lot: it keeps its supplier's number."""
        return identifiers.lot_uri(
            truths.DOMAIN, material=self.bought.code, number=self.number, supplier=self.supplier
        )


def order(works: Works) -> None:
    """Have everything delivered in time that the plan needs."""
    arrivals = [d for row, bought in enumerate(BOUGHT) for d in _deliveries(works, row, bought)]
    per_day: dict[date, int] = {}
    for delivery in sorted(arrivals, key=lambda d: (d.on, d.supplier, d.bought.code, d.number)):
        turn = per_day[delivery.on] = per_day.get(delivery.on, 0) + 1
        _receive(works, delivery, calendar.moment(delivery.on, hour=8, minutes=7 * turn))
    for bought in BOUGHT:
        _store(works, [d for d in arrivals if d.bought is bought])
    _reject_one(works)


def _deliveries(works: Works, row: int, bought: Bought) -> list[Delivery]:
    plan = works.plan
    gram = materials.per_tyre_g(bought.code) or materials.USE_PER_TYRE_G.get(bought.code, 0)
    need = -(-plan.scale // 20) if bought.uom == "C62" else round(gram * plan.scale)
    lots = max(bought.lots, -(-need // (bought.most_kg * 1000)))
    first = _first_number(row, bought, lots)
    out = []
    for lot in range(lots):
        due = plan.production[lot * len(plan.production) // lots].date
        amount = round(need / lots * SPARE) + 1000
        if lot == lots - 1:
            amount = round(amount * LAST_SPARE) + LAST_MORE_G
        out.append(
            Delivery(
                bought=bought,
                supplier=bought.suppliers[lot % len(bought.suppliers)],
                number=f"{bought.prefix}-{first + lot}",
                on=_weekday(due - timedelta(days=DAYS_AHEAD)),
                amount=amount,
            )
        )
    return out


def _first_number(row: int, bought: Bought, lots: int) -> int:
    if bought.code == HALOBUTYL:
        return int(truths.HALOBUTYL_LOT.rpartition("-")[2]) - lots // 2
    if bought.code == ZINC_OXIDE:
        return int(truths.POPULAR_LOT.rpartition("-")[2])
    return (row + 21) * 100 + 1


def _weekday(day: date) -> date:
    while not calendar.is_work_day(day):
        day -= timedelta(days=1)
    return day


def _receive(works: Works, delivery: Delivery, at: datetime) -> None:
    bought, people = delivery.bought, works.people
    pieces = bought.uom == "C62"
    works.do(
        receiving.receive,
        material=bought.code,
        supplier=delivery.supplier,
        supplier_lot=delivery.number,
        quantity=Decimal(delivery.amount) if pieces else kg(delivery.amount),
        uom=bought.uom,
        note=f"{delivery.supplier[2:]}-{delivery.on:%y%m%d}",
        location="GOODS-IN",
        expires=at + timedelta(days=bought.life_days),
        at=at,
        by=people.at(at, "warehouse"),
    )
    values = tuple(
        check.measure(works.rng, value=_planted(delivery, check))
        for check in checks.INPUT.get(bought.code, checks.IDENTITY)
    )
    tested_at = at + timedelta(hours=3)
    works.do(
        inspection.inspect,
        delivery.uri,
        kind="input",
        values=values,
        gauge="LAB-1",
        at=tested_at,
        by=people.at(tested_at, "lab"),
    )
    stored_at = at + timedelta(hours=4, minutes=10)
    works.do(
        receiving.put_away,
        delivery.uri,
        location="RAW-STORE",
        at=stored_at,
        by=people.at(stored_at, "warehouse"),
    )


def _planted(delivery: Delivery, check: Check) -> float | None:
    if delivery.number == truths.HALOBUTYL_LOT and check.characteristic == checks.PERMEABILITY:
        return truths.HALOBUTYL_PERMEABILITY
    return None


def _store(works: Works, deliveries: list[Delivery]) -> None:
    for delivery in deliveries:
        code = delivery.bought.code
        bad = delivery.number == truths.HALOBUTYL_LOT
        works.auxiliaries.setdefault(code, []).append(delivery.uri)
        works.put(
            code,
            Held(
                uri=delivery.uri,
                left=delivery.amount,
                ready_at=calendar.moment(delivery.on, hour=14),
                marks=frozenset({truths.HALOBUTYL_CAUSE}) if bad else UNMARKED,
            ),
        )


def _reject_one(works: Works) -> None:
    """One lot of carbon black fails its input control and is never used."""
    on = _weekday(works.plan.production[0].date - timedelta(days=5))
    at = calendar.moment(on, hour=15)
    bought = next(b for b in BOUGHT if b.code == "N330")
    uri = identifiers.lot_uri(
        truths.DOMAIN, material=bought.code, number=truths.REJECTED_LOT, supplier="S-BLK"
    )
    lab = works.people.at(at, "lab")
    works.do(
        receiving.receive,
        material=bought.code,
        supplier="S-BLK",
        supplier_lot=truths.REJECTED_LOT,
        quantity=Decimal(1000),
        note=f"BLK-{on:%y%m%d}-2",
        location="GOODS-IN",
        expires=at + timedelta(days=bought.life_days),
        at=at,
        by=works.people.at(at, "warehouse"),
    )
    values = tuple(
        check.measure(works.rng, value=91.5 if check.characteristic == checks.IODINE else None)
        for check in checks.INPUT[bought.code]
    )
    tested_at = at + timedelta(hours=2)
    works.do(
        inspection.inspect, uri, kind="input", values=values, gauge="LAB-1", at=tested_at, by=lab
    )
    works.do(
        holding.hold,
        uri,
        reason="iodine number above its limit; to go back to the supplier",
        at=tested_at + timedelta(minutes=5),
        by=lab,
    )
