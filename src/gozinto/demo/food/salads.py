"""Salads: greens and tomatoes in pounds, a lot of bowls each work day, gone by the afternoon."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from gozinto.demo import described
from gozinto.demo.food import calendar, truths
from gozinto.demo.food.calendar import PLANT
from gozinto.demo.food.nuts import receive
from gozinto.demo.food.works import Works, lot
from gozinto.operations import production, scrapping, shipping
from gozinto.operations.production import Component
from gozinto.operations.things import Amount
from gozinto.standards.numbers.shapes import Facts

SPOILT = Decimal(10)
"""Pounds that are left of each lot, and thrown away."""
FIRST_SALAD = int(truths.SALAD[1:])
CUSTOMERS = ("C-RES", "C-SCH")


def mix(works: Works, day: date) -> None:
    """A day's salads: the first lot is S101, of L101, L201 and T801."""
    count = works.number("salads")
    pounds = _pounds(count)
    by_number = {}
    received_at = calendar.moment(day - timedelta(days=1), hour=14)
    for turn, (number, amount) in enumerate(pounds.items()):
        material = "TOMATO" if number.startswith("T") else "LETTUCE"
        at = received_at + timedelta(minutes=9 * turn)
        checked = works.measured("IN-PRODUCE")
        by_number[number] = receive(
            works, material, number, amount + SPOILT, "LBR", at, values=checked, place="COLD"
        )
    at = calendar.moment(day, hour=9)
    _wash(works, by_number, at - timedelta(minutes=90))
    run = works.open_run(
        "mixing", "MIX-1", product="SALAD", skill="WASH", at=at - timedelta(minutes=20),
        until=at + timedelta(minutes=20), flow="batch",
    )  # fmt: skip
    number = described.numbered(PLANT, "SALAD", Facts(sequence=FIRST_SALAD - 1 + count))
    works.do(
        production.mix,
        run=run,
        inputs=[
            Component(
                of=by_number[name], quantity=amount, uom="LBR",
                slot="tomatoes" if name.startswith("T") else "greens",
            )
            for name, amount in pounds.items()
        ],
        material="SALAD",
        number=number,
        quantity=Decimal(truths.BOWLS),
        uom="C62",
        location="COLD",
        expires=works.expiry("SALAD", at),
        at=at,
        by=works.person(at, "WASH"),
    )  # fmt: skip
    works.truths.salads.append(number)
    for uri in by_number.values():
        thrown_at = at + timedelta(hours=4)
        works.do(
            scrapping.scrap, Amount(of=uri, quantity=SPOILT, uom="LBR"), reason="SC-WILT",
            at=thrown_at, by=works.person(thrown_at, "WASH"),
        )  # fmt: skip
    _send(works, lot("SALAD", number), at)


def _pounds(count: int) -> dict[str, Decimal]:
    """What goes into the so many-th salad lot, by the numbers of the growers' lots."""
    if count == 1:
        return truths.SALAD_POUNDS
    # L201 is one of the first day's: the numbers of the others go round it.
    greens = 100 + count if count <= 100 else 101 + count
    return {f"L{greens}": Decimal(150), f"T{800 + count}": Decimal(40)}


def _wash(works: Works, lots: dict[str, str], at: datetime) -> None:
    """The greens go through the washer; what its water was like."""
    for number, uri in lots.items():
        if number.startswith("L"):
            works.inspect(
                uri, kind="in_process", plan="IP-WASH", at=at, gauge="CL-1", step="washing",
                equipment="WASH-1",
            )  # fmt: skip


def _send(works: Works, uri: str, at: datetime) -> None:
    works.inspect(
        uri, kind="final", plan="FI-SALAD", at=at + timedelta(minutes=50), gauge="SCALE-1",
        step="mixing", equipment="MIX-1",
    )  # fmt: skip
    left_at = at + timedelta(hours=3)
    for customer in CUSTOMERS:
        bowls = Amount(of=uri, quantity=Decimal(truths.BOWLS // len(CUSTOMERS)), uom="C62")
        works.do(
            shipping.ship, [bowls], note=f"DN-{works.number('delivery note'):05d}", to=customer,
            ship_to=f"LOC-{customer}", carrier="T-COLD", at=left_at,
            by=works.person(left_at, "STORE"),
        )  # fmt: skip
