"""What goes into a run, what comes out, and what is mounted meanwhile."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gozinto.errors import Unknown
from gozinto.operations import production
from gozinto.operations.production import Component, Run
from gozinto.standards.epcis.events import AssociationEvent, TransformationEvent
from gozinto.standards.epcis.gozinto import Slot
from tests.workshop import OPERATOR, asset, at, event_of, lot, reported_run, unit, words_of


def begin(equipment: str = "PRESS-42", flow: str = "continuous") -> Run:
    return reported_run(
        job="J-1042/80", step="curing", equipment=equipment, flow=flow,  # type: ignore[arg-type]
        by=OPERATOR, at=at(0),
    )  # fmt: skip


def test_a_run_needs_a_machine_that_exists() -> None:
    with pytest.raises(Unknown) as caught:
        production.start(
            job="J-1042/80", step="curing", equipment="PRESS-43", by=OPERATOR, at=at(0)
        )
    assert caught.value.code == "unknown_equipment"
    assert "PRESS-42" in caught.value.near


def test_consuming_says_slot_run_and_certainty() -> None:
    captured = production.consume(
        lot("LC", "L-1"), run=begin(), quantity=Decimal("1.85"), uom="KGM", slot="inner liner",
        certainty="interval", by=OPERATOR, at=at(1),
    )  # fmt: skip
    event, words = event_of(captured), words_of(captured)
    assert isinstance(event, TransformationEvent)
    assert event.transformation_id == "https://id.demo.example/run/J-1042%2F80"
    assert event.input_quantity_list[0].quantity == Decimal("1.85")
    assert not event.output_quantity_list
    assert event.biz_step == "https://id.demo.example/step/curing"
    assert words.links[0].slot == Slot(name="inner liner", step="curing")
    assert (words.certainty, words.flow, words.job_name) == ("interval", "continuous", "J-1042/80")


def test_a_printed_number_that_nobody_knows_is_not_guessed() -> None:
    with pytest.raises(Unknown):
        production.consume("NO-SUCH", run=begin(), quantity=Decimal(1), by=OPERATOR, at=at(1))


def test_a_lot_comes_out_in_the_unit_of_its_material() -> None:
    captured = production.produce_lot(
        run=begin(), material="LC", number="LC-1", quantity=Decimal(230), by=OPERATOR, at=at(1)
    )
    event = event_of(captured)
    assert isinstance(event, TransformationEvent)
    assert event.output_quantity_list[0].uom == "KGM"
    assert event.biz_step == "creating_class_instance"


def test_a_mix_is_one_event_with_both_sides() -> None:
    captured = production.mix(
        run=begin("MIX-1", "batch"),
        inputs=[Component(of=lot("HB", "H-1"), quantity=Decimal(100), uom="KGM")],
        material="LC", number="LC-1", quantity=Decimal(100), by=OPERATOR, at=at(1),
    )  # fmt: skip
    event = event_of(captured)
    assert isinstance(event, TransformationEvent)
    assert event.input_quantity_list
    assert event.output_quantity_list
    assert event.transformation_id


def test_a_unit_is_its_own_run_in_a_job_a_lot_and_a_cavity() -> None:
    run = begin()
    captured = production.produce_serial(
        run=run, material="T205", number="0444232322", lot="IA-02032026-001",
        inputs=[Component(of=unit("GT", "GT-1"), slot="green tyre")], position="L",
        by=OPERATOR, at=at(1),
    )  # fmt: skip
    event, words = event_of(captured), words_of(captured)
    assert isinstance(event, TransformationEvent)
    assert event.transformation_id == ""
    assert event.input_epc_list == (unit("GT", "GT-1"),)
    assert event.output_epc_list == (unit("T205", "0444232322"),)
    assert (words.job, words.position, words.equipment) == (run.uri, "L", "PRESS-42")
    assert {link.id: link.lot for link in words.links if link.lot} == {
        unit("T205", "0444232322"): lot("T205", "IA-02032026-001")
    }


def test_an_own_component_says_what_the_bill_asks_of_its_slot() -> None:
    belt = Component(
        of=lot("LC", "B-1"), slot="belt", position="1", quantity=Decimal(1), uom="KGM",
        required=Decimal(2),
    )  # fmt: skip
    captured = production.produce_serial(
        run=begin("BM-1"), material="GT", number="GT-1", inputs=[belt], by=OPERATOR, at=at(1)
    )
    (link,) = words_of(captured).links
    assert (link.required, link.slot) == (
        Decimal(2), Slot(name="belt", step="curing", position="1"),
    )  # fmt: skip


def test_mount_and_unmount_name_slot_position_and_cycles() -> None:
    on = production.mount(
        asset("B-317"), equipment="PRESS-42", slot="bladder", position="L", step="curing",
        cycles=412, by=OPERATOR, at=at(0),
    )  # fmt: skip
    off = production.unmount(
        asset("B-317"), equipment="PRESS-42", slot="bladder", position="L", step="curing",
        by=OPERATOR, at=at(9),
    )  # fmt: skip
    event = event_of(on)
    assert isinstance(event, AssociationEvent)
    assert (event.action, event.biz_step) == ("ADD", "installing")
    assert event.parent_id == "https://id.demo.example/equipment/PRESS-42"
    assert event.child_epcs == (asset("B-317"),)
    assert words_of(on).cycles == 412
    assert words_of(on).slot == Slot(name="bladder", step="curing", position="L")
    assert event_of(off).biz_step == "removing"


def test_a_lot_is_mounted_as_a_quantity() -> None:
    event = event_of(
        production.mount(
            lot("HB", "SOLVENT-1"), equipment="BM-1", slot="solvent", by=OPERATOR, at=at(0)
        )
    )
    assert isinstance(event, AssociationEvent)
    assert event.child_quantity_list[0].epc_class == lot("HB", "SOLVENT-1")
