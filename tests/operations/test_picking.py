"""What is proposed to be picked: the first to expire, else the first that came."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.errors import Unknown
from gozinto.operations import holding, moving, orders, packing, picking, shipping
from gozinto.operations.things import Amount
from gozinto.plant.models import Material, Order, OrderLine
from gozinto.record import shelf
from tests.operations.shelves import came, tyres
from tests.workshop import CLERK, INSPECTOR, at, event_of, lot

SSCC = "095212340000000013"


def proposed(material: str, quantity: int, **more: object) -> list[tuple[str, Decimal]]:
    found = picking.propose(material, Decimal(quantity), at=at(10), **more)  # type: ignore[arg-type]
    return [(one.number, one.quantity) for one in found.take]


def test_the_first_to_expire_goes_first_and_of_the_rest_the_first_that_came() -> None:
    came("LATE", 100, 0, expires=at(900))
    came("SOON", 100, 2, expires=at(100))
    came("NEVER-2", 100, 4)
    came("NEVER-1", 100, 3)
    assert proposed("HB", 350) == [
        ("SOON", 100), ("LATE", 100), ("NEVER-1", 100), ("NEVER-2", 50),
    ]  # fmt: skip


def test_what_may_not_be_taken_is_left_out_and_why() -> None:
    came("EXPIRED", 100, expires=at(9))
    came("HELD", 100)
    came("RECALLED", 100)
    came("GOOD", 40)
    holding.hold("HELD", reason="lab", by=INSPECTOR, at=at(1))
    holding.hold("RECALLED", reason="lab", recall=True, by=INSPECTOR, at=at(1))
    found = picking.propose("HB", Decimal(100), at=at(10))
    assert [one.number for one in found.take] == ["GOOD"]
    assert {one.number: one.reason for one in found.left_out} == {
        "EXPIRED": "expired", "HELD": "held", "RECALLED": "recalled",
    }  # fmt: skip
    assert found.missing == 60


def test_what_is_said_of_a_lot_holds_for_its_units() -> None:
    tyres("001", "002", of="A")
    tyres("003", of="B")
    holding.hold(lot("T205", "A"), reason="lab", by=INSPECTOR, at=at(1))
    holding.release("002", reason="measured", by=INSPECTOR, at=at(2))
    assert proposed("T205", 3) == [("002", 1), ("003", 1)]


def test_the_shelf_is_known_as_it_was_before_what_came_later_or_left() -> None:
    came("FIRST", 100, 0)
    came("SECOND", 100, 5)
    first = Amount(of="FIRST", quantity=Decimal(100), uom="KGM")
    shipping.ship(first, note="DN-1", to="NORTH", by=CLERK, at=at(6))
    holding.hold("SECOND", reason="lab", by=INSPECTOR, at=at(7))
    for hours, there in ((0, []), (3, ["FIRST"]), (6, ["FIRST", "SECOND"]), (6.5, ["SECOND"])):
        found = shelf.of(["HB"], at=at(hours))
        assert [one.number for one in found if not one.hindrance(at(hours))] == there
    (held,) = shelf.of(["HB"], at=at(8))
    assert held.hindrance(at(8)) == "held"


def test_an_amount_may_be_asked_for_in_another_unit() -> None:
    came("4711", 500)
    found = picking.propose("HB", Decimal("0.2"), uom="TNE")
    assert [(one.quantity, one.uom) for one in found.take] == [(Decimal("0.2"), "TNE")]
    counted = picking.propose("HB", Decimal(2), uom="C62")
    assert (counted.take, counted.left_out[0].reason) == ((), "unit")


def test_only_what_lies_at_a_place_in_a_box_or_not() -> None:
    tyres("001", "002", "003")
    packing.pack(container=SSCC, contents=["002"], by=CLERK, at=at(1))
    moving.move(SSCC, location="RACK", by=CLERK, at=at(2))
    assert proposed("T205", 3, location="RACK") == [("002", 1)]
    assert proposed("T205", 3) == [("001", 1), ("002", 1), ("003", 1)]


def test_what_left_is_not_proposed() -> None:
    came("4711", 500)
    assert proposed("LC", 1) == []
    with pytest.raises(Unknown):
        picking.propose("XX", Decimal(1))


def test_what_is_picked_belongs_to_a_delivery_note_and_an_order() -> None:
    (tyre,) = tyres("001")
    order = Order.objects.create(number="SO-3", kind="sales")
    OrderLine.objects.create(
        order=order, line="10", material=Material.objects.get(code="T205"), quantity=1, uom="C62"
    )
    captured = shipping.pick(tyre, note="DN-1", order="SO-3", line="10", by=CLERK, at=at(1))
    told = [one.value for one in event_of(captured).biz_transaction_list]
    sale = orders.order_uri("SO-3")
    assert told == [sale.replace("SO-3", "DN-1"), sale, f"{sale}#10"]
