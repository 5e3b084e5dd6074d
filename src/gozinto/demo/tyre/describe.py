"""What exists in the tyre plant, written as master data; saying it twice is harmless."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from gozinto.demo.master_data import add_asset
from gozinto.demo.tyre import calendar, truths
from gozinto.demo.tyre.materials import (
    BOUGHT,
    CARRIERS,
    COMPOUNDS,
    DEALERS,
    FITTED,
    GREEN,
    PARTS,
    SUPPLIERS,
    TYRE,
)
from gozinto.demo.tyre.plan import CAVITIES, Plan
from gozinto.demo.tyre.presses import mould_code
from gozinto.plant import enterprise, identifiers
from gozinto.plant.models import (
    BillLine,
    Equipment,
    Location,
    Material,
    Partner,
    Person,
    Shift,
)

NAME = "Demo Tyre Works"
SHIFTS_AHEAD_DAYS = 14
"""The calendar goes on after the demo's end, so that what a visitor captures has a shift."""

PLACES = {
    "GOODS-IN": "Goods receipt",
    "RAW-STORE": "Raw material store",
    "WIP": "Work in process",
    "FINISHING": "Finishing hall",
    "FG-STORE": "Finished goods store",
    "DISPATCH": "Dispatch",
    "RETURNS": "Returns",
}

AREAS: dict[str, tuple[str, dict[str, str]]] = {
    "MIXING": ("Mixing", {}),
    "PREP": (
        "Components",
        {
            "EXT-1": "Tread extruder",
            "EXT-2": "Sidewall extruder",
            "CAL-1": "Textile calender",
            "CAL-2": "Steel calender",
            "CUT-1": "Ply cutter",
            "CUT-2": "Belt cutter",
            "LIN-1": "Inner liner line",
            "BEAD-1": "Bead winder and apex",
        },
    ),
    "BUILD": ("Tyre building", {}),
    "CURE": ("Curing", {}),
    "FINISH": ("Finishing", {"FIN-1": "Trim, visual, X-ray and uniformity"}),
}
GAUGES = {
    "LAB-1": "Laboratory bench",
    "RHEO-1": "Rheometer",
    "UNI-1": "Uniformity machine",
    "SCALE-1": "Green tyre scale",
}


def describe(plan: Plan) -> None:
    """Write all master data of a plan's plant."""
    enterprise.describe(name=NAME, domain=truths.DOMAIN, zone=calendar.ZONE)
    _materials()
    _bills()
    _partners()
    _keep(
        Location(code=code, uri=identifiers.location_uri(truths.DOMAIN, code=code), name=name)
        for code, name in PLACES.items()
    )
    _equipment(plan)
    for code, name in GAUGES.items():
        add_asset(code=code, kind="gauge", name=name)
    for press in range(len(plan.presses)):
        for cavity in CAVITIES:
            code = mould_code(plan, (press, cavity))
            add_asset(code=code, kind="mould", name=f"Mould {code[2:]}, 205/55 R16")
    add_asset(code=truths.MOULD, kind="mould", name=f"Mould {truths.MOULD[2:]}, 205/55 R16")
    _keep(Person(code=code, name=name) for code, name in plan.people)
    _shifts(plan)


def _keep(rows: Iterable[Model]) -> None:
    """Write rows that are not there yet."""
    listed = list(rows)
    manager: Any = type(listed[0])._default_manager
    manager.bulk_create(listed, ignore_conflicts=True, batch_size=1000)


def _materials() -> None:
    intermediate = Material.Kind.INTERMEDIATE
    made = [(c.code, c.name, intermediate, "KGM") for c in COMPOUNDS]
    made += [(p.code, p.name, intermediate, "KGM") for p in PARTS]
    made += [(GREEN, "Green tyre 205/55 R16", intermediate, "C62")]
    made += [(TYRE, "205/55 R16 tyre", Material.Kind.FINISHED, "C62")]
    _keep(Material(code=code, name=name, kind=kind, uom=uom) for code, name, kind, uom in made)
    _keep(
        Material(code=b.code, name=b.name, kind=b.kind, uom=b.uom, shelf_life_days=b.life_days)
        for b in BOUGHT
    )


def _bills() -> None:
    codes = {m.code: m for m in Material.objects.all()}
    lines = [
        BillLine(
            material=codes[GREEN],
            component=codes[part.code],
            step="building",
            slot=slot,
            position=side,
            quantity=Decimal(gram) / 1000,
            uom="KGM",
        )
        for part in FITTED
        for slot, side, gram in part.slots
    ]
    lines.append(
        BillLine(
            material=codes[TYRE],
            component=codes[GREEN],
            step="curing",
            slot="green tyre",
            quantity=Decimal(1),
            uom="C62",
        )
    )
    _keep(lines)


def _partners() -> None:
    kinds = (
        (SUPPLIERS, Partner.Kind.SUPPLIER),
        (DEALERS, Partner.Kind.DEALER),
        (CARRIERS, Partner.Kind.CARRIER),
    )
    _keep(
        Partner(
            code=code,
            uri=identifiers.partner_uri(truths.DOMAIN, code=code),
            name=name,
            kind=kind,
        )
        for table, kind in kinds
        for code, name in table.items()
    )
    dealers = {p.code: p for p in Partner.objects.filter(kind=Partner.Kind.DEALER)}
    _keep(
        Location(
            code=f"LOC-{code}",
            uri=identifiers.location_uri(truths.DOMAIN, code=f"LOC-{code}"),
            name=name,
            partner=dealers[code],
        )
        for code, name in DEALERS.items()
    )


def _equipment(plan: Plan) -> None:
    machines: dict[str, dict[str, str]] = {code: dict(units) for code, (_, units) in AREAS.items()}
    for number in range(1, plan.mixers + 1):
        machines["MIXING"][f"MIXM-{number}"] = f"Master mixer {number}, 270 L"
        machines["MIXING"][f"MIXF-{number}"] = f"Final mixer {number}, 270 L"
    machines["BUILD"].update({code: f"Building machine {code[3:]}" for code in plan.builders})
    machines["CURE"].update({code: f"Curing press {code[6:]}" for code in plan.presses})
    site, _ = Equipment.objects.get_or_create(
        code="WORKS", defaults={"name": NAME, "level": Equipment.Level.SITE}
    )
    for code, (name, _) in AREAS.items():
        center, _ = Equipment.objects.get_or_create(
            code=code,
            defaults={"name": name, "level": Equipment.Level.WORK_CENTER, "parent": site},
        )
        _keep(
            Equipment(code=unit, name=text, level=Equipment.Level.WORK_UNIT, parent=center)
            for unit, text in machines[code].items()
        )


def _shifts(plan: Plan) -> None:
    last = plan.until + timedelta(days=SHIFTS_AHEAD_DAYS)
    _keep(
        Shift(
            code=code,
            crew=str(calendar.crew(day, number)),
            date=day,
            starts_at=calendar.moment(day, hour=hour),
            ends_at=calendar.moment(day, hour=hour + calendar.SHIFT_H),
        )
        for day in calendar.dates(plan.begins, last)
        if calendar.is_work_day(day)
        for number, (code, hour) in enumerate(
            zip(calendar.SHIFTS, calendar.SHIFT_HOURS, strict=True)
        )
    )
