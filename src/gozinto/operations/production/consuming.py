"""Material goes into a run, and what of it was not used comes back."""

from __future__ import annotations

from decimal import Decimal
from typing import Unpack

from gozinto.operations import runs, things
from gozinto.operations.production.transforming import ROLE, Component, side, transform
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, capture
from gozinto.operations.things import Amount, Thing
from gozinto.record import Captured
from gozinto.record.stock_terms import PUT_BACK_STEP
from gozinto.standards.epcis.events import ObjectEvent
from gozinto.standards.epcis.gozinto import Slot


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

    scan: what is printed on it, or its URI.  run: its job number or URI.  quantity: how much of a
    lot; without it, an unknown amount.  slot, position: the place of the bill that it fills.
    Raises Unknown or Ambiguous for what is printed, and what `record.capture` raises.
    """
    known = runs.get(run)
    one = Component(of=scan, slot=slot, position=position, quantity=quantity, uom=uom)
    return transform(known, stamp, into=side([one], step=known.step))


def put_back(
    scan: Thing,
    *,
    run: Run | str,
    quantity: Decimal | None = None,
    uom: str = "",
    slot: str = "",
    position: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """What a run took and did not use goes back to stock, and the run took so much less.

    scan: what is printed on it, or its URI.  run: its job number or URI.  quantity: how much of a
    lot comes back, in `uom`.  slot, position: those it was taken for.  location: where it is put
    (code or URI).
    Raises Unknown or Ambiguous for what is printed.
    """
    # An observation, and no output of the run: what comes back is the raw material that it was,
    # and holds nothing of what else went in. Nor a correction: the scan was right. It counts
    # against what was consumed, so that the balance and the shares have the net amount, while the
    # link stays: the rest lay at the machine, and a recall should know.
    known = runs.get(run)
    listed = things.listed(Amount(of=scan, quantity=quantity, uom=uom))
    return capture(
        ObjectEvent,
        stamp,
        role=ROLE,
        fields={
            "action": "OBSERVE",
            "biz_step": PUT_BACK_STEP,
            # A lot keeps what is known of it; a unit that counted as consumed is there again.
            "disposition": "in_progress" if listed.epcs else "",
            "epc_list": listed.epcs,
            "quantity_list": listed.quantities,
            "biz_location": things.place(location),
            "context": {
                **known.words(),
                "job": known.uri,
                "slot": Slot(name=slot, step=known.step, position=position) if slot else None,
            },
        },
    )
