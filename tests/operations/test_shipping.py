"""What leaves, in parts too; what its delivery note says; what did not leave after all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Refused, Unknown
from gozinto.operations import orders, packing, returning, shipping
from gozinto.operations.things import Amount
from gozinto.plant import objects
from gozinto.plant.models import Material, Order, OrderLine
from gozinto.record import Captured, rebuild
from tests.operations.shelves import came, on_hand, place, tyres
from tests.workshop import CLERK, DOMAIN, at

PALLET = "095212340000000013"
BOX = "095212340000000020"


def send(what: object, note: str = "DN-1", hours: float = 2, **more: object) -> Captured:
    told = {"note": note, "to": "NORTH", "by": CLERK, "at": at(hours)}
    return shipping.ship(what, **(told | more))  # type: ignore[arg-type]


def sold(quantity: int) -> None:
    """An order for tyres."""
    order = Order.objects.create(number="SO-3", kind="sales", state="released")
    tyre = Material.objects.get(code="T205")
    OrderLine.objects.create(order=order, line="10", material=tyre, quantity=quantity, uom="C62")


def open_() -> Decimal:
    """What is still to go for the order."""
    (line,) = orders.progress("SO-3").lines
    return line.open


def test_an_order_leaves_in_two_shipments() -> None:
    sold(3)
    tyres("001", "002", "003")
    send(["001", "002"], order="SO-3", line="10")
    assert open_() == 1
    send("003", note="DN-2", order="SO-3")
    assert open_() == 0


def test_a_delivery_note_is_read_again_with_its_lines_and_units() -> None:
    sold(3)
    tyres("001", "002", "003")
    came("4711", 500)
    packing.pack(container=BOX, contents=["001"], by=CLERK, at=at(1))
    packing.pack(container=PALLET, contents=[BOX, "002"], by=CLERK, at=at(1))
    rubber = Amount(of="4711", quantity=Decimal(80), uom="KGM")
    sent = send(
        [PALLET, "003", rubber], order="SO-3", ship_to="NORTH-SITE", carrier="CART", live=True
    )
    packing.unpack(container=PALLET, by=CLERK, at=at(5))
    note = shipping.delivery_note("DN-1")
    assert (note.shipped_at, note.event_ids) == (at(2), (sent.event_id,))
    assert [uri.rpartition("/")[2] for uri in (note.to, note.carrier)] == ["NORTH", "CART"]
    assert note.ship_to == place("NORTH-SITE")
    assert note.orders == (orders.order_uri("SO-3"),)
    rubber_line, tyre_line = note.lines
    assert (rubber_line.material, rubber_line.quantity, rubber_line.uom) == ("HB", 80, "KGM")
    assert [(one.number, one.quantity) for one in rubber_line.lots] == [("4711", 80)]
    assert (tyre_line.quantity, set(tyre_line.serials)) == (3, {"001", "002", "003"})
    assert {unit.number: unit.contents for unit in note.units} == {
        PALLET: ("002", BOX), BOX: ("001",),
    }  # fmt: skip


def test_a_note_that_was_never_written_is_unknown_and_near_ones_are_named() -> None:
    tyres("001")
    send("001")
    with pytest.raises(Unknown) as caught:
        shipping.delivery_note("DN-9")
    assert (caught.value.code, caught.value.near) == ("unknown_delivery_note", ("DN-1",))


def test_a_shipment_that_never_left_is_void_as_a_whole() -> None:
    tyres("001", "002")
    came("4711", 500)
    send(["001", "002"])
    send(Amount(of="4711", quantity=Decimal(80), uom="KGM"), hours=3)
    captured = shipping.void("DN-1", reason="truck broke down", by=CLERK, at=at(4))
    assert len(captured.beside) == 1
    assert on_hand("001", "002", "4711") == [1, 1, 500]
    with pytest.raises(Unknown):
        shipping.delivery_note("DN-1")
    assert trace.forward([objects.resolve("001")]).facts.shipments == ()
    assert rebuild.check() == []


def test_a_part_of_a_shipment_is_void_and_the_rest_left_when_it_left() -> None:
    tyres("001", "002")
    came("4711", 500)
    send(["001", "002", Amount(of="4711", quantity=Decimal(80), uom="KGM")], carrier="CART")
    gone = ["002", Amount(of="4711", quantity=Decimal("0.03"), uom="TNE")]
    shipping.void("DN-1", objects=gone, reason="left on the dock", by=CLERK, at=at(4))
    assert on_hand("001", "002", "4711") == [0, 1, 450]
    note = shipping.delivery_note("DN-1")
    assert (note.shipped_at, note.carrier.rpartition("/")[2]) == (at(2), "CART")
    assert [line.quantity for line in note.lines] == [50, 1]
    assert rebuild.check() == []


def test_what_never_stood_on_a_note_cannot_be_void() -> None:
    tyres("001", "002")
    came("4711", 500)
    send(["001", Amount(of="4711", quantity=Decimal(80), uom="KGM")])
    for wrong in ("002", Amount(of="4711", quantity=Decimal(81), uom="KGM")):
        with pytest.raises(Refused) as caught:
            shipping.void("DN-1", objects=wrong, reason="?", by=CLERK, at=at(4))
        assert {v.code for v in caught.value.violations} == {"not_on_delivery_note"}
    assert on_hand("001", "4711") == [0, 420]


def test_a_container_that_did_not_leave_keeps_its_content() -> None:
    tyres("001", "002", "003")
    packing.pack(container=PALLET, contents=["001", "002"], by=CLERK, at=at(1))
    send([PALLET, "003"])
    shipping.void("DN-1", objects=PALLET, reason="no room", by=CLERK, at=at(4))
    assert on_hand("001", "002", "003") == [1, 1, 0]
    assert shipping.delivery_note("DN-1").units == ()


def test_what_comes_back_stays_on_the_note_it_left_with() -> None:
    tyres("001")
    send("001")
    returning.take_back("001", dealer="NORTH", reason="wrong size", by=CLERK, at=at(9))
    assert shipping.delivery_note("DN-1").lines[0].serials == ("001",)
    assert shipping.delivery_note(f"https://{DOMAIN}/bt/DN-1").uri.endswith("/bt/DN-1")
