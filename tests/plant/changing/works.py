"""A small plant as rows, and a short way to send rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gozinto.errors import Refused
from gozinto.plant import changing
from gozinto.plant.changing import Given, Outcome, Place

Rows = list[tuple[str, dict[str, str]]]

SMALL: Rows = [
    ("enterprise", {"name": "Works", "domain": "id.works.example", "zone": "Europe/Istanbul"}),
    ("skills", {"code": "PRESS", "name": "Runs a press"}),
    ("people", {"code": "P-1", "name": "Ada"}),
    ("crews", {"code": "A", "name": "Crew A"}),
    ("crew-members", {"crew": "A", "person": "P-1", "from_on": "2026-01-01"}),
    ("calendars", {"code": "3S", "name": "Three shifts", "zone": "Europe/Istanbul",
                   "cycle_days": "1", "cycle_starts_on": "2026-01-01"}),
    ("calendar-shifts", {"calendar": "3S", "day": "1", "code": "N", "starts": "22:00",
                         "ends": "06:00", "crew": "A"}),
    ("equipment", {"code": "SITE", "name": "Site", "level": "site"}),
    ("equipment", {"code": "CURE", "name": "Curing", "level": "work_center", "parent": "SITE"}),
    ("equipment", {"code": "PR-1", "name": "Press 1", "level": "work_unit", "parent": "CURE"}),
    ("assets", {"code": "G-1", "kind": "gauge", "measures_uom": "KGM"}),
    ("partners", {"code": "ACME", "name": "Acme", "kind": "supplier"}),
    ("materials", {"code": "RUBBER", "name": "Rubber", "kind": "raw", "uom": "KGM"}),
    ("materials", {"code": "TYRE", "name": "Tyre", "kind": "finished"}),
    ("material-revisions", {"material": "TYRE", "revision": "A"}),
    ("unit-conversions", {"material": "TYRE", "from_uom": "C62", "to_uom": "KGM", "factor": "9.2"}),
    ("bill-lines", {"material": "TYRE", "revision": "A", "step": "curing", "slot": "body",
                    "component": "RUBBER", "quantity": "9", "uom": "KGM"}),
    ("routing-steps", {"material": "TYRE", "revision": "A", "sequence": "10", "step": "curing",
                       "work_center": "CURE", "skill": "PRESS"}),
    ("inspection-plans", {"code": "IP-1", "name": "Weighing", "kind": "final",
                          "material": "TYRE"}),
    ("characteristics", {"plan": "IP-1", "code": "mass", "name": "Mass", "kind": "number",
                         "uom": "KGM", "lower": "8.9", "upper": "9.5", "gauge": "G-1"}),
    ("approvals", {"partner": "ACME", "material": "RUBBER"}),
    ("label-layouts", {"code": "TAG", "name": "Tag", "purpose": "lot", "width_mm": "70",
                       "height_mm": "50", "margin_mm": "2"}),
    ("label-elements", {"layout": "TAG", "nr": "1", "kind": "text", "x_mm": "2", "y_mm": "2",
                        "width_mm": "66", "height_mm": "8", "text": "{number}", "size_pt": "12"}),
    ("label-elements", {"layout": "TAG", "nr": "2", "kind": "symbol", "x_mm": "2", "y_mm": "12",
                        "width_mm": "30", "height_mm": "30", "text": "{link}",
                        "symbology": "qr"}),
    ("printers", {"code": "ZEBRA", "name": "Zebra", "connection": "raw", "address": "10.0.0.7",
                  "language": "zpl", "equipment": "PR-1", "media_width_mm": "100"}),
    ("print-rules", {"code": "IN", "when": "received", "purpose": "lot", "layout": "TAG",
                     "printer": "ZEBRA"}),
]  # fmt: skip


def given(rows: Rows, *, source: str = "plant.csv") -> list[Given]:
    """The rows as they come in, numbered as in a file below its header."""
    return [
        Given(kind=kind, values=values, place=Place(source=source, row=number))
        for number, (kind, values) in enumerate(rows, 2)
    ]


def send(rows: Rows, **options: Any) -> Outcome:
    """The rows through the door."""
    return changing.apply(given(rows), **({"by": "ada", "why": "test"} | options))


def one(kind: str, values: Mapping[str, str], **options: Any) -> Outcome:
    """One row through the door."""
    return send([(kind, dict(values))], **options)


def faults(rows: Rows, **options: Any) -> list[tuple[int, str, str]]:
    """Row, column and code of all that is wrong with rows; empty when nothing is."""
    try:
        send(rows, **options)
    except Refused as error:
        return sorted(
            (v.data.get("row", 0), v.data.get("column", ""), v.code) for v in error.violations
        )
    return []


def everything() -> dict[str, list[dict[str, str]]]:
    """Every row of every kind."""
    from gozinto.plant.kinds import KINDS

    return {name: list(changing.every(kind)) for name, kind in KINDS.items()}
