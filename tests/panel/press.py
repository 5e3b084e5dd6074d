"""What the press of the panels' tests has: its papers, its printer, a plan of three things."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import gozinto
from gozinto.labels.jobs import devices, draining
from gozinto.labels.jobs.models import PrintJob
from gozinto.plant import identifiers
from gozinto.plant.models import (
    Calibration,
    Characteristic,
    Equipment,
    InspectionPlan,
    Material,
    Order,
    OrderLine,
    PhysicalAsset,
    Printer,
    PrintRule,
    RoutingStep,
)
from gozinto.record.attachments import attaching
from gozinto.record.attachments.attaching import Described
from tests.workshop import DOMAIN

PHOTO = Path(gozinto.__file__).parent / "static" / "office" / "icon-192.png"
STEP = Described(kind="routing-steps", key="T205||curing")
INSTRUCTIONS = "1. Wear gloves.\n2. Look at the bead before you close the press."
STALE, FRESH = "SCALE-1", "SCALE-2"


def furnish() -> None:
    """All of it, once for all tests of a module."""
    RoutingStep.objects.filter(material__code="T205").update(instructions=INSTRUCTIONS)
    for code, due in ((STALE, date(2021, 1, 1)), (FRESH, None)):
        scale = PhysicalAsset.objects.create(
            code=code, uri=identifiers.asset_uri(DOMAIN, code=code), kind="gauge", name="Scale"
        )
        Calibration.objects.create(
            gauge=scale, calibrated_on=date(2020, 1, 1), due_on=due, result="passed"
        )
    plan = InspectionPlan.objects.create(
        code="CURED", name="Cured tyre", kind="in_process",
        material=Material.objects.get(code="T205"),
    )  # fmt: skip
    Characteristic.objects.create(
        plan=plan, code="weight", name="Weight", kind="number", uom="KGM", lower="9.1", upper="9.6",
        gauge=PhysicalAsset.objects.get(code=STALE),
    )  # fmt: skip
    Characteristic.objects.create(plan=plan, code="bead", name="Bead", kind="pass_fail")
    Characteristic.objects.create(
        plan=plan, code="sheen", name="Sheen", kind="choice", choices="even;dull;spotted"
    )
    Printer.objects.create(
        code="ZT-42", name="Press 42", connection="file", address="zt", language="zpl",
        equipment=Equipment.objects.get(code="PRESS-42"),
    )  # fmt: skip
    PrintRule.objects.create(code="TYRES", when="produced", purpose="serial")


def photo(note: str) -> None:
    """Something to look at beside the press."""
    with PHOTO.open("rb") as content:
        attaching.attach(content, name="bead.png", to=STEP, by="P-2", note=note)


def job(number: str, tyres: int = 4) -> str:
    """An order of tyres, and the number of its job at the press."""
    order = Order.objects.create(number=number, kind="production", state="released")
    tyre = Material.objects.get(code="T205")
    OrderLine.objects.create(order=order, line="1", material=tyre, quantity=tyres, uom="C62")
    return f"{number}/80"


def labels() -> list[tuple[str, str, str, str]]:
    """What was sent to a printer, the oldest first: its number, by what, why, by whom."""
    draining.drain(rules=devices.rules(), serving=devices.serving())
    sent = PrintJob.objects.order_by("pk")
    return [(one.number, one.why, one.reason, one.printer) for one in sent]
