"""Objects end: they are destroyed."""

from __future__ import annotations

from typing import Unpack

from gozinto.operations import things
from gozinto.operations.stamp import Stamp, capture, first_told
from gozinto.operations.things import Things
from gozinto.record import Captured
from gozinto.standards.epcis.events import ObjectEvent


def scrap(objects: Things, *, reason: str, equipment: str = "", **stamp: Unpack[Stamp]) -> Captured:
    """Objects, or a quantity of a lot, are destroyed; with a container what is in it.

    `reason`: why; `equipment`: where that was decided. Raises Unknown or Ambiguous for a printed
    number, and what `record.capture` raises.
    """
    listed = things.with_content(objects, at=first_told(stamp))
    return capture(
        ObjectEvent,
        stamp,
        role="operator",
        fields={
            "action": "DELETE",
            "biz_step": "destroying",
            "disposition": "destroyed",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "context": {"reason": reason, "term": "scrapped", "equipment": equipment},
        },
    )
