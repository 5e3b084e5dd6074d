"""Tyres are moved, counted, packed, picked, shipped; a dealer asks what came, and what did not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import record, trace
from gozinto.operations import counting, moving, orders, packing, picking, shipping
from gozinto.plant import objects
from gozinto.plant.models import Material, NumberingFormat, Order, OrderLine
from gozinto.record import rebuild
from gozinto.standards.epcis.events import AggregationEvent, ObjectEvent, Place
from tests.workshop import CLERK, DOMAIN, at, event_of, unit

NUMBERS = ("001", "002", "003", "004")


@pytest.fixture
def order() -> str:
    """Four tyres were made and lie on the dock; the dealer ordered four; pallets have numbers."""
    record.capture(
        ObjectEvent(
            event_time=at(0), action="ADD", biz_step="commissioning", disposition="active",
            epc_list=tuple(unit("T205", number) for number in NUMBERS),
            biz_location=Place(id=f"https://{DOMAIN}/loc/DOCK"),
        )
    )  # fmt: skip
    tyre = Material.objects.get(code="T205")
    sale = Order.objects.create(number="SO-3", kind="sales", state="released")
    OrderLine.objects.create(order=sale, line="10", material=tyre, quantity=4, uom="C62")
    pattern = "0952123{seq:10}{check:mod10}"
    NumberingFormat.objects.create(code="P", name="Pallets", subject="container", pattern=pattern)
    return "SO-3"


def pallet_of(*numbers: str, hours: float) -> str:
    """These tyres on a pallet with a new label: its URI."""
    event = event_of(packing.pack(contents=numbers, by=CLERK, at=at(hours), live=True))
    assert isinstance(event, AggregationEvent)
    return event.parent_id


def open_(order: str) -> Decimal:
    """How many tyres the dealer still waits for."""
    (line,) = orders.progress(order).lines
    return line.open


def test_four_tyres_go_to_a_dealer_in_two_shipments(order: str) -> None:
    # On the dock only three are found: one is gone, and the record says so.
    counting.count_place("DOCK", found=["001", "002", "003"], by=CLERK, at=at(1))
    proposed = picking.propose("T205", Decimal(4))
    assert ([one.number for one in proposed.take], proposed.missing) == (["001", "002", "003"], 1)

    # Two of them go onto a pallet with the next number of the plant, and into the rack.
    pallet = pallet_of("001", "002", hours=2)
    moving.move(pallet, location="RACK", by=CLERK, at=at(3))
    in_rack = picking.propose("T205", Decimal(4), location="RACK")
    assert [one.number for one in in_rack.take] == ["001", "002"]

    # The pallet is picked and leaves; two are still open.
    shipping.pick(pallet, note="DN-1", order=order, by=CLERK, at=at(4))
    shipping.ship(
        pallet, note="DN-1", to="NORTH", ship_to="NORTH-SITE", carrier="CART", order=order,
        line="10", by=CLERK, at=at(5), live=True,
    )  # fmt: skip
    assert open_(order) == 2

    # The fourth turns up behind the press, and the rest leaves under a second note.
    counting.count_place("RACK", found=["004"], by=CLERK, at=at(6))
    shipping.ship(["003", "004"], note="DN-2", to="NORTH", order=order, by=CLERK, at=at(7))
    assert open_(order) == 0

    # Each note is read again, and a tyre's trace tells its pallet, its note and its dealer.
    first = shipping.delivery_note("DN-1")
    assert (first.lines[0].quantity, first.units[0].contents) == (2, ("001", "002"))
    found = trace.backward([objects.resolve("002")])
    (shipment,) = found.facts.shipments
    assert (shipment.note, shipment.ship_to) == ("DN-1", f"https://{DOMAIN}/loc/NORTH-SITE")
    assert [customer.name for customer in found.facts.customers] == ["North Tyres"]
    assert rebuild.check() == []


def test_boxes_on_pallets_are_opened_wherever_they_went(order: str) -> None:
    box = pallet_of("001", "002", hours=1)
    outer = pallet_of(box, "003", hours=2)
    shipping.ship(outer, note="DN-1", to="NORTH", by=CLERK, at=at(3))
    packing.unpack(container=outer, by=CLERK, at=at(9))
    units = {u.uri: u.contents for u in shipping.delivery_note("DN-1").units}
    assert units[box] == ("001", "002")
    assert len(units[outer]) == 2
    (shipment,) = trace.backward([objects.resolve("001")]).facts.shipments
    assert shipment.note == "DN-1"


def test_one_tyre_of_a_shipment_never_left_the_dock(order: str) -> None:
    shipping.ship(["001", "002"], note="DN-1", to="NORTH", order=order, by=CLERK, at=at(5))
    shipping.void("DN-1", objects="002", reason="found on the dock", by=CLERK, at=at(6))
    assert open_(order) == 3
    assert trace.backward([objects.resolve("002")]).facts.shipments == ()
    (shipment,) = trace.backward([objects.resolve("001")]).facts.shipments
    assert (shipment.note, shipment.at) == ("DN-1", at(5))
    assert picking.propose("T205", Decimal(3)).missing == 0
    assert rebuild.check() == []
