"""How much left, and to whom: sums that a recall can be sized by."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests import plants
from tests.plants import at, lot, packed, pallet, received, shipped, some, transformed, unit

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.standards.epcis.events import (
    AggregationEvent,
    ObjectEvent,
    QuantityElement,
    TypedReference,
)
from gozinto.trace.answer import CustomerFact, ShipmentFact
from gozinto.trace.reading import amounts

pytestmark = pytest.mark.django_db

HB = lot("HB", "HB-1")
UNSPECIFIED = QuantityElement(epc_class=HB)


def used() -> trace.Trace:
    """Where the lot HB-1 went."""
    return trace.forward([objects.resolve("HB-1")])


def told(
    facts: tuple[ShipmentFact, ...] | tuple[CustomerFact, ...],
) -> list[tuple[str | None, str | None]]:
    """Amounts as a reader sees them."""
    return [(None if f.quantity is None else f"{f.quantity.normalize():f}", f.uom) for f in facts]


@pytest.fixture(autouse=True)
def _delivered(db: None) -> None:
    record.capture(received(some(HB, 500), 0))


def made(number: str, hours: float = 2) -> str:
    """A unit with some of the lot in it."""
    made_of = transformed(hours, inputs=[some(HB, 1)], units_out=[unit("T", number)])
    record.capture(made_of)
    return unit("T", number)


def test_what_a_customer_got_of_a_lot_on_several_notes_adds_up() -> None:
    record.capture(shipped([], 1, lots=[some(HB, 10)], note="1"))
    record.capture(shipped([], 2, lots=[some(HB, 20)], note="2"))
    assert told(used().facts.customers) == [("30", "KGM")]


def test_a_unit_sent_twice_to_one_customer_is_one_unit() -> None:
    tyre = made("1")
    record.capture(shipped([tyre], 3, note="1"))
    record.capture(shipped([tyre], 9, note="2"))
    assert told(used().facts.customers) == [("1", "C62")]


def test_two_lines_of_one_lot_on_a_note_add_up() -> None:
    record.capture(shipped([], 1, lots=[some(HB, 10), some(HB, 20)]))
    assert told(used().facts.shipments) == [("30", "KGM")]


def test_kilograms_and_pieces_stand_apart() -> None:
    record.capture(shipped([made("1")], 3, lots=[some(HB, 10)]))
    found = used().facts
    assert sorted(told(found.shipments)) == [("1", "C62"), ("10", "KGM")]
    assert sorted(told(found.customers)) == [("1", "C62"), ("10", "KGM")]
    assert {c.objects for c in found.customers} == {(HB,), (unit("T", "1"),)}


def test_grams_become_kilograms_before_they_are_added() -> None:
    mix = lot("X", "X1")
    record.capture(transformed(1, inputs=[some(HB, 5)], outputs=[some(mix, 5)]))
    record.capture(shipped([], 3, lots=[some(HB, 1), some(mix, 500, "GRM")]))
    assert told(used().facts.shipments) == [("1.5", "KGM")]
    assert told(used().facts.customers) == [("1.5", "KGM")]


def test_a_unit_of_measure_that_nobody_knows_is_added_to_its_like_alone() -> None:
    bags = [amounts.Amount(Decimal(n), "ZZZ") for n in (2, 3)]
    kilogram = amounts.Amount(Decimal(1), "KGM")
    assert list(amounts.totals([*bags, kilogram]).values()) == [
        amounts.Amount(Decimal(5), "ZZZ"),
        kilogram,
    ]


def test_an_amount_that_nobody_gave_is_absent_and_not_one_piece() -> None:
    record.capture(shipped([], 3, lots=[UNSPECIFIED]))
    assert told(used().facts.shipments) == [(None, None)]
    (shipment,) = trace.as_json(used())["facts"]["shipments"]
    assert shipment["objects"] == [HB]
    assert not {"quantity", "uom"} & set(shipment)


def test_a_box_with_an_unknown_amount_leaves_with_an_unknown_amount() -> None:
    record.capture(
        AggregationEvent(
            event_time=at(1),
            action="ADD",
            biz_step="packing",
            parent_id=pallet(1),
            child_quantity_list=(UNSPECIFIED,),
        )
    )
    record.capture(shipped([pallet(1)], 2))
    assert told(used().facts.shipments) == [(None, None)]


def test_a_pallet_and_a_box_on_it_on_one_note_carry_a_unit_once() -> None:
    tyre = made("1")
    record.capture(packed(pallet(1), [tyre], 3))
    record.capture(packed(pallet(2), [pallet(1)], 4))
    record.capture(shipped([pallet(1), pallet(2)], 5))
    (shipment,) = used().facts.shipments
    assert shipment.container == objects.resolve(pallet(2)).number
    assert told((shipment,)) == [("1", "C62")]


def test_who_only_carries_the_goods_is_no_customer() -> None:
    event = shipped([made("1")], 3)
    assert isinstance(event, ObjectEvent)
    carrier = TypedReference(type="possessing_party", value=plants.partner("CART"))
    record.capture(replace(event, destination_list=(carrier,)))
    found = used().facts
    assert found.customers == ()
    assert [s.ship_to for s in found.shipments] == [None]
