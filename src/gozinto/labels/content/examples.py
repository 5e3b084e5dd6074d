"""What a label may say before there is anything to label, and what of the plant to try it with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gozinto.labels import layouts
from gozinto.labels.layouts import Filled, Layout, Purpose
from gozinto.plant import known
from gozinto.plant.label_texts import FIELDS
from gozinto.plant.models import TraceableObject
from gozinto.record.models import Run

_GTIN, _SSCC, _GLN = "04012345678901", "340123450000000017", "4012345000009"
_VALUES: Mapping[str, str] = {
    "number": "IA-23092018-001",
    "name": "Kauçuk şerit",
    "company": "Example Works",
    "printed_on": "2026-11-23",
    "material": "T-205",
    "material_name": "Kauçuk şerit, größer",
    "revision": "B",
    "gtin": _GTIN,
    "supplier": "Example Supplier",
    "supplier_lot": "0444232322",
    "quantity": "1200.5",
    "uom": "kg",
    "made_on": "2026-11-20",
    "expires_on": "2027-11-20",
    "status": "active",
    "location": "Rack 7",
    "job": "J-1042",
    "step": "curing",
    "equipment": "Press 42",
    "lot": "IA-23092018-001",
    "sscc": _SSCC,
    "contents": "24 x Kauçuk şerit",
    "count": "24",
    "gln": _GLN,
    "parent": "Hall 1",
    "role": "operator",
    "kind": "gauge",
    "condition": "good",
    "calibrated_on": "2026-05-01",
    "due_on": "2027-05-01",
    "level": "work_unit",
}
_CODES: Mapping[str, Mapping[str, str]] = {
    "lot": {
        "gs1": f"(01){_GTIN}(17)271120(10)IA-23092018-001",
        "link": f"https://id.gs1.org/01/{_GTIN}/10/IA-23092018-001",
    },
    "serial": {
        "number": "0444232322",
        "gs1": f"(01){_GTIN}(21)0444232322",
        "link": f"https://id.gs1.org/01/{_GTIN}/21/0444232322",
    },
    "container": {
        "number": _SSCC,
        "gs1": f"(00){_SSCC}",
        "link": f"https://id.gs1.org/00/{_SSCC}",
    },
    "location": {
        "number": "RACK-7",
        "gs1": f"(414){_GLN}",
        "link": "https://id.demo.example/loc/RACK-7",
    },
    "badge": {"number": "P-4711", "name": "Ayşe Müller"},
    "job": {"number": "J-1042", "link": "https://id.demo.example/run/J-1042"},
    "asset": {"number": "G-17", "link": "https://id.demo.example/asset/G-17"},
    "station": {"number": "PRESS-42", "link": "https://id.demo.example/equipment/PRESS-42"},
}


def example(layout: Layout) -> Filled:
    """The label of something that does not exist; every field of its purpose has a value."""
    values = {name: _VALUES.get(name, "") for name in FIELDS[layout.purpose]}
    values |= _CODES[layout.purpose]
    return layouts.filled(layout=layout, uri=f"example of a {layout.purpose}", values=values)


def sample(purpose: Purpose) -> str:
    """Something of the plant to try a label with: a URI or code, "" where there is nothing yet."""
    return _SAMPLES[purpose]()


def _newest(kind: str) -> str:
    tools = {one.uri for one in known.now().assets.values()}
    found = TraceableObject.objects.filter(kind=kind).exclude(uri__in=tools).order_by("-id")
    return found.values_list("uri", flat=True).first() or ""


def _newest_run() -> str:
    return Run.objects.order_by("-id").values_list("uri", flat=True).first() or ""


_SAMPLES: Mapping[Purpose, Callable[[], str]] = {
    "lot": lambda: _newest("lot"),
    "serial": lambda: _newest("serial"),
    "container": lambda: _newest("container"),
    "location": lambda: next(iter(known.now().locations), ""),
    "badge": lambda: next(iter(known.now().people), ""),
    "job": _newest_run,
    "asset": lambda: next(iter(known.now().assets), ""),
    "station": lambda: next(iter(known.now().equipment), ""),
}
