"""What a verb asks the database does not grow with the plant, nor with the things it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gozinto.operations import (
    correcting,
    counting,
    holding,
    moving,
    orders,
    packing,
    picking,
    receiving,
    returning,
    scrapping,
    shipping,
)
from gozinto.operations.receiving import Delivered
from gozinto.operations.things import Amount
from gozinto.plant import known
from gozinto.plant.models import Location, Material, NumberingFormat, Order, OrderLine, Partner
from gozinto.record.models import Event as EventRow
from gozinto.standards.gs1.check_digits import check_digit
from tests.operations.shelves import came, tyres
from tests.workshop import CLERK, INSPECTOR, at

Verb = Callable[[Sequence[str]], object]
FEW, MANY = 2, 40
"""How many things a verb names: in a small plant, and in one of twice the size."""


def some(of: Sequence[str], amount: int = 3) -> list[Amount]:
    """So many kilograms of each lot."""
    return [Amount(of=one, quantity=Decimal(amount), uom="KGM") for one in of]


def sscc(number: int) -> str:
    """The number of a pallet."""
    body = f"0952123{number:010d}"
    return body + check_digit(body)


_stock: dict[str, Verb] = {
    "receiving.receive_lots": lambda of: receiving.receive_lots(
        [
            Delivered(material="HB", supplier_lot=f"N-{n}", quantity=Decimal(5), line="10", lot="")
            for n, _ in enumerate(of)
        ],
        supplier="ELASTO", order="PO-7", note="LS-9", location="DOCK", by=CLERK, live=True,
    ),
    "receiving.receive_units": lambda of: receiving.receive_units(
        material="HB", supplier="ELASTO", numbers=[f"N-{n}" for n, _ in enumerate(of)], by=CLERK,
        live=True,
    ),
    "receiving.put_away": lambda of: receiving.put_away(of, location="RACK", by=CLERK),
    "moving.move": lambda of: moving.move(of, location="RACK", by=CLERK),
    "counting.count_place": lambda of: counting.count_place(
        "DOCK", found=some(of, 4), by=CLERK
    ),
    "counting.sheet": lambda of: counting.sheet("DOCK"),
    "packing.pack": lambda of: packing.pack(contents=of, by=CLERK, live=True),
    "picking.propose": lambda of: picking.propose("HB", Decimal(3)),
    "shipping.pick": lambda of: shipping.pick(some(of), note="DN-1", order="SO-3", by=CLERK),
    "shipping.ship": lambda of: shipping.ship(
        some(of), note="DN-1", to="NORTH", carrier="CART", order="SO-3", by=CLERK, live=True
    ),
    "holding.hold": lambda of: holding.hold(of, reason="lab", by=INSPECTOR),
    "holding.release": lambda of: holding.release(of, reason="lab", by=INSPECTOR),
    "scrapping.scrap": lambda of: scrapping.scrap(some(of), reason="wet", by=CLERK, live=True),
    "orders.progress": lambda of: orders.progress("PO-7"),
}  # fmt: skip


def furnish(count: int) -> list[str]:
    """So many lots of rubber on the dock, and as many places, companies and orders beside."""
    for n in range(count):
        uri = f"https://id.demo.example/{{}}/X-{n}"
        Location.objects.create(code=f"L-{n}", name="Bay", uri=uri.format("loc"))
        Partner.objects.create(code=f"C-{n}", name="Shop", kind="dealer", uri=uri.format("partner"))
        Material.objects.create(code=f"M-{n}", name="Rubber", kind="raw", uom="KGM")
    for number, kind in (("PO-7", "purchase"), ("SO-3", "sales")):
        order = Order.objects.create(number=number, kind=kind)
        for line in range(count):
            material = Material.objects.get(code="HB")
            OrderLine.objects.create(
                order=order, line=f"{line * 10}", material=material, quantity=100, uom="KGM"
            )
    pattern = "0952123{seq:10}{check:mod10}"
    NumberingFormat.objects.create(code="P", name="P", subject="container", pattern=pattern)
    for n in range(count):
        came(f"LOT-{n}", 10)
    return [f"LOT-{n}" for n in range(count)]


def asked(verb: Callable[[], object]) -> int:
    """How many queries a verb makes, master data being at hand."""
    known.now()
    with CaptureQueriesContext(
        connection,
    ) as context:
        verb()
    return len(context)


@pytest.mark.parametrize("name", _stock)
@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_verb_about_lots(name: str, count: int, costs: dict[str, int]) -> None:
    of = furnish(count)
    cost = asked(lambda: _stock[name](of))
    assert costs.setdefault(name, cost) == cost, name


@pytest.fixture(scope="module")
def costs() -> dict[str, int]:
    """What each verb cost the first time."""
    return {}


def on_pallets(count: int) -> list[str]:
    """So many pallets of two tyres, each tyre in a box of its own; the numbers of the pallets."""
    furnish(1)
    tyres("SPARE")
    found = []
    for n in range(count):
        made = tyres(f"{n}-1", f"{n}-2")
        boxes = [sscc(n * 10 + i) for i in range(2)]
        for box, tyre in zip(boxes, made, strict=True):
            packing.pack(container=box, contents=[tyre], location="DOCK", by=CLERK, at=at(1))
        packing.pack(container=sscc(n * 10 + 5), contents=boxes, by=CLERK, at=at(2))
        found.append(sscc(n * 10 + 5))
    return found


def sent(of: Sequence[str]) -> None:
    """All of them left under one delivery note."""
    shipping.ship(of, note="DN-1", to="NORTH", by=CLERK, at=at(3))


def stopped(of: Sequence[str]) -> None:
    """All of them are held with everything forward of them."""
    holding.hold_forward(of, reason="wet", by=INSPECTOR, at=at(4))


def last_event() -> str:
    """The id of what was told last."""
    return EventRow.objects.latest("position").event_id


_pallets: dict[str, tuple[Verb, Verb]] = {
    "shipping.ship": (list, sent),
    "holding.hold": (list, lambda of: holding.hold(of, reason="wet", by=INSPECTOR)),
    "counting.sheet": (list, lambda of: counting.sheet("DOCK")),
    "picking.propose": (list, lambda of: picking.propose("T205", Decimal(3), location="DOCK")),
    "packing.unpack": (list, lambda of: packing.unpack(container=of[0], by=CLERK)),
    "shipping.delivery_note": (sent, lambda of: shipping.delivery_note("DN-1")),
    "shipping.void": (sent, lambda of: shipping.void("DN-1", reason="no truck", by=CLERK)),
    "returning.candidates": (
        sent, lambda of: returning.candidates("T205", dot_week="1026", dealer="NORTH"),
    ),
    "returning.take_back": (
        sent, lambda of: returning.take_back(of, dealer="NORTH", reason="wet", by=CLERK),
    ),
    "holding.hold_forward": (
        sent, lambda of: holding.hold_forward(of, reason="wet", by=INSPECTOR),
    ),
    "holding.release_forward": (
        stopped, lambda of: holding.release_forward(of, reason="dry", by=INSPECTOR),
    ),
    "returning.take_back_unread": (
        sent, lambda of: returning.take_back_unread(
            "T205", dot_week="1026", chosen="0-1", dealer="NORTH", reason="wet", by=CLERK
        ),
    ),
    "returning.exchange": (
        sent, lambda of: returning.exchange(
            "0-1", new="SPARE", dealer="NORTH", reason="wet", rma="R-1", note="DN-2", by=CLERK
        ),
    ),
    "scrapping.scrap": (list, lambda of: scrapping.scrap(of, reason="wet", by=CLERK)),
    "correcting.preview": (sent, lambda of: correcting.preview(last_event(), by=CLERK)),
    "correcting.withdraw": (
        sent, lambda of: correcting.withdraw(last_event(), reason="no truck", by=CLERK),
    ),
    "correcting.replace": (
        sent, lambda of: correcting.replace(
            last_event(), reason="other dealer", by=CLERK, verb="shipping.ship",
            arguments={"objects": list(of), "note": "DN-1", "to": "CART"},
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _pallets)
@pytest.mark.parametrize("count", [FEW, 12])
def test_a_verb_about_pallets(name: str, count: int, costs: dict[str, int]) -> None:
    before, verb = _pallets[name]
    of = on_pallets(count)
    before(of)
    cost = asked(lambda: verb(of))
    assert costs.setdefault(f"pallets {name}", cost) == cost, name
