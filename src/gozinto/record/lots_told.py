"""The lot of a unit, where an event tells it in the standard's own words rather than in ours.

A Digital Link may name lot and serial at once; the master data of a commissioning or a
transformation may give the lot's number (CBV 2.0 section 9.3, `cbvmda:lotNumber`).
"""

from __future__ import annotations

import re
from urllib.parse import quote

from gozinto.plant.identifiers import canonical, identify
from gozinto.standards.epcis.events import Event, ObjectEvent, TransformationEvent

LOT_NUMBER = "urn:epcglobal:cbv:mda:lotNumber"
_LOT_AND_SERIAL = re.compile(
    r"(https?://[^?#]*/(?:01|8006)/\d+(?:/22/[^/]+)?/10/[^/?#]+)/21/[^/?#]+"
)
_PRIVATE_UNIT = re.compile(r"(https?://[^/?#]+)/obj/([^/]+)/[^/]+")
_GTIN = re.compile(r"\d{14}")


def lots_told(event: Event) -> dict[str, str]:
    """The canonical URI of the lot of each unit that `event` brings into being, by the unit's."""
    if isinstance(event, TransformationEvent):
        units = event.output_epc_list
    elif isinstance(event, ObjectEvent) and event.action == "ADD":
        units = event.epc_list
    else:
        return {}
    number = event.ilmd.get(LOT_NUMBER)
    found = {}
    for unit in units:
        named = _LOT_AND_SERIAL.match(unit)
        lot = canonical(named[1]) if named else ""
        if not lot and isinstance(number, str) and number.strip():
            lot = _lot_of(canonical(unit), number.strip())
        if lot:
            found[canonical(unit)] = lot
    return found


def _lot_of(unit: str, number: str) -> str:
    """The lot of this number of the same item; "" where the unit's URI names no item."""
    private = _PRIVATE_UNIT.fullmatch(unit)
    if private:
        return f"{private[1]}/class/{private[2]}/{quote(number, safe='')}"
    item = identify(unit).item
    return (
        f"https://id.gs1.org/01/{item}/10/{quote(number, safe='')}" if _GTIN.fullmatch(item) else ""
    )
