"""A machine with its panel, for tests of what a panel may do: orders, a bill, what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import uuid6

from gozinto.access.roles import Role
from gozinto.operations import receiving
from gozinto.operations.panels import entries
from gozinto.operations.panels.shapes import Answer, Entry, Station, Who
from gozinto.plant.models import (
    BillLine,
    Equipment,
    Material,
    NumberingFormat,
    Order,
    OrderLine,
    RoutingStep,
)
from gozinto.record import clock
from tests.workshop import CLERK, INSPECTOR, OPERATOR, add_materials

MIXER = Station(code="PANEL-1", equipment="MIX-1", location="RACK")
PRESS = Station(code="PANEL-42", equipment="PRESS-42", location="RACK")
JOB, CURING = "MO-1/10", "MO-2/80"
ROLES = {
    OPERATOR: frozenset({Role.OPERATOR}),
    INSPECTOR: frozenset({Role.INSPECTOR, Role.QUALITY}),
    CLERK: frozenset({Role.WAREHOUSE}),
}


def furnish() -> None:
    """What a panel needs beside the small plant: a bill and a routing for two orders."""
    add_materials(("OIL", "Process oil", "raw", "KGM"))
    material = Material.objects.in_bulk(field_name="code")
    hall = Equipment.objects.get(code="HALL")
    NumberingFormat.objects.create(code="LC", name="Compounds", pattern="LC-{seq:4}", subject="lot")
    NumberingFormat.objects.create(code="T", name="Tyres", pattern="T-{seq:6}", subject="serial")
    formats = NumberingFormat.objects.in_bulk(field_name="code")
    Material.objects.filter(code="LC").update(lot_format=formats["LC"])
    Material.objects.filter(code="T205").update(serial_format=formats["T"], tracking="serial")
    Material.objects.filter(code="GT").update(tracking="serial")
    for slot, component, quantity in (("rubber", "HB", "0.6"), ("oil", "OIL", "0.1")):
        BillLine.objects.create(
            material=material["LC"], component=material[component], step="mixing", slot=slot,
            quantity=Decimal(quantity), uom="KGM",
        )  # fmt: skip
    BillLine.objects.create(
        material=material["T205"], component=material["GT"], step="curing", slot="green tyre",
        quantity=Decimal(1), uom="C62",
    )  # fmt: skip
    RoutingStep.objects.create(
        material=material["LC"], sequence=10, step="mixing", work_center=hall
    )
    RoutingStep.objects.create(
        material=material["T205"], sequence=80, step="curing", work_center=hall, flow="continuous"
    )
    for number, code, quantity, uom in (("MO-1", "LC", 100, "KGM"), ("MO-2", "T205", 8, "C62")):
        order = Order.objects.create(number=number, kind="production", state="released")
        OrderLine.objects.create(
            order=order, line="1", material=material[code], quantity=quantity, uom=uom
        )


def who(entry: Entry, at: datetime) -> Who | None:
    """Everybody of the small plant has given the PIN, but where only the badge was shown."""
    if entry.person not in ROLES:
        return None
    return Who(roles=ROLES[entry.person], is_proven=entry.proof == "pin")


def rubber(number: str = "H-1", quantity: int = 100) -> None:
    """A lot of rubber comes in."""
    receiving.receive(
        material="HB", supplier="ELASTO", supplier_lot=number, quantity=Decimal(quantity), by=CLERK,
        location="RACK",
    )  # fmt: skip


def entry(act: str, told: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """An entry as a panel sends it, of now; `more` beside, `context` as keywords of its own."""
    context = {"screen": "job", "job": JOB} | more.pop("context", {})
    return {
        "id": str(uuid6.uuid7()),
        "seq": 1,
        "at": clock.now().isoformat(),
        "person": OPERATOR,
        "proof": "pin",
        "live": True,
        "act": act,
        "told": dict(told),
        "context": context,
    } | more


def send(*sent: Mapping[str, Any], station: Station = MIXER, **more: Any) -> list[Answer]:
    """What a panel is answered to these entries."""
    return entries.take(list(sent), station=station, who=more.pop("who", who), **more)


def do(act: str, told: Mapping[str, Any], *, station: Station = MIXER, **more: Any) -> Answer:
    """What a panel is answered to one act."""
    return send(entry(act, told, **more), station=station)[0]


def scan(text: str, *, station: Station = MIXER, **more: Any) -> Answer:
    """What a panel is answered to one scan; on the job screen, unless `context` says otherwise."""
    return do("scan", {"text": text} | more.pop("told", {}), station=station, **more)
