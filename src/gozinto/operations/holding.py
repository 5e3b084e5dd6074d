"""Objects are stopped, and freed again."""

from __future__ import annotations

from typing import Unpack

from gozinto.operations import things
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Things
from gozinto.record import Captured
from gozinto.standards.epcis.events import ObjectEvent, PersistentDisposition

ROLE = "quality"


def hold(objects: Things, *, reason: str, **stamp: Unpack[Stamp]) -> Captured:
    """Stop objects: nobody may use, ship or change them until they are released."""
    return _dispose(objects, "holding", PersistentDisposition(set=("unavailable",)), reason, stamp)


def release(objects: Things, *, reason: str, **stamp: Unpack[Stamp]) -> Captured:
    """Free objects that were held."""
    return _dispose(
        objects, "storing", PersistentDisposition(unset=("unavailable",)), reason, stamp
    )


def _dispose(
    objects: Things, step: str, disposition: PersistentDisposition, reason: str, stamp: Stamp
) -> Captured:
    listed = things.listed(objects)
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": step,
            "persistent_disposition": disposition,
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "context": {"reason": reason},
        },
    )
