"""A small plant for tests of operations: a few materials, machines, people and companies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from gozinto.operations import runs
from gozinto.operations.runs import Run
from gozinto.plant import enterprise, identifiers
from gozinto.plant.models import (
    Equipment,
    Location,
    Material,
    Partner,
    Person,
    PhysicalAsset,
    Shift,
)
from gozinto.record import Captured
from gozinto.record.models import Event as EventRow
from gozinto.standards.epcis import jsonld
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Context, Flow

DOMAIN = "id.demo.example"
DAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
"""06:00 in Istanbul: the first shift begins."""

OPERATOR, INSPECTOR, CLERK = "P-1", "P-2", "P-3"


def at(hours: float) -> datetime:
    """A time in hours from the first shift."""
    return DAY + timedelta(hours=hours)


def furnish() -> None:
    """Write the master data."""
    enterprise.describe(name="Small Tyre Works", domain=DOMAIN, zone="Europe/Istanbul")
    add_materials(
        ("HB", "Bromobutyl", "raw", "KGM"),
        ("LC", "Liner compound", "intermediate", "KGM"),
        ("GT", "Green tyre", "intermediate", "C62"),
        ("T205", "205/55 R16 tyre", "finished", "C62"),
    )
    add_partners(
        ("ELASTO", "Elasto Rubber", "supplier"),
        ("RIVAL", "Rival Rubber", "supplier"),
        ("NORTH", "North Tyres", "dealer"),
        ("CART", "Cart Freight", "carrier"),
    )
    for code in ("DOCK", "RACK", "NORTH-SITE"):
        uri = identifiers.location_uri(DOMAIN, code=code)
        Location.objects.create(code=code, uri=uri, name=code.title())
    hall = Equipment.objects.create(code="HALL", name="Hall", level="work_center")
    for code in ("MIX-1", "BM-1", "PRESS-42"):
        Equipment.objects.create(code=code, name=code, level="work_unit", parent=hall)
    for code in ("B-317", "B-318", "M-88"):
        uri = identifiers.asset_uri(DOMAIN, code=code)
        kind = "bladder" if code.startswith("B") else "mould"
        PhysicalAsset.objects.create(code=code, uri=uri, kind=kind, cycle_limit=400)
    for code, name in ((OPERATOR, "Ada"), (INSPECTOR, "Ben"), (CLERK, "Cem")):
        Person.objects.create(code=code, name=name)
    for number, code in enumerate("ABC"):
        begin = at(8 * number)
        Shift.objects.create(
            code=code, crew=str(number + 1), date=DAY.date(), starts_at=begin,
            ends_at=begin + timedelta(hours=8),
        )  # fmt: skip


def lot(material: str, number: str, supplier: str = "") -> str:
    """The URI of a lot here."""
    return identifiers.lot_uri(DOMAIN, material=material, number=number, supplier=supplier)


def unit(material: str, number: str) -> str:
    """The URI of a unit here."""
    return identifiers.serial_uri(DOMAIN, material=material, number=number)


def asset(code: str) -> str:
    """The URI of an asset here."""
    return identifiers.asset_uri(DOMAIN, code=code)


def reported_run(
    *,
    job: str,
    step: str,
    equipment: str,
    flow: Flow = "batch",
    product: str = "",
    by: str,
    at: datetime | None = None,
) -> Run:
    """A run that nobody started here, as the reports of another system name one.

    A plant that lives by the verbs says `production.start`.
    """
    return runs.told(
        job=job, step=step, equipment=equipment, flow=flow, product=product, by=by, at=at
    )


def event_of(captured: Captured) -> Event:
    """The event as it stands on record."""
    row = EventRow.objects.get(event_id=captured.event_id, is_declaration=False)
    return jsonld.loads(row.document)


def words_of(captured: Captured) -> Context:
    """What the event says beyond EPCIS."""
    return Context.of(event_of(captured))


def add_materials(*described: tuple[str, str, str, str]) -> None:
    """Materials beside those of the plant: code, name, kind, unit of each."""
    for code, name, kind, uom in described:
        Material.objects.create(code=code, name=name, kind=kind, uom=uom)


def add_partners(*described: tuple[str, str, str]) -> None:
    """Companies beside those of the plant: code, name, kind of each."""
    for code, name, kind in described:
        uri = identifiers.partner_uri(DOMAIN, code=code)
        Partner.objects.create(code=code, uri=uri, name=name, kind=kind)
