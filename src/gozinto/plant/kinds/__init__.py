"""The table of all kinds of master data; what reads and writes them is driven by it."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from gozinto.errors import Unknown
from gozinto.plant.kinds import interlocks, labels, materials, orders, outside, works
from gozinto.plant.kinds.declaring import (
    KEY_SEPARATOR,
    Field,
    Finding,
    Kind,
    Row,
    RowCheck,
    Type,
)
from gozinto.plant.kinds.headers import find_field, folded, headers
from gozinto.plant.kinds.values import NotAValue, as_json, read, written

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        works.ENTERPRISE,
        works.SKILLS,
        works.PEOPLE,
        works.CREWS,
        works.CALENDARS,
        works.CALENDAR_SHIFTS,
        works.HOLIDAYS,
        works.SHIFTS,
        works.EQUIPMENT,
        works.ASSETS,
        works.CALIBRATIONS,
        works.QUALIFICATIONS,
        works.CREW_MEMBERS,
        outside.PARTNERS,
        outside.LOCATIONS,
        outside.REASONS,
        materials.MATERIALS,
        materials.NUMBERING_FORMATS,
        materials.SUPPLIER_PATTERNS,
        outside.APPROVALS,
        materials.REVISIONS,
        materials.CONVERSIONS,
        materials.BILL_LINES,
        materials.ROUTING_STEPS,
        materials.PLANS,
        materials.CHARACTERISTICS,
        interlocks.INTERLOCKS,
        orders.ORDERS,
        orders.ORDER_LINES,
        labels.LAYOUTS,
        labels.ELEMENTS,
        labels.PRINTERS,
        labels.RULES,
    )
}
"""In order of dependency: each refers to those before it. Materials and numbering formats refer
to each other; rows of both are sent together, or the materials once more.
"""


def find_kind(name: str) -> Kind:
    """The kind of that name. Raises Unknown."""
    found = KINDS.get(name)
    if found is None:
        raise Unknown(
            f"There is no kind of master data called {name!r}.",
            code="unknown_kind",
            near=get_close_matches(name, KINDS, n=3),
            next_step="Choose one of: " + ", ".join(KINDS) + ".",
        )
    return found


__all__ = [
    "KEY_SEPARATOR",
    "KINDS",
    "Field",
    "Finding",
    "Kind",
    "NotAValue",
    "Row",
    "RowCheck",
    "Type",
    "as_json",
    "find_field",
    "find_kind",
    "folded",
    "headers",
    "read",
    "written",
]
