"""A lot is sorted: what is good stays in it, what is not becomes a lot of its own, rejected."""

from __future__ import annotations

from decimal import Decimal
from typing import Unpack

from gozinto.operations import things
from gozinto.operations.inspection.inspecting import looked_at
from gozinto.operations.inspection.measured import Kind
from gozinto.operations.production.converting import Part, split_event
from gozinto.operations.production.made_numbers import Produced, at_once
from gozinto.operations.stamp import Stamp, nth, put
from gozinto.operations.things import Listed, Thing
from gozinto.standards.epcis.events import QuantityElement


def sort_out(
    lot: Thing,
    *,
    kind: Kind,
    rejected: Decimal,
    reason: str,
    uom: str = "",
    number: str = "",
    location: str = "",
    step: str = "",
    equipment: str = "",
    **stamp: Unpack[Stamp],
) -> Produced:
    """An inspector (`by`) sorts a lot: so much of it is rejected, the rest is accepted.

    lot: what is printed on it, or its URI.  kind: when in the process.  rejected: how much is not
    in order, in `uom` ("": the material's own).  reason: what is wrong with it.  number: that of
    the lot which the rejected part becomes ("": the next of the material's format).  location:
    where that is put (code or URI).  step, equipment: where in the process.
    Three events in one request: the split, and the verdict on each part. Raises Unknown or
    Ambiguous for what is printed, Refused where a number is wanted and there is no format.
    """
    uri = things.uri_of(lot)
    part = Part(quantity=rejected, number=number, uom=uom)
    words = {"inspection": kind, "reason": reason, "step": step, "equipment": equipment}

    def capture_them() -> Produced:
        split, (bad,), numbers = split_event(
            uri, [part], reason=reason, location=location, stamp=stamp
        )
        good = Listed((), (QuantityElement(epc_class=uri),))
        wrong = Listed((), (QuantityElement(epc_class=bad),))
        # First accepted: what was never inspected is nothing to take a part of. The split has the
        # id of the request, for the numbers of a repeat are read off it.
        events = [
            looked_at(good, verdict="accepted", words={**words, "reason": ""}, stamp=nth(stamp, 1)),
            split,
            looked_at(wrong, verdict="rejected", words=words, stamp=nth(stamp, 2)),
        ]
        return Produced.of(put(events, stamp), numbers=numbers)

    return capture_them() if number else at_once(capture_them, stamp=stamp)
