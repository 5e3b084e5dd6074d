"""Objects change their place."""

from __future__ import annotations

from typing import Unpack

from gozinto.operations import things
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Things
from gozinto.record import Captured
from gozinto.standards.epcis.events import ObjectEvent


def move(objects: Things, *, location: str, **stamp: Unpack[Stamp]) -> Captured:
    """Objects go to another place. Raises Unknown for a location that does not exist."""
    listed = things.listed(objects)
    return capture(
        ObjectEvent,
        stamp,
        role="warehouse",
        fields={
            "action": "OBSERVE",
            "biz_step": "storing",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "biz_location": things.place(location),
        },
    )
