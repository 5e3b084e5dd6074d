"""Goods come back from a dealer."""

from __future__ import annotations

from typing import Unpack

from gozinto.operations import things
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Things
from gozinto.record import Captured
from gozinto.standards.epcis.events import ObjectEvent


def take_back(
    objects: Things,
    *,
    dealer: str,
    reason: str,
    note: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A dealer (code or URI) returns objects, and says why.

    `note`: our return number. With `certainty="inferred"` the unit was not read but concluded.
    Raises Unknown for a dealer or location that does not exist.
    """
    listed = things.listed(objects)
    return capture(
        ObjectEvent,
        stamp,
        role="warehouse",
        fields={
            "action": "OBSERVE",
            "biz_step": "receiving",
            "disposition": "returned",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "source_list": (things.owner(dealer),),
            "biz_transaction_list": things.document("rma", note),
            "biz_location": things.place(location),
            "context": {"reason": reason},
        },
    )
