"""Material goes into a run."""

from __future__ import annotations

from decimal import Decimal
from typing import Unpack

from gozinto.operations import runs
from gozinto.operations.production.transforming import Component, transform
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp
from gozinto.operations.things import Thing
from gozinto.record import Captured


def consume(
    scan: Thing,
    *,
    run: Run | str,
    quantity: Decimal | None = None,
    uom: str = "",
    slot: str = "",
    position: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """Something goes into a run: `quantity` in `uom` of a lot, or one serial.

    Raises Unknown or Ambiguous for what is printed, and what `record.capture` raises.
    """
    component = Component(of=scan, slot=slot, position=position, quantity=quantity, uom=uom)
    return transform(runs.get(run), stamp, inputs=[component])
