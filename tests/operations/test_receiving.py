"""Goods come in and are put away."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Malformed, Unknown
from gozinto.operations import receiving
from gozinto.operations.receiving import Delivered
from gozinto.plant import objects
from gozinto.plant.models import Material, Order, OrderLine
from gozinto.record import Captured
from gozinto.record.models import Event as EventRow
from gozinto.record.models import ObjectState
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import ObjectEvent, TypedReference
from gozinto.standards.epcis.gozinto import Expected
from tests.workshop import CLERK, at, event_of, lot, words_of


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


PAPERS = {"supplier": "ELASTO", "note": "LS-9", "location": "DOCK", "by": CLERK, "at": at(0)}


def ordered(number: str = "PO-7", kind: str = "purchase") -> None:
    """A purchase of 900 kg of bromobutyl and 40 of liner compound."""
    order = Order.objects.create(number=number, kind=kind, state="released")
    for line, material, quantity in (("10", "HB", 900), ("20", "LC", 40)):
        OrderLine.objects.create(
            order=order,
            line=line,
            material=Material.objects.get(code=material),
            quantity=quantity,
            uom="KGM",
        )


def test_a_delivery_of_three_lots_is_one_transaction_and_an_event_a_lot() -> None:
    ordered()
    captured = receiving.receive_lots(
        [
            Delivered(material="HB", supplier_lot="4711", quantity=Decimal(500), line="10"),
            Delivered(material="HB", supplier_lot="4712", quantity=Decimal(400), line="10"),
            Delivered(
                material="LC", supplier_lot="L-1", quantity=Decimal(40), line="20", lot="OUR-1"
            ),
        ],
        order="PO-7",
        **PAPERS,  # type: ignore[arg-type]
    )
    assert len(captured.beside) == 3
    assert {objects.resolve(number).kind for number in ("4711", "4712", "OUR-1")} == {"lot"}
    told = [(d.type, d.value.rpartition("/")[2]) for d in _receipts()[0].biz_transaction_list]
    assert told == [("desadv", "LS-9"), ("po", "PO-7"), ("po", "PO-7#10")]


def _receipts() -> list[ObjectEvent]:
    rows = EventRow.objects.filter(biz_step="receiving").order_by("position")
    found = [jsonld.loads(row.document) for row in rows]
    return [event for event in found if isinstance(event, ObjectEvent)]


def test_if_one_lot_of_a_delivery_cannot_be_none_is_on_record() -> None:
    with pytest.raises(Unknown):
        receiving.receive_lots(
            [
                Delivered(material="HB", supplier_lot="4711", quantity=Decimal(500)),
                Delivered(material="XX", supplier_lot="4712", quantity=Decimal(400)),
            ],
            **PAPERS,  # type: ignore[arg-type]
        )
    assert not EventRow.objects.exists()


def test_a_delivery_of_nothing_is_refused() -> None:
    with pytest.raises(Malformed) as caught:
        receiving.receive_lots([], **PAPERS)  # type: ignore[arg-type]
    assert caught.value.code == "no_things"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"order": "PO-8"}, "unknown_order"), ({"line": "99"}, "unknown_order_line")],
)
def test_what_was_never_ordered_is_named(change: dict[str, str], code: str) -> None:
    ordered()
    with pytest.raises(Unknown) as caught:
        receive(**({"order": "PO-7", "line": "10"} | change))
    assert caught.value.code == code


def test_a_delivery_as_the_papers_say_is_no_mismatch() -> None:
    captured = receive(expected_quantity=Decimal("500.0"), expected_lot="4711")
    assert event_of(captured).disposition == "in_progress"
    assert words_of(captured).expected is None


def test_another_quantity_than_on_the_papers_is_recorded_as_such() -> None:
    captured = receive(expected_quantity=Decimal(520), certificate="C-88")
    assert event_of(captured).disposition == "mismatch_quantity"
    assert words_of(captured).expected == Expected(quantity=Decimal(520), uom="KGM")
    assert words_of(captured).certificate == "C-88"
    assert ObjectState.objects.get(object=objects.resolve("4711")).on_hand == Decimal(500)


def test_another_lot_than_on_the_papers_is_recorded_as_such() -> None:
    captured = receive(expected_lot="4710", expected_quantity=Decimal(1))
    assert event_of(captured).disposition == "mismatch_instance"
    assert words_of(captured).expected == Expected(quantity=Decimal(1), uom="KGM", lot="4710")


def test_another_material_than_was_ordered_is_recorded_as_such() -> None:
    ordered()
    captured = receive(order="PO-7", line="20")
    assert event_of(captured).disposition == "mismatch_instance"
    assert words_of(captured).expected == Expected(material="LC")


def test_parts_with_serial_numbers_of_their_own_come_in_one_event() -> None:
    ordered()
    captured = receiving.receive_units(
        material="HB",
        numbers=["A1", "A2"],
        order="PO-7",
        line="20",
        **PAPERS,  # type: ignore[arg-type]
    )
    assert event_of(captured).disposition == "mismatch_instance"
    assert [ObjectState.objects.get(object=objects.resolve(n)).on_hand for n in ("A1", "A2")] == [
        1,
        1,
    ]
