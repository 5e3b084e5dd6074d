"""Some of what a run made is no good, and ends before it was ever stock."""

from __future__ import annotations

from decimal import Decimal
from typing import Unpack

from gozinto.operations import master_data, runs
from gozinto.operations.production.producing import lot_of
from gozinto.operations.production.transforming import ROLE, Component, side, transformation
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, build, nth, put
from gozinto.record import Captured
from gozinto.standards.epcis.events import ObjectEvent


def scrap(
    *,
    run: Run | str,
    material: str,
    number: str,
    quantity: Decimal,
    reason: str,
    uom: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """So much of what a run made of a lot was no good and is destroyed.

    run: its job number or URI.  material: the code of what it made.  number: that of the lot it
    makes.  quantity: how much, in `uom` ("": the material's own).  reason: why.
    It counts as made and as scrapped, so that the lot's balance closes. Raises Unknown for a run
    or material that does not exist.
    """
    known = runs.get(run)
    unit = master_data.unit_of(material, uom)
    lot = Component(of=lot_of(material, number), quantity=quantity, uom=unit)
    out = side([lot], step=known.step)
    made = transformation(known, stamp, out=out)
    ended = build(
        ObjectEvent,
        nth(stamp, 1),
        role=ROLE,
        fields={
            "action": "DELETE",
            "biz_step": "destroying",
            "disposition": "destroyed",
            "quantity_list": out.quantities,
            "context": {**known.words(), "job": known.uri, "reason": reason, "term": "scrapped"},
        },
    )
    return put([made, ended], stamp)
