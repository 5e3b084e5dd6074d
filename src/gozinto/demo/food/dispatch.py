"""Pallets of jars leave for customers; and weeks later a supplier says what was in its almonds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from gozinto.demo.describing import Row
from gozinto.demo.food import calendar
from gozinto.demo.food.jars import Filled
from gozinto.demo.food.nuts import nut_of
from gozinto.demo.food.plan import Plan
from gozinto.demo.food.works import Works, lot
from gozinto.operations import holding, moving, packing, shipping
from gozinto.operations.things import Amount
from gozinto.plant import identifiers

CUSTOMERS = ("C-MKT", "C-SCH")
ORDERS = {"C-MKT": "SO-4401", "C-SCH": "SO-4402"}
LINES = {"PB-340": "10", "AB-340": "20"}
SHARE = Decimal("0.48")
"""Of each lot, what each customer gets; the rest is retained as samples."""
PACKING_HOUR, SHIPPING_HOUR, RETAINING_HOUR = 9.0, 11.0, 12.5
DAYS_AFTER = 3
NOTICE = "HO-SUPPLIER"


def ordered(plan: Plan) -> Iterator[Row]:
    """What each customer ordered for the time of the demo: the jars that are then shipped."""
    wanted: Counter[str] = Counter()
    for day in plan.days:
        wanted[nut_of(day).jar] += sum(_share(jars) for jars in day.portions)
    for customer in CUSTOMERS:
        due_on = (plan.days[-1].date + timedelta(days=7)).isoformat()
        order = {"number": ORDERS[customer], "kind": "sales", "partner": customer}
        yield "orders", order | {"due_on": due_on, "state": "released"}
        for material, jars in wanted.items():
            line = {"order": ORDERS[customer], "line": LINES[material], "material": material}
            yield "order-lines", line | {"quantity": str(jars), "uom": "C62"}


def _share(jars: int) -> int:
    return int(jars * SHARE)


def ship(works: Works, day: date, filled: Sequence[Filled]) -> None:
    """Send most of a day's jars some days later: a pallet of each lot to each customer."""
    on = day + timedelta(days=DAYS_AFTER)
    for turn, customer in enumerate(CUSTOMERS):
        packed_at = calendar.moment(on, hour=PACKING_HOUR, minutes=20 * turn)
        left_at = calendar.moment(on, hour=SHIPPING_HOUR, minutes=20 * turn)
        by, pallets = works.person(packed_at, "STORE"), []
        for one in filled:
            jars = _share(one.jars)
            sscc = works.numbered("SSCC", on)
            pallets.append(identifiers.container_uri(sscc=sscc))
            content = Amount(of=lot(one.material, one.number), quantity=Decimal(jars), uom="C62")
            works.do(
                packing.pack, container=pallets[-1], contents=[content], location="FG",
                at=packed_at, by=by,
            )  # fmt: skip
            told = works.truths.shipped
            told[one.number] = told.get(one.number, 0) + jars
        note = f"DN-{works.number('delivery note'):05d}"
        ready_at = left_at - timedelta(minutes=30)
        works.do(shipping.pick, pallets, note=note, location="SHIP", at=ready_at, by=by)
        works.do(
            shipping.ship, pallets, note=note, to=customer, ship_to=f"LOC-{customer}",
            carrier="T-COLD", order=ORDERS[customer], line=LINES[filled[0].material], at=left_at,
            by=by,
        )  # fmt: skip
    retained_at = calendar.moment(on, hour=RETAINING_HOUR)
    for one in filled:
        left = Decimal(one.jars - len(CUSTOMERS) * _share(one.jars))
        rest = Amount(of=lot(one.material, one.number), quantity=left, uom="C62")
        works.do(
            moving.move, rest, location="RETAIN", at=retained_at,
            by=works.person(retained_at, "STORE"),
        )  # fmt: skip


def stop(works: Works) -> None:
    """The supplier reports Salmonella: what is still here of the jars is put on hold."""
    at = calendar.moment(works.plan.until, hour=-14)
    told = works.truths
    told.held = list(told.touched)
    lots = [lot("AB-340", number) for number in told.held]
    works.do(holding.hold, lots, reason=NOTICE, at=at, by=works.person(at, "QA"))
