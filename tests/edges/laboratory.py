"""A laboratory for the pages: a raw material with an inspection plan, lots of it, and a series."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from gozinto.operations import inspection, receiving
from gozinto.operations.inspection import Measured
from gozinto.plant.models import (
    Characteristic,
    Equipment,
    InspectionPlan,
    Material,
    Partner,
    Person,
    PhysicalAsset,
)


def furnish() -> None:
    """A raw material with a plan of three characteristics, and two lots of it that came in."""
    bromobutyl = Material.objects.create(code="BB", name="Bromobutyl", kind="raw", uom="KGM")
    Partner.objects.create(
        code="BUTYL",
        uri="https://id.demo.example/partner/BUTYL",
        name="Butyl Works",
        kind="supplier",
    )
    Person.objects.create(code="quality", name="Ada Kaya")
    Equipment.objects.create(code="LAB", name="Laboratory", level="work_unit")
    gauge = PhysicalAsset.objects.create(
        code="G-1", uri="https://id.demo.example/asset/G-1", kind="gauge", name="Viscometer"
    )
    plan = InspectionPlan.objects.create(
        code="IN-BB", name="Input of bromobutyl", kind="input", material=bromobutyl
    )
    Characteristic.objects.create(
        plan=plan, code="10", name="Mooney", kind="number", lower=27, target=32, upper=37,
        gauge=gauge,
    )  # fmt: skip
    Characteristic.objects.create(plan=plan, code="20", name="look", kind="pass_fail")
    Characteristic.objects.create(
        plan=plan, code="30", name="colour", kind="choice", choices="light;dark"
    )
    for hours, number in ((3, "H-1"), (2, "H-2")):
        receiving.receive(
            material="BB",
            supplier="BUTYL",
            supplier_lot=number,
            quantity=Decimal(900),
            by="quality",
            at=datetime.now(UTC) - timedelta(hours=hours),
        )


def measure(count: int) -> None:
    """So many values of one series, the last far off."""
    begin = datetime.now(UTC) - timedelta(days=2)
    for index in range(count):
        value = Decimal(32) + (Decimal(index % 5) - 2) / 10
        last = index == count - 1
        inspection.inspect(
            "H-1",
            kind="input",
            values=[
                Measured(
                    characteristic="Mooney",
                    value=value + 4 * last,
                    lower=Decimal(27),
                    upper=Decimal(37),
                )
            ],
            equipment="LAB",
            by="quality",
            at=begin + timedelta(minutes=index),
        )
