"""From the supplier's lot to the dealer and back: the story that the product exists for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.operations import (
    holding,
    inspection,
    packing,
    production,
    receiving,
    returning,
    shipping,
)
from gozinto.operations.inspection import Measured
from gozinto.operations.production import Component
from gozinto.plant import objects
from gozinto.trace import Trace
from tests.workshop import CLERK, INSPECTOR, OPERATOR, asset, at, reported_run, unit

PALLET = "095212340000000013"


def numbers(found: Trace) -> set[str]:
    return {node.number for node in found.nodes if node.kind != "run"}


@pytest.fixture
def plant_that_made_two_tyres() -> None:
    """Bromobutyl arrives, becomes liner compound, two green tyres, two tyres; one is shipped."""
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="EL-77", quantity=Decimal(500),
        note="LS-9", location="DOCK", by=CLERK, at=at(0),
    )  # fmt: skip
    permeability = Measured(
        characteristic="air permeability", value=Decimal(103), uom="P1", upper=Decimal(120)
    )
    inspection.inspect(
        "EL-77", kind="input", values=[permeability], gauge="LAB-1", by=INSPECTOR, at=at(0.2)
    )
    receiving.put_away("EL-77", location="RACK", by=CLERK, at=at(0.3))
    mixing = reported_run(
        job="J-1/10", step="mixing", equipment="MIX-1", flow="batch", by=OPERATOR, at=at(0.5)
    )
    production.mix(
        run=mixing, inputs=[Component(of="EL-77", quantity=Decimal(100), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(100), by=OPERATOR, at=at(0.6),
    )  # fmt: skip
    building = reported_run(
        job="J-2/70", step="building", equipment="BM-1", flow="continuous", by=OPERATOR, at=at(1)
    )
    for number, hours in (("GT-1", 1.1), ("GT-2", 1.2)):
        liner = Component(of="LC-1", slot="inner liner", quantity=Decimal("1.85"), uom="KGM")
        production.produce_serial(
            run=building, material="GT", number=number, inputs=[liner], by=OPERATOR, at=at(hours)
        )
    production.mount(
        asset("B-317"), equipment="PRESS-42", slot="bladder", position="L", step="curing",
        cycles=412, by=OPERATOR, at=at(2),
    )  # fmt: skip
    production.mount(
        asset("B-318"), equipment="PRESS-42", slot="bladder", position="R", step="curing",
        cycles=3, by=OPERATOR, at=at(2),
    )  # fmt: skip
    curing = reported_run(
        job="J-1042/80", step="curing", equipment="PRESS-42", flow="continuous", by=OPERATOR,
        at=at(2.5),
    )  # fmt: skip
    for serial, green, cavity in (("0444232322", "GT-1", "L"), ("0444232323", "GT-2", "R")):
        production.produce_serial(
            run=curing, material="T205", number=serial, lot="IA-02032026-001",
            inputs=[Component(of=green, slot="green tyre")], position=cavity, by=OPERATOR,
            at=at(3),
        )  # fmt: skip
        inspection.inspect(unit("T205", serial), kind="final", by=INSPECTOR, at=at(4))
    packing.pack(container=PALLET, contents=["0444232322"], by=CLERK, at=at(5))
    shipping.pick([PALLET], note="DN-1", by=CLERK, at=at(6))
    shipping.ship([PALLET], note="DN-1", to="NORTH", ship_to="NORTH-SITE", by=CLERK, at=at(7))
    returning.take_back(
        "0444232322", dealer="NORTH", reason="loses air", note="RMA-1", by=CLERK, at=at(60 * 24)
    )


@pytest.mark.usefixtures("plant_that_made_two_tyres")
def test_one_scan_tells_where_the_returned_tyre_came_from() -> None:
    found = trace.backward([objects.resolve("0444232322")])
    assert numbers(found) == {"0444232322", "GT-1", "LC-1", "EL-77", "B-317"}
    assert found.complete
    (supplier,) = found.facts.suppliers
    assert (supplier.name, supplier.supplier_lots) == ("Elasto Rubber", ("EL-77",))
    assert {i.kind for i in found.facts.inspections} == {"input", "final"}
    assert "A" in {shift.code for shift in found.facts.shifts}
    assert OPERATOR in {person.id for person in found.facts.people}
    (shipment,) = found.facts.shipments
    assert (shipment.note, shipment.container) == ("DN-1", PALLET)
    assert [customer.name for customer in found.facts.customers] == ["North Tyres"]


@pytest.mark.usefixtures("plant_that_made_two_tyres")
def test_the_bladder_of_the_other_cavity_is_not_in_it() -> None:
    found = trace.backward([objects.resolve("0444232322")])
    assert "B-318" not in numbers(found)
    press = next(e for e in found.facts.equipment if e.code == "PRESS-42")
    assert ("B-317", 413) in {(a.code, a.cycles) for a in press.assets}


@pytest.mark.usefixtures("plant_that_made_two_tyres")
def test_the_suppliers_lot_leads_to_both_tyres_and_the_dealer_who_has_one() -> None:
    found = trace.forward([objects.resolve("EL-77")])
    assert {"0444232322", "0444232323"} <= numbers(found)
    assert [(c.name, c.quantity) for c in found.facts.customers] == [("North Tyres", 1)]


@pytest.mark.usefixtures("plant_that_made_two_tyres")
def test_the_bladder_leads_to_the_tyre_of_its_cavity_alone() -> None:
    found = trace.forward([objects.resolve("B-317")])
    assert {n.number for n in found.nodes if n.material == "T205" and n.kind == "serial"} == {
        "0444232322"
    }


@pytest.mark.usefixtures("plant_that_made_two_tyres")
def test_what_is_left_of_the_suspicious_lot_is_stopped_and_its_life_says_so() -> None:
    holding.hold("EL-77", reason="suspected of slow loss of air", by=INSPECTOR, at=at(61 * 24))
    life = trace.story(objects.resolve("EL-77"))
    assert [entry.biz_step.rsplit("/", 1)[-1] for entry in life] == [
        "receiving",
        "inspecting",
        "storing",
        "creating_class_instance",
        "holding",
    ]
    assert life[-1].reason == "suspected of slow loss of air"


@pytest.mark.usefixtures("plant_that_made_two_tyres")
def test_the_life_of_the_tyre_reads_from_the_press_to_the_returns() -> None:
    life = trace.story(objects.resolve("0444232322"))
    steps = [(entry.step or entry.biz_step, entry.role) for entry in life]
    assert steps[0] == ("curing", "output")
    assert [step for step, _ in steps[1:]] == [
        "inspecting", "packing", "picking", "shipping", "receiving",
    ]  # fmt: skip
