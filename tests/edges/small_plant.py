"""A small tyre plant for the pages: one returned tyre, a bladder past its limit, two dealers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from gozinto.operations import inspection, packing, production, receiving, returning, shipping
from gozinto.operations.inspection import Measured
from gozinto.operations.production import Component
from gozinto.plant import enterprise
from gozinto.plant.models import (
    Equipment,
    Location,
    Material,
    Partner,
    Person,
    PhysicalAsset,
    Shift,
)
from tests.workshop import reported_run

DOMAIN = "id.demo.example"
SERIAL = "0444232322"
TYRE = f"https://{DOMAIN}/obj/T205/{SERIAL}"
LOT = "IA-23092018-001"
DAY = datetime(2026, 2, 2, 4, 0, tzinfo=UTC)

RAW = {
    "SI": ("Silica", "MINERAL", "SI-302"),
    "NR": ("Natural rubber", "KUALA", "TSR-1187"),
    "CB": ("Carbon black N330", "ARLO", "CB-118"),
    "HB": ("Halobutyl", "ELASTO", "HB-2209"),
    "SC": ("Steel cord", "MERIN", "SC-4410"),
    "TX": ("Textile cord", "MERIN", "TX-088"),
    "BW": ("Bead wire", "ARLO", "BW-061"),
}
PARTS = {
    "TR": ("Tread", "TR-0906-77", "EXT-1", ("MB-0904-3", "SI-302")),
    "IL": ("Inner liner", "IL-0906-31", "CAL-2", ("HB-2209",)),
    "BR": ("Steel belt", "BR-0906-52", "CAL-1", ("SC-4410", "MB-0904-3")),
    "PL": ("Body ply", "PR-0906-18", "CAL-1", ("TX-088", "MB-0904-3")),
    "BD": ("Bead and apex", "BD-0906-09", "BEAD-3", ("BW-061",)),
}


def at(days: float, hours: float = 0.0) -> datetime:
    """A time so many days and hours into the story."""
    return DAY + timedelta(days=days, hours=hours)


def master_data() -> None:
    """What exists before anything happens."""
    enterprise.describe(name="Demo Tyres", domain=DOMAIN, zone="Europe/Istanbul")
    for code, (name, _supplier, _number) in RAW.items():
        Material.objects.create(code=code, name=name, kind="raw", uom="KGM")
    for code, name in [("MB", "Master batch"), *((code, row[0]) for code, row in PARTS.items())]:
        Material.objects.create(code=code, name=name, kind="intermediate", uom="KGM")
    Material.objects.create(code="GT", name="Green tyre", kind="intermediate", uom="C62")
    Material.objects.create(code="RA", name="Release agent", kind="auxiliary", uom="KGM")
    Material.objects.create(code="T205", name="205/55 R16 tyre", kind="finished", uom="C62")
    companies = {
        "MINERAL": ("Mineral A", "supplier"),
        "KUALA": ("Kuala Rubber", "supplier"),
        "ARLO": ("Arlo Chemicals", "supplier"),
        "ELASTO": ("Elastomer D", "supplier"),
        "MERIN": ("Merin Cord", "supplier"),
        "LUBE": ("Lube Works", "supplier"),
        "B0417": ("Bayi 0417", "dealer"),
        "B0233": ("Bayi 0233", "dealer"),
    }
    for code, (name, kind) in companies.items():
        Partner.objects.create(
            code=code, uri=f"https://{DOMAIN}/partner/{code}", name=name, kind=kind
        )
    Location.objects.create(code="WH", uri=f"https://{DOMAIN}/loc/WH", name="Raw warehouse")
    hall = Equipment.objects.create(code="HALL", name="Press hall", level="work_center")
    for code in ["MIXER-2", "EXT-1", "CAL-1", "CAL-2", "BEAD-3", "BUILD-7"]:
        Equipment.objects.create(code=code, name=code.title(), level="work_unit")
    Equipment.objects.create(code="PRESS-42", name="Press 42", level="work_unit", parent=hall)
    for code, kind, limit in (("B-317", "bladder", 350), ("M-88", "mould", 5000)):
        PhysicalAsset.objects.create(
            code=code, uri=f"https://{DOMAIN}/asset/{code}", kind=kind, cycle_limit=limit
        )
    for code, name in (("A1107", "Deniz Aksoy"), ("A1042", ""), ("A1150", "Mert Kaya")):
        Person.objects.create(code=code, name=name)
    Shift.objects.create(
        code="Night", crew="C", date=at(4).date(), starts_at=at(4, 15), ends_at=at(4, 23)
    )


def build(*, tyres: int = 6) -> None:
    """Tell the whole story: `tyres` units of one lot, the first is SERIAL and comes back."""
    master_data()
    _receive()
    _mix()
    _mount()
    serials = _cure(tyres)
    _inspect(serials[0])
    _ship(serials)


def _receive() -> None:
    for code, (_name, supplier, number) in RAW.items():
        receiving.receive(
            material=code,
            supplier=supplier,
            supplier_lot=number,
            quantity=Decimal(900),
            location="WH",
            note=f"DN-{number}",
            by="A1042",
            at=at(0, 1),
        )
    inspection.inspect(
        "HB-2209",
        kind="input",
        gauge="PERM-1",
        by="A1107",
        at=at(0, 3),
        values=[
            Measured(characteristic="permeability", value=Decimal("1.38"), upper=Decimal("1.30"))
        ],
        result="concession",
    )


def _mix() -> None:
    run = reported_run(job="J-0904/10", step="mixing", equipment="MIXER-2", by="A1042", at=at(2))
    inputs = [
        Component(of=number, quantity=Decimal(amount), uom="KGM", slot=slot)
        for number, amount, slot in (
            ("TSR-1187", "150", "rubber"),
            ("CB-118", "62.5", "filler"),
            ("SI-302", "12", "silica"),
        )
    ]
    production.mix(
        run=run,
        inputs=inputs,
        material="MB",
        number="MB-0904-3",
        quantity=Decimal("224.5"),
        by="A1042",
        at=at(2, 1),
    )
    for index, (code, (_name, number, machine, sources)) in enumerate(PARTS.items()):
        job = reported_run(
            job=f"J-0906/{20 + index}",
            step="preparing",
            equipment=machine,
            by="A1042",
            at=at(3, index),
        )
        production.mix(
            run=job,
            inputs=[
                Component(of=source, quantity=Decimal("41.6") + index, uom="KGM")
                for source in sources
            ],
            material=code,
            number=number,
            quantity=Decimal(80),
            by="A1042",
            at=at(3, index),
        )


def _mount() -> None:
    for code, slot, cycles in (("B-317", "bladder", 400), ("M-88", "mould", 1200)):
        production.mount(
            f"https://{DOMAIN}/asset/{code}",
            equipment="PRESS-42",
            slot=slot,
            position="L",
            cycles=cycles,
            by="A1150",
            at=at(3, 20),
        )


def _cure(tyres: int) -> list[str]:
    building = reported_run(
        job="J-1041/70",
        step="building",
        equipment="BUILD-7",
        flow="continuous",
        by="A1042",
        at=at(4, 10),
    )
    curing = reported_run(
        job="J-1042/80",
        step="curing",
        equipment="PRESS-42",
        flow="continuous",
        by="A1150",
        at=at(4, 15),
    )
    production.consume(
        f"https://{DOMAIN}/class/RA/LUBE/RA-017",
        run=curing,
        quantity=Decimal("0.4"),
        uom="KGM",
        slot="release agent",
        by="A1150",
        at=at(4, 15),
        earliest=at(4, 14),
        latest=at(4, 16),
        certainty="interval",
    )
    serials: list[str] = []
    for index in range(tyres):
        number = SERIAL if index == 0 else f"04442324{index:02d}"
        green = f"GT-{118203 + index}"
        production.produce_serial(
            run=building,
            material="GT",
            number=green,
            by="A1042",
            at=at(4, 11 + index * 0.2),
            inputs=[
                Component(of=row[1], quantity=Decimal("1.85"), uom="KGM", slot=row[0])
                for row in PARTS.values()
            ],
        )
        production.produce_serial(
            run=curing,
            material="T205",
            number=number,
            lot=LOT,
            position="L",
            by="A1150",
            at=at(4, 17 + index * 0.25),
            inputs=[Component(of=green, slot="green tyre")],
        )
        serials.append(f"https://{DOMAIN}/obj/T205/{number}")
    return serials


def _inspect(serial: str) -> None:
    inspection.inspect(
        serial,
        kind="final",
        gauge="UNIF-2",
        by="A1107",
        at=at(5),
        values=[
            Measured(characteristic="RFV", value=Decimal(62), uom="NEW", upper=Decimal(100)),
            Measured(
                characteristic="mass",
                value=Decimal("8.92"),
                uom="KGM",
                lower=Decimal("8.8"),
                upper=Decimal("9.0"),
            ),
        ],
    )


def _ship(serials: list[str]) -> None:
    half = len(serials) // 2
    loads = (
        ("034531200000000417", "SN-20871", "B0417", serials[:half]),
        ("034531200000000424", "SN-20872", "B0233", serials[half:]),
    )
    for index, (sscc, note, dealer, load) in enumerate(loads):
        packing.pack(container=sscc, contents=load, by="A1042", at=at(8, index))
        shipping.ship(
            packing.container_uri(sscc), note=note, to=dealer, by="A1042", at=at(9, index)
        )
    returning.take_back(
        serials[0], dealer="B0417", reason="loses 22 kPa a month", by="A1042", at=at(60)
    )
