"""`python -m tests.faults.furnished_shift HOME PLACE…`: a machine with its panel for each place.

The places are alike to the last lot, but for their letter. Prints by place the code by which its
panel is enrolled, as JSON.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

from gozinto.deployment.attach import attached
from tests.faults import clocked as clocked  # before anything asks what time it is

PIN = "2580"
IDLE_MINUTES = 30
LOTS = {"H-1": 12, "H-2": 30, "H-3": 50}
PLANNED = 40


def panel(place: str) -> str:
    """The code of a place's station."""
    return f"{place}-PANEL"


def job(place: str) -> str:
    """What is made there."""
    return f"{place}-MO/10"


def main(home: str, *places: str) -> None:
    """Writes them."""
    with attached(home=Path(home)):
        from gozinto.access import stations  # their models want Django set up
        from tests import workshop

        workshop.furnish()
        codes = {}
        for place in places:
            _furnish(place)
            codes[place] = stations.invite(panel(place), by="chief")
        sys.stdout.write(json.dumps(codes))


def _furnish(place: str) -> None:
    from gozinto.access import pins, stations
    from gozinto.operations import receiving
    from gozinto.plant.models import Equipment, Person
    from tests import workshop

    _describe(place)
    hall = Equipment.objects.create(code=f"{place}-HALL", name="Hall", level="work_center")
    Equipment.objects.create(code=f"{place}-M", name="Moulder", level="work_unit", parent=hall)
    _plan(place, hall)
    for number, name in enumerate(("Ada", "Ben"), 1):
        Person.objects.create(code=f"{place}-{number}", name=name)
        pins.choose(f"{place}-{number}", pin=PIN, by="chief")
    for number, quantity in LOTS.items():
        receiving.receive(
            material=f"{place}-HB", supplier="ELASTO", supplier_lot=f"{place}-{number}",
            quantity=Decimal(quantity), location="RACK", by=workshop.CLERK,
        )  # fmt: skip
    stations.create(
        by="chief", code=panel(place), name="Moulder", equipment=f"{place}-M", location="RACK",
        language="en", idle_minutes=str(IDLE_MINUTES),
    )  # fmt: skip


def _describe(place: str) -> None:
    """Valves with serial numbers, of rubber, measured beside the machine."""
    from gozinto.plant.models import (
        BillLine,
        Characteristic,
        InspectionPlan,
        Material,
        NumberingFormat,
    )
    from tests import workshop

    workshop.add_materials(
        (f"{place}-HB", "Bromobutyl", "raw", "KGM"),
        (f"{place}-V", "Valve", "finished", "C62"),
    )
    serials = NumberingFormat.objects.create(
        code=f"{place}-V", name="Valves", pattern=f"{place}-V-{{seq:4}}", subject="serial"
    )
    Material.objects.filter(code=f"{place}-V").update(serial_format=serials, tracking="serial")
    valve = Material.objects.get(code=f"{place}-V")
    BillLine.objects.create(
        material=valve, component=Material.objects.get(code=f"{place}-HB"), step="moulding",
        slot="rubber", quantity=Decimal("0.5"), uom="KGM",
    )  # fmt: skip
    plan = InspectionPlan.objects.create(
        code=f"{place}-HARD", name="Hardness", kind="in_process", material=valve
    )
    Characteristic.objects.create(
        plan=plan, code="shore", name="Shore A", kind="number", lower=40, upper=60
    )


def _plan(place: str, hall: object) -> None:
    from gozinto.plant.models import Equipment, Material, Order, OrderLine, RoutingStep

    assert isinstance(hall, Equipment)
    valve = Material.objects.get(code=f"{place}-V")
    RoutingStep.objects.create(
        material=valve, sequence=10, step="moulding", work_center=hall, flow="batch"
    )
    order = Order.objects.create(number=f"{place}-MO", kind="production", state="released")
    OrderLine.objects.create(order=order, line="1", material=valve, quantity=PLANNED, uom="C62")


if __name__ == "__main__":
    main(*sys.argv[1:])
