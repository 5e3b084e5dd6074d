"""What was in a box or on a pallet, when, and how much of it left the plant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests import workshop
from tests.workshop import CLERK, OPERATOR, at, reported_run

from gozinto import trace
from gozinto.operations import packing, production, receiving, shipping
from gozinto.operations.things import Amount
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.record.models import ObjectState
from gozinto.trace.answer import Facts

pytestmark = pytest.mark.django_db

BOX, OTHER, PALLET = "340123450000000017", "340123450000000024", "340123450000000031"


@pytest.fixture(autouse=True)
def _plant(db: None) -> None:
    workshop.furnish()
    receiving.receive(
        material="HB",
        supplier="ELASTO",
        supplier_lot="4711",
        quantity=Decimal(500),
        by=CLERK,
        at=at(0),
    )


def rubber() -> TraceableObject:
    """The lot that was delivered."""
    return objects.resolve("4711")


def kilograms(amount: int) -> Amount:
    """So much of the lot."""
    return Amount(of=rubber(), quantity=Decimal(amount), uom="KGM")


def pack(hours: float, *contents: Amount | str, box: str = BOX) -> None:
    """Into a box."""
    packing.pack(container=box, contents=contents, by=CLERK, at=at(hours))


def unpack(hours: float, *contents: Amount | str, box: str = BOX) -> None:
    """Out of a box; all of it when nothing is named."""
    packing.unpack(container=box, contents=contents, by=CLERK, at=at(hours))


def ship(hours: float, *things: Amount | str, note: str = "SN-1") -> Facts:
    """Shipped to one customer; what is known about the lot's whereabouts then."""
    shipping.ship(things, note=note, to="NORTH", by=CLERK, at=at(hours))
    return trace.forward([rubber()]).facts


def uri(sscc: str) -> str:
    """The Digital Link of a box."""
    return packing.container_uri(sscc)


def make(*numbers: str) -> None:
    """Tyres with some of the lot in them."""
    run = reported_run(job="J", step="curing", equipment="PRESS-42", by=OPERATOR, at=at(1))
    for number in numbers:
        production.produce_serial(
            run=run,
            material="T205",
            number=number,
            inputs=[production.Component(of=rubber(), quantity=Decimal(1), uom="KGM")],
            by=OPERATOR,
            at=at(1),
        )


def amounts(facts: Facts) -> list[Decimal | None]:
    """How much left, shipment by shipment."""
    return [fact.quantity for fact in facts.shipments]


def content(sscc: str, hours: float | None = None) -> set[str]:
    """The tyres that an answer about a box is about."""
    moment = None if hours is None else at(hours)
    found = trace.backward([objects.resolve(uri(sscc))], as_of=moment)
    return {node.number for node in found.nodes if node.kind == "serial"}


def test_a_loose_part_beside_a_boxed_part_of_one_lot_left_too() -> None:
    pack(1, kilograms(10))
    facts = ship(2, uri(BOX), kilograms(5))
    assert sorted((f.container or "", f.quantity) for f in facts.shipments) == [
        ("", Decimal(5)),
        (BOX, Decimal(10)),
    ]
    assert [c.quantity for c in facts.customers] == [Decimal(15)]


def test_two_boxes_of_one_lot_add_up_for_the_customer() -> None:
    pack(1, kilograms(10))
    pack(1, kilograms(20), box=OTHER)
    assert [c.quantity for c in ship(2, uri(BOX), uri(OTHER)).customers] == [Decimal(30)]


def test_a_lot_packed_twice_into_one_box_is_in_it_with_both_amounts() -> None:
    pack(1, kilograms(10))
    pack(2, kilograms(20))
    assert amounts(ship(3, uri(BOX))) == [Decimal(30)]
    assert ObjectState.objects.get(object=rubber()).on_hand == 470


def test_what_is_left_after_a_part_was_taken_out_is_what_leaves() -> None:
    pack(1, kilograms(100))
    unpack(2, kilograms(40))
    assert amounts(ship(3, uri(BOX))) == [Decimal(60)]


def test_a_lot_taken_out_without_an_amount_is_gone_from_the_box() -> None:
    pack(1, kilograms(100))
    unpack(2, Amount(of=rubber()))
    assert amounts(ship(3, uri(BOX))) == []


def test_a_box_named_with_its_pallet_takes_its_lot_from_stock_once() -> None:
    pack(1, kilograms(10))
    pack(2, uri(BOX), box=PALLET)
    facts = ship(3, uri(PALLET), uri(BOX))
    assert amounts(facts) == [Decimal(10)]
    assert [f.container for f in facts.shipments] == [PALLET]
    assert ObjectState.objects.get(object=rubber()).on_hand == 490


def test_a_repacked_tyre_is_not_shipped_with_the_box_it_left() -> None:
    make("77")
    pack(2, "77")
    pack(3, "77", box=OTHER)
    assert ship(4, uri(BOX)).shipments == ()
    assert content(OTHER) == {"77"}


def test_a_pallet_emptied_piece_by_piece_answers_with_all_it_held() -> None:
    make("1", "2", "3")
    pack(2, "1", "2", box=PALLET)
    unpack(3, "1", box=PALLET)
    pack(4, "3", box=PALLET)
    unpack(5, "2", box=PALLET)
    assert content(PALLET) == {"3"}
    unpack(6, "3", box=PALLET)
    assert content(PALLET) == {"2", "3"}
    assert content(PALLET, 3.5) == {"2"}


def test_an_empty_box_on_a_pallet_adds_nothing_to_what_the_pallet_holds() -> None:
    make("1", "2")
    pack(2, "1")
    pack(3, "2", uri(BOX), box=PALLET)
    assert content(PALLET) == {"1", "2"}
    unpack(4, "1")
    assert content(PALLET) == {"2"}


def test_a_box_that_left_its_pallet_answers_for_it_with_what_it_held_there() -> None:
    make("1", "2")
    pack(2, "1")
    pack(3, uri(BOX), box=PALLET)
    unpack(4, box=PALLET)
    unpack(5, "1")
    pack(6, "2")
    assert content(PALLET) == {"1"}
    assert content(BOX) == {"2"}
