"""What judging asks the database does not grow with the batch, nor with the plant."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.record.rules.judged import findings, stock, stocked
from tests.workshop import INSPECTOR, OPERATOR, asset, at, reported_run

from gozinto.operations import badging, inspection, production
from gozinto.operations.inspection import Measured
from gozinto.operations.stamp import gathered
from gozinto.plant.models import Equipment, Material, PhysicalAsset, RoutingStep


def everything(count: int) -> int:
    """How many queries it takes to tell so many units, with what every rule looks at."""
    with CaptureQueriesContext(connection) as asked, gathered():
        for number in range(count):
            run = reported_run(
                job=f"J-{count}-{number % 3}", step="curing", equipment="PRESS-42",
                product="T205", by=OPERATOR, at=at(1),
            )  # fmt: skip
            hours = count + number / 100
            rubber = production.Component(of=stocked("HB"), quantity=Decimal("0.1"))
            production.produce_serial(
                run=run, material="T205", number=f"T-{count}-{number}", inputs=[rubber],
                position="L", by=OPERATOR, at=at(hours),
            )  # fmt: skip
            production.consume(
                stocked("HB"), run=run, quantity=Decimal("0.1"), by=OPERATOR, at=at(hours)
            )
            inspection.inspect(
                f"https://id.demo.example/obj/T205/T-{count}-{number}", kind="in_process",
                values=[Measured(characteristic="mass", value=Decimal(number))], step="finish",
                equipment="PRESS-42", by=INSPECTOR, at=at(hours),
            )  # fmt: skip
    return len(asked)


def test_the_questions_do_not_grow_with_the_batch_or_the_plant() -> None:
    stock("HB")
    Material.objects.update(tolerance_percent=100, shelf_life_days=900)
    tyre = Material.objects.get(code="T205")
    for sequence, step in ((80, "curing"), (90, "finish")):
        RoutingStep.objects.create(material=tyre, sequence=sequence, step=step)
    PhysicalAsset.objects.update(cycle_limit=10_000)
    badging.badge_in(equipment="PRESS-42", by=OPERATOR, at=at(0))
    production.mount(
        asset("B-317"), equipment="PRESS-42", slot="bladder", position="L", cycles=0,
        by=OPERATOR, at=at(0),
    )  # fmt: skip
    everything(1)
    few = everything(2)
    for number in range(30):
        Equipment.objects.create(code=f"X-{number}", name="X", level="work_unit")
    everything(3)
    assert everything(12) == few
    assert {rule for rule, _ in findings()} <= {"process_out_of_control"}
