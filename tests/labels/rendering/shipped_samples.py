"""Every layout that comes along, filled as a plant fills it: with its longest usual values."""

from __future__ import annotations

from collections.abc import Mapping

from gozinto.labels import library
from gozinto.labels.layouts import Filled, Purpose, filled
from tests.labels.rendering.samples import GTIN, LOT, SERIAL, SSCC

_OWN = "https://id.tyres.example"
VALUES: Mapping[Purpose, Mapping[str, str]] = {
    "lot": {
        "number": LOT,
        "name": LOT,
        "material": "RM-NR-20",
        "material_name": "Isıl işlemli doğal kauçuk, ISO 2000 TSR 20",
        "quantity": "1,250",
        "uom": "kg",
        "supplier": "Anadolu Kauçuk A.Ş.",
        "supplier_lot": "AK-2018/09-4471",
        "expires_on": "2019-09-23",
        "link": f"https://id.gs1.org/01/{GTIN}/10/{LOT}",
    },
    "serial": {
        "number": SERIAL,
        "material": "FG-20555R16",
        "material_name": "Winter tyre 205/55 R16 91H, reinforced",
        "made_on": "2018-09-23",
        "link": f"https://id.gs1.org/01/{GTIN}/21/{SERIAL}",
    },
    "container": {
        "sscc": SSCC,
        "number": SSCC,
        "gs1": f"(00){SSCC}",
        "contents": "24 × Winter tyre 205/55 R16 91H, reinforced",
        "lot": LOT,
        "expires_on": "2023-09-23",
        "link": f"https://id.gs1.org/00/{SSCC}",
    },
    "location": {
        "number": "WH2-A-04-17",
        "name": "Finished goods, aisle A, rack 4",
        "parent": "Warehouse 2",
        "link": f"{_OWN}/loc/WH2-A-04-17",
    },
    "badge": {"number": "B-0317", "name": "Ayşe Gül Öztürk-Yıldız", "role": "Press operator"},
    "job": {
        "number": "JOB-2018-004471",
        "name": "Winter tyre 205/55 R16 91H, reinforced",
        "step": "30 · Curing",
        "equipment": "Press 12",
        "link": f"{_OWN}/bt/JOB-2018-004471",
    },
    "asset": {
        "number": "MOULD-20555-07",
        "name": "Mould 205/55 R16, segment ring",
        "kind": "Mould",
        "due_on": "2019-01-15",
        "link": f"{_OWN}/obj/asset/MOULD-20555-07",
    },
    "station": {
        "number": "CURING-12",
        "name": "Curing press 12, left cavity",
        "parent": "Curing hall",
        "link": f"{_OWN}/loc/CURING-12",
    },
}


def sample(purpose: Purpose, **more: str) -> Filled:
    """The label of that purpose that comes along, filled."""
    values = {"company": "Demir Lastik Sanayi A.Ş.", **VALUES[purpose], **more}
    return filled(layout=library.shipped()[purpose], uri=f"{_OWN}/{purpose}", values=values)
