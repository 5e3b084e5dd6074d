"""No more comes back unused from a run than it had taken of that lot, or of that unit, by then.

What a unit took in an event of its own counts for its job, which it was taken for. Where nobody
said how much was taken, or the amounts cannot be compared, nothing is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from gozinto import roundtrips
from gozinto.plant.identifiers import identify, run_number
from gozinto.plant.known import Known
from gozinto.record.rules.shapes import Batch, Fault, Judged

RULE = "more_than_taken"


class Moved(NamedTuple):
    """Something went into a run, or came back from it, as it sorts in time.

    Of one instant what went in was first. `quantity`: None where nobody said how much.
    """

    run: str
    object: str
    at: datetime
    is_back: bool
    event_id: str
    position: int
    quantity: Decimal | None
    uom: str


_STANDS = " NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = {0}.event_id)"
_MOVED = (
    "WITH back AS (SELECT r.uri AS run, u.* FROM gozinto_run r"
    " JOIN gozinto_unused u ON u.run_id = r.id"
    f" WHERE r.uri = ANY($1::text[]) AND{_STANDS.format('u')})"
    " SELECT b.run, o.uri, b.at, TRUE, e.event_id, e.position, b.quantity, b.uom FROM back b"
    " JOIN gozinto_traceableobject o ON o.id = b.object_id"
    " JOIN gozinto_event e ON e.position = b.event_id"
    " UNION ALL SELECT b.run, o.uri, l.at, FALSE, '', l.event_id, l.quantity, l.uom"
    " FROM (SELECT DISTINCT run, run_id, object_id FROM back) b"
    " JOIN gozinto_traceableobject o ON o.id = b.object_id"
    " JOIN gozinto_link l ON l.object_id = b.object_id AND l.is_input AND EXISTS (SELECT 1"
    " FROM gozinto_runevent x WHERE x.event_id = l.event_id AND x.run_id = b.run_id)"
    f" AND{_STANDS.format('l')}"
)


def judge(runs: Sequence[str], batch: Batch) -> Judged:
    """The faults of everything that came back from these runs, each under its event. One query."""
    (rows,) = roundtrips.ask((_MOVED, [runs]))
    moved = sorted(map(Moved._make, rows), key=lambda one: one[:5])
    faults = [
        fault
        for (_, uri), some in groupby(moved, key=lambda one: one[:2])
        for fault in _found(uri, list(some), batch.known)
    ]
    return Judged(faults=faults, anew={one.event_id for one in moved if one.is_back})


def _found(uri: str, moved: Sequence[Moved], known: Known) -> Iterator[Fault]:
    """Each return by which, with those before it, more came back than had been taken."""
    material = known.material_of(identify(uri).item)
    code = material.code if material else ""
    uom = next((one.uom for one in moved if one.uom), "")
    taken = back = Decimal(0)
    for one in moved:
        amount = (
            None
            if one.quantity is None
            else known.amount(one.quantity, of=code, from_uom=one.uom, to_uom=uom)
        )
        if amount is None and not one.is_back:
            return  # so much of it may have been taken as came back
        if not one.is_back:
            taken += amount or Decimal(0)
            continue
        back += amount or Decimal(0)
        if back > taken or not taken:
            yield Fault(
                rule=RULE,
                subject=one.event_id,
                position=one.position,
                object=uri,
                run=one.run,
                value=uri,
                data={
                    "number": identify(uri).number,
                    "back": _text(back),
                    "taken": _text(taken),
                    "uom": uom,
                    "run": run_number(one.run),
                },
            )


def _text(amount: Decimal) -> str:
    # The database gives nine decimals, an event what it was sent with: one amount, one text.
    return format(amount.normalize(), "f")
