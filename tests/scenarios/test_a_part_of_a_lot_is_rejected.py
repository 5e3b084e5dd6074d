"""Input control finds wet bags: the part is sorted out and stays out, the rest is used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gozinto import trace
from gozinto.errors import Refused
from gozinto.operations import inspection, production, receiving
from gozinto.operations.inspection import Observed
from gozinto.operations.production import Run
from gozinto.plant import objects
from gozinto.plant.models import InspectionPlan, Material
from gozinto.record import clock
from tests.workshop import CLERK, INSPECTOR, OPERATOR, at, reported_run


@pytest.fixture
def mixer() -> Run:
    """A delivery of forty bags, and a mixer that waits for it."""
    plan = InspectionPlan.objects.create(
        code="HB-IN", name="Bromobutyl, input", kind="input", sampling="percent",
        sample_percent=Decimal(10), material=Material.objects.get(code="HB"),
    )  # fmt: skip
    plan.characteristics.create(
        code="moisture", name="Moisture", kind="number", uom="P1", upper=Decimal("0.3")
    )
    plan.characteristics.create(code="smell", name="Smell", kind="pass_fail")
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot="EL-77", quantity=Decimal(1000), by=CLERK,
        at=at(0),
    )  # fmt: skip
    return reported_run(job="J-1/10", step="mixing", equipment="MIX-1", by=OPERATOR, at=at(1))


def look(moisture: str, hours: float) -> None:
    inspection.inspect_by_plan(
        "EL-77", plan="HB-IN",
        values=[Observed(characteristic="moisture", value=moisture),
                Observed(characteristic="smell", value="pass")],
        by=INSPECTOR, at=at(hours),
    )  # fmt: skip


def scan(mixer: Run, number: str, hours: float) -> list[str]:
    """Consume at the machine, now; answers why not."""
    with clock.set_to(at(hours)):
        try:
            production.consume(
                number, run=mixer, quantity=Decimal(10), uom="KGM", by=OPERATOR, live=True
            )
        except Refused as refusal:
            return [violation.code for violation in refusal.violations]
    return []


def test_nothing_is_used_before_it_was_inspected(mixer: Run) -> None:
    assert inspection.sample_size("HB-IN", lot_size=40) == 4
    assert scan(mixer, "EL-77", 1) == ["not_released"]
    look("0.1", 1.5)
    assert scan(mixer, "EL-77", 2) == []


def test_the_wet_part_stays_out_and_the_dry_one_is_used(mixer: Run) -> None:
    look("0.9", 1)
    assert scan(mixer, "EL-77", 1.5) == ["not_released"]
    inspection.sort_out(
        "EL-77", kind="input", rejected=Decimal(75), number="EL-77/R", reason="wet bags",
        location="DOCK", by=INSPECTOR, at=at(2),
    )  # fmt: skip
    inspection.take_sample(
        "EL-77/R", quantity=Decimal("0.5"), place="RACK", keep_until=date(2027, 3, 2),
        by=INSPECTOR, at=at(2.2),
    )  # fmt: skip
    assert scan(mixer, "EL-77", 3) == []
    assert scan(mixer, "EL-77/R", 3) == ["not_released"]


def test_the_trace_shows_both_verdicts_and_what_was_measured(mixer: Run) -> None:
    look("0.9", 1)
    look("0.2", 2)
    assert scan(mixer, "EL-77", 3) == []
    production.produce_lot(
        run=mixer, material="LC", number="LC-1", quantity=Decimal(10), by=OPERATOR, at=at(4)
    )
    found = trace.backward([objects.resolve("LC-1")])
    assert [
        (one.result, one.values[0]["value"], one.values[0]["upper"], one.inspector)
        for one in found.facts.inspections
    ] == [("rejected", "0.9", "0.3", INSPECTOR), ("accepted", "0.2", "0.3", INSPECTOR)]


def test_the_delivery_is_accounted_for_with_what_was_sorted_out(mixer: Run) -> None:
    inspection.sort_out(
        "EL-77", kind="input", rejected=Decimal(75), number="EL-77/R", reason="wet bags",
        by=INSPECTOR, at=at(2),
    )  # fmt: skip
    (found,) = trace.balance(objects.resolve("EL-77")).balances
    assert (found.on_hand, found.difference) == (925, 0)
    parts = {node.number for node in trace.forward([objects.resolve("EL-77")]).nodes}
    assert "EL-77/R" in parts
