"""Goods come in and are put away."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Unknown
from gozinto.operations import receiving
from gozinto.plant import objects
from gozinto.record import Captured
from gozinto.record.models import ObjectState
from gozinto.standards.epcis.events import ObjectEvent, TypedReference
from tests.workshop import CLERK, at, event_of, lot


def receive(**changes: object) -> Captured:
    told = {
        "material": "HB",
        "supplier": "ELASTO",
        "supplier_lot": "4711",
        "quantity": Decimal(500),
        "note": "LS-9",
        "location": "DOCK",
        "expires": at(24 * 365),
        "by": CLERK,
        "at": at(0),
    }
    return receiving.receive(**(told | changes))  # type: ignore[arg-type]


def test_a_received_lot_keeps_its_suppliers_number() -> None:
    event = event_of(receive())
    assert isinstance(event, ObjectEvent)
    assert event.biz_step == "receiving"
    assert event.quantity_list[0].epc_class == lot("HB", "4711", "ELASTO")
    assert (event.quantity_list[0].quantity, event.quantity_list[0].uom) == (Decimal(500), "KGM")
    assert event.source_list == (
        TypedReference(type="owning_party", value="https://id.demo.example/partner/ELASTO"),
    )
    assert event.biz_transaction_list[0].value == "https://id.demo.example/bt/LS-9"


def test_the_offset_is_that_of_the_plant() -> None:
    assert event_of(receive()).event_time_zone_offset == "+03:00"


def test_the_same_number_of_two_suppliers_is_two_lots() -> None:
    receive()
    receive(supplier="RIVAL")
    assert len(objects.find_all("4711")) == 2


def test_two_deliveries_under_one_number_of_ours_stay_apart() -> None:
    receive(lot="OUR-1")
    receive(lot="OUR-1", supplier_lot="4712")
    ours = objects.resolve("OUR-1")
    assert ObjectState.objects.get(object=ours).on_hand == Decimal(1000)
    assert ObjectState.objects.get(object=objects.resolve("4711")).on_hand == 0
    found = trace.backward([ours])
    assert {n.number for n in found.nodes if n.kind == "lot"} == {"OUR-1", "4711", "4712"}
    assert found.facts.suppliers[0].supplier_lots == ("4711", "4712")
    assert found.complete


def test_a_delivery_that_is_relabelled_as_it_arrives_can_be_asked_for_live() -> None:
    receive(lot="OUR-1", live=True)
    assert ObjectState.objects.get(object=objects.resolve("OUR-1")).on_hand == Decimal(500)
    assert ObjectState.objects.get(object=objects.resolve("4711")).on_hand == 0


def test_a_repeated_delivery_is_one_delivery() -> None:
    receive(lot="OUR-1", event_id="urn:uuid:018f2f6a-0000-7000-8000-000000000001")
    again = receive(lot="OUR-1", event_id="urn:uuid:018f2f6a-0000-7000-8000-000000000001")
    assert again.repeated
    assert ObjectState.objects.get(object=objects.resolve("OUR-1")).on_hand == Decimal(500)


def test_expiry_and_stock_are_known_afterwards() -> None:
    receive()
    state = ObjectState.objects.get(object=objects.resolve("4711"))
    assert (state.on_hand, state.expires_at) == (Decimal(500), at(24 * 365))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"supplier": "NOBODY"}, "unknown_partner"),
        ({"material": "XX"}, "unknown_material"),
        ({"location": "NOWHERE"}, "unknown_location"),
    ],
)
def test_what_is_not_in_the_master_data_is_named(change: dict[str, str], code: str) -> None:
    with pytest.raises(Unknown) as caught:
        receive(**change)
    assert caught.value.code == code


def test_put_away_changes_the_place_and_nothing_else() -> None:
    receive()
    receiving.put_away("4711", location="RACK", by=CLERK, at=at(1))
    state = ObjectState.objects.get(object=objects.resolve("4711"))
    assert state.location.endswith("/loc/RACK")
    assert (state.on_hand, state.status) == (Decimal(500), "in_progress")
