"""What was made is worked on again: reworked, or repaired with other parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Unpack

from gozinto import record
from gozinto.errors import Ambiguous, Malformed, Unknown
from gozinto.operations import runs, things
from gozinto.operations.production.transforming import Component, Side, own_event, side
from gozinto.operations.runs import Run
from gozinto.operations.stamp import Stamp, put
from gozinto.operations.things import Thing
from gozinto.record import Captured
from gozinto.record.models import Link
from gozinto.standards.epcis.gozinto import LinkDetail, Slot


@dataclass(frozen=True, kw_only=True, slots=True)
class Replaced:
    """A part of a unit that a repair takes out, and the one that takes its place.

    slot, position: the place in the unit, as the bill names it; step: the step that filled it
    ("": the one on record).  removed: the old part ("": nobody could read it).  new: the new one
    ("": the place stays empty); of a lot `quantity` in `uom`.
    """

    slot: str
    position: str = ""
    step: str = ""
    removed: str = ""
    new: str = ""
    quantity: Decimal | None = None
    uom: str = ""


def rework(
    thing: Thing,
    *,
    run: Run | str,
    quantity: Decimal | None = None,
    uom: str = "",
    inputs: Sequence[Component] = (),
    reason: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """A unit, or a part of a lot, passes a step again and stays what it is.

    thing: what is printed on it, or its URI.  run: the job number or URI of the rework.
    quantity: how much of a lot, in `uom`.  inputs: what goes in beside it.  reason: why.
    location: where it is put (code or URI).
    Its trace then holds both passages. Raises Unknown or Ambiguous for what is printed, and what
    `record.capture` raises.
    """
    known = runs.get(run)
    again = side([Component(of=thing, quantity=quantity, uom=uom)], step=known.step)
    return _again(known, stamp, again, side(inputs, step=known.step), location, reason=reason)


def repair(
    unit: Thing,
    *,
    run: Run | str,
    replaced: Sequence[Replaced],
    reason: str = "",
    location: str = "",
    **stamp: Unpack[Stamp],
) -> Captured:
    """Parts of a unit are replaced: as of before it holds the old ones, from then on the new.

    unit: what is printed on it, or its URI.  run: the job number or URI of the repair.
    replaced: which parts, and by what.  reason: why.  location: where it is put (code or URI).
    Nothing on record is taken back: who asks as of an earlier time finds the old part in it.
    Raises Unknown (unknown_slot) where nothing on record filled such a place of the unit,
    Ambiguous where several steps did, and what `record.capture` raises.
    """
    # The old part is no output of the repair: then it would hold what the unit holds. It is named
    # as removed, which closes the link by which it came in, from then on (record.Replacement).
    known = runs.get(run)
    if not replaced:
        raise Malformed(
            "A repair names the parts that it replaced.",
            code="nothing_replaced",
            next_step="Name them, or say rework.",
        )
    uri = things.uri_of(unit)
    slots = _slots_of(uri, replaced)
    new = [
        Component(
            of=one.new, slot=slot.name, step=slot.step, position=slot.position,
            quantity=one.quantity, uom=one.uom,
        )
        for one, slot in zip(replaced, slots, strict=True)
        if one.new
    ]  # fmt: skip
    told = [one.removed for one in replaced if one.removed]
    old = dict(zip(told, things.uris_of(told), strict=True))
    removed = tuple(
        LinkDetail(id=old.get(one.removed, ""), slot=slot)
        for one, slot in zip(replaced, slots, strict=True)
    )
    into = side(new, step=known.step)
    words = {"reason": reason, "removed": removed}
    return _again(known, stamp, Side(epcs=(uri,)), into, location, step="repairing", **words)


def _again(
    run: Run,
    stamp: Stamp,
    again: Side,
    beside: Side,
    location: str,
    *,
    step: str = "",
    **words: Any,
) -> Captured:
    into = Side(
        epcs=(*again.epcs, *beside.epcs),
        quantities=(*again.quantities, *beside.quantities),
        links=beside.links,
    )
    event = own_event(
        stamp,
        biz_step=step or run.step_uri,
        into=into,
        out=again,
        words={**run.words(), "job": run.uri, **words},
        location=location,
    )
    return put([event], stamp)


def _slots_of(unit: str, replaced: Sequence[Replaced]) -> list[Slot]:
    """The places of the unit that these name, as its making or a repair filled them. One query."""
    record.flush()
    made = Link.objects.filter(object__uri=unit, is_input=False, event__withdrawal=None)
    told = Link.objects.filter(
        run__in=made.values("run"), is_input=True, slot__isnull=False, event__withdrawal=None
    ).values_list("slot", "object__uri")
    filled = [
        (Slot(step=slot[0], name=slot[1], position=slot[2]), uri)
        for slot, uri in told.distinct()
        if slot
    ]
    return [_slot_of(one, filled) for one in replaced]


def _slot_of(one: Replaced, filled: Sequence[tuple[Slot, str]]) -> Slot:
    fitting = dict.fromkeys(
        slot
        for slot, _ in filled
        if slot.name == one.slot
        and (not one.position or slot.position == one.position)
        and (not one.step or slot.step == one.step)
    )
    if not fitting:
        raise Unknown(
            f"Nothing on record went into {one.slot} {one.position}".rstrip() + " of that unit.",
            code="unknown_slot",
            near=sorted({slot.name for slot, _ in filled})[:5],
        )
    if len(fitting) > 1:
        raise Ambiguous(
            f"There are {len(fitting)} places {one.slot} in that unit.",
            code="ambiguous_slot",
            next_step="Name the position, or the step that filled it.",
            candidates=[(f"{s.step} {s.name} {s.position}".strip(), "slot") for s in fitting],
        )
    return next(iter(fitting))
