"""Moved, packed, picked, shipped, returned, scrapped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.errors import Malformed, Unknown
from gozinto.operations import moving, packing, returning, scrapping, shipping
from gozinto.operations.things import Amount
from gozinto.standards.epcis.events import AggregationEvent, ObjectEvent
from tests.workshop import CLERK, at, event_of, lot, unit, words_of

TYRE = unit("T205", "0444232322")
SSCC = "095212340000000013"
PALLET = f"https://id.gs1.org/00/{SSCC}"


def test_move_says_where_to() -> None:
    event = event_of(moving.move(TYRE, location="RACK", by=CLERK, at=at(0)))
    assert event.biz_location is not None
    assert event.biz_location.id.endswith("/loc/RACK")


def test_pack_puts_units_and_lots_into_a_container() -> None:
    captured = packing.pack(
        container=SSCC,
        contents=[TYRE, Amount(of=lot("HB", "4711"), quantity=Decimal(5), uom="KGM")],
        by=CLERK,
        at=at(0),
    )
    event = event_of(captured)
    assert isinstance(event, AggregationEvent)
    assert (event.action, event.parent_id, event.child_epcs) == ("ADD", PALLET, (TYRE,))
    assert event.child_quantity_list[0].quantity == Decimal(5)


def test_unpack_without_contents_takes_all_out() -> None:
    event = event_of(packing.unpack(container=PALLET, by=CLERK, at=at(0)))
    assert isinstance(event, AggregationEvent)
    assert (event.action, event.child_epcs) == ("DELETE", ())


@pytest.mark.parametrize("sscc", ["12345", SSCC[:-1] + "0", SSCC + "0"])
def test_a_number_that_is_no_sscc_is_refused(sscc: str) -> None:
    with pytest.raises(Malformed) as caught:
        packing.pack(container=sscc, contents=[TYRE], by=CLERK, at=at(0))
    assert caught.value.code == "bad_sscc"


def test_a_shipment_names_note_customer_site_and_carrier() -> None:
    captured = shipping.ship(
        [PALLET], note="DN-1", to="NORTH", ship_to="NORTH-SITE", carrier="CART", by=CLERK, at=at(0)
    )
    event = event_of(captured)
    assert isinstance(event, ObjectEvent)
    assert (event.biz_step, event.disposition) == ("shipping", "in_transit")
    assert event.epc_list == (PALLET,)
    assert event.biz_transaction_list[0].value.endswith("/bt/DN-1")
    assert {d.type: d.value.rsplit("/", 1)[-1] for d in event.destination_list} == {
        "owning_party": "NORTH",
        "location": "NORTH-SITE",
        "possessing_party": "CART",
    }


def test_what_is_in_a_container_leaves_with_it() -> None:
    other = unit("T205", "0444232323")
    packing.pack(container=SSCC, contents=[TYRE, other], by=CLERK, at=at(0))
    packing.unpack(container=SSCC, contents=[other], by=CLERK, at=at(1))
    event = event_of(shipping.ship([PALLET], note="DN-1", to="NORTH", by=CLERK, at=at(2)))
    assert isinstance(event, ObjectEvent)
    assert event.epc_list == (PALLET, TYRE)


def test_a_shipment_to_nobody_is_refused() -> None:
    with pytest.raises(Unknown):
        shipping.ship([PALLET], note="DN-1", to="SOUTH", by=CLERK, at=at(0))


def test_pick_belongs_to_the_delivery_note() -> None:
    event = event_of(shipping.pick([PALLET], note="DN-1", by=CLERK, at=at(0)))
    assert event.biz_step == "picking"
    assert event.biz_transaction_list[0].value.endswith("/bt/DN-1")


def test_a_return_says_who_and_why_and_how_the_unit_is_known() -> None:
    captured = returning.take_back(
        TYRE, dealer="NORTH", reason="leaks", note="RMA-1", certainty="inferred", by=CLERK, at=at(0)
    )
    event = event_of(captured)
    assert (event.biz_step, event.disposition) == ("receiving", "returned")
    assert event.source_list[0].value.endswith("/partner/NORTH")
    assert (words_of(captured).reason, words_of(captured).certainty) == ("leaks", "inferred")


def test_scrap_ends_a_unit() -> None:
    event = event_of(scrapping.scrap(TYRE, reason="heavy splice", by=CLERK, at=at(0)))
    assert isinstance(event, ObjectEvent)
    assert (event.action, event.biz_step) == ("DELETE", "destroying")
