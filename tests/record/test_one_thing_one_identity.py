"""A thing has many names in GS1, and is one object here under all of them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.plants import at, inspected, packed, partner, received, run, shipped, some, transformed

from gozinto import record, trace
from gozinto.plant import objects
from gozinto.plant.models import Location, Partner, TraceableObject
from gozinto.record import rebuild
from gozinto.record.models import Event, ObjectState
from gozinto.standards.epcis.events import Place, TypedReference
from gozinto.standards.epcis.gozinto import Slot

pytestmark = pytest.mark.django_db

GTIN = "https://id.gs1.org/01/04012345123456"
UNIT = f"{GTIN}/21/T-1"
UNIT_URN = "urn:epc:id:sgtin:4012345.012345.T-1"
UNIT_LABEL = "https://tyres.example/eu/01/4012345123456/10/L-7/21/T-1?linkType=all"
LOT = f"{GTIN}/10/L-7"
LOT_URN = "urn:epc:class:lgtin:4012345.012345.L-7"
BOX = "https://id.gs1.org/00/340123453111111115"
BOX_URN = "urn:epc:id:sscc:4012345.3311111111"
SITE = "https://id.gs1.org/414/4012345000115"
SITE_URN = "urn:epc:id:sgln:4012345.00011.0"


@pytest.mark.parametrize("name", [UNIT, UNIT_URN, UNIT_LABEL, "T-1", "(01)04012345123456(21)T-1"])
def test_a_unit_is_found_by_every_name_whichever_was_told(name: str) -> None:
    record.capture(transformed(1, run_id=run("J"), units_out=[UNIT_URN]))
    found = objects.resolve(name)
    assert (found.uri, found.kind, found.number) == (UNIT, "serial", "T-1")
    assert found.item == "04012345123456"


def test_a_unit_told_by_urn_and_by_digital_link_is_one_object() -> None:
    record.capture(transformed(1, run_id=run("J"), units_out=[UNIT_URN]))
    record.capture(inspected(UNIT, 2))
    record.capture(inspected(UNIT_LABEL, 3))
    assert list(TraceableObject.objects.values_list("uri", flat=True)) == [UNIT]
    assert ObjectState.objects.get().last_at == at(3)


def test_the_event_keeps_the_name_it_was_told_by() -> None:
    told = record.capture(inspected(UNIT_LABEL, 1))
    assert UNIT_LABEL in Event.objects.get(position=told.position).document


def test_stock_received_by_urn_is_consumed_by_digital_link() -> None:
    record.capture(received(some(LOT_URN, 40), 0))
    record.capture(transformed(1, run_id=run("J"), inputs=[some(LOT, 15)], units_out=[UNIT]))
    stock = ObjectState.objects.get(object=objects.resolve(LOT_URN))
    assert stock.on_hand == Decimal(25)


def test_a_trace_goes_through_all_names_of_a_thing() -> None:
    record.capture(received(some(LOT_URN, 40), 0, supplier="ELASTO"))
    tyre = "https://id.demo.example/obj/T205/0444232322"
    made = transformed(
        1, inputs=[some(LOT, 1)], units_in=[UNIT_LABEL], units_out=[tyre],
        slots={UNIT_URN: Slot(name="green tyre")},
    )  # fmt: skip
    record.capture(transformed(0.5, run_id=run("J"), units_out=[UNIT_URN]))
    record.capture(made)
    found = trace.backward([objects.resolve(tyre)])
    assert {n.uri for n in found.nodes if n.kind != "run"} == {tyre, UNIT, LOT}
    assert {link.slot for link in found.links if link.from_ == UNIT} == {"green tyre"}
    assert [s.uri for s in found.facts.suppliers] == [partner("ELASTO")]


def test_a_unit_is_of_its_lot_whichever_name_the_lot_has() -> None:
    cord = "https://id.demo.example/class/RA/RA-1"
    record.capture(transformed(1, run_id=run("J"), inputs=[some(cord, 5)], outputs=[some(LOT, 9)]))
    record.capture(
        transformed(2, run_id=run("PACK"), units_out=[UNIT_LABEL], lots={UNIT_URN: LOT_URN})
    )
    found = trace.backward([objects.resolve(UNIT)])
    assert {n.uri for n in found.nodes if n.kind != "run"} >= {UNIT, cord}
    assert set(TraceableObject.objects.values_list("uri", flat=True)) == {UNIT, LOT, cord}


def test_a_run_named_by_a_document_key_is_one_run() -> None:
    gdti = "https://id.gs1.org/253/4012345555554J-1"
    record.capture(transformed(1, run_id=gdti, inputs=[some(LOT, 1)]))
    record.capture(transformed(2, run_id="urn:epc:id:gdti:4012345.55555.J-1", units_out=[UNIT]))
    found = trace.backward([objects.resolve(UNIT)])
    assert {n.uri for n in found.nodes} == {UNIT, gdti, LOT}


def test_a_box_packed_by_urn_and_shipped_by_digital_link_carries_its_content() -> None:
    record.capture(transformed(1, run_id=run("J"), units_out=[UNIT]))
    record.capture(packed(BOX_URN, [UNIT_URN], 2))
    record.capture(shipped([BOX], 3, to="NORTH"))
    assert objects.resolve(BOX_URN).uri == BOX
    found = trace.forward([objects.resolve(UNIT)])
    assert [c.uri for c in found.facts.customers] == [partner("NORTH")]


def test_places_and_companies_have_one_name_too() -> None:
    Location.objects.create(code="DOCK", uri=SITE_URN, name="Dock")
    Partner.objects.create(
        code="NORTH", uri="urn:epc:id:pgln:4012345.00011", name="North Tyres", kind="dealer"
    )
    sold = replace(
        shipped([UNIT], 2),
        biz_location=Place(id="https://gs1.example/414/4012345000115"),
        destination_list=(
            TypedReference(type="owning_party", value="https://id.gs1.org/417/4012345000115"),
        ),
    )
    record.capture_all([transformed(1, run_id=run("J"), units_out=[UNIT]), sold])
    assert Location.objects.get(uri=SITE_URN).uri == SITE
    assert ObjectState.objects.get().location == SITE
    found = trace.forward([objects.resolve(UNIT)])
    assert [c.name for c in found.facts.customers] == ["North Tyres"]


def test_a_rebuild_finds_the_same_objects() -> None:
    record.capture(transformed(1, run_id=run("J"), units_out=[UNIT_URN]))
    record.capture(packed(BOX_URN, [UNIT_LABEL], 2))
    assert rebuild.check() == []


@pytest.mark.parametrize(
    "private",
    [
        "https://id.demo.example/obj/01/04012345123456",
        "https://id.demo.example/class/01/04012345123456",
        "https://id.demo.example/class/8003/01/04012345123456",
        "https://id.demo.example/obj/T205/0444232322",
    ],
)
def test_a_companys_own_identifier_is_never_read_as_a_gs1_key(private: str) -> None:
    record.capture(inspected(private, 1))
    assert TraceableObject.objects.get().uri == private
