"""What an event says of a run beside its links: what came back unused, what was replaced."""

from __future__ import annotations

from decimal import Decimal

from gozinto.plant.identifiers import canonical
from gozinto.record.effect_shapes import (
    Effects,
    InvolvementEffect,
    Named,
    ReplacementEffect,
    UnusedEffect,
)
from gozinto.record.told_links import canonically
from gozinto.standards.epcis.events import TransformationEvent
from gozinto.standards.epcis.gozinto import Context, Slot


def slot_list(slot: Slot | None) -> list[str] | None:
    """A slot as a projection row has it: step, name, position."""
    return [slot.step, slot.name, slot.position] if slot else None


def unused(context: Context, *, of: Named, quantity: Decimal | None, uom: str) -> UnusedEffect:
    """So much of what the run took came back to stock."""
    return UnusedEffect(
        run=canonical(context.job),
        object=of,
        quantity=quantity,
        uom=uom,
        slot=slot_list(context.slot),
    )


def replace_parts(event: TransformationEvent, *, context: Context, effects: Effects) -> None:
    """What a repair took out of the units that went into it and came out again."""
    out = {canonical(epc) for epc in event.output_epc_list}
    units = dict.fromkeys(uri for epc in event.input_epc_list if (uri := canonical(epc)) in out)
    for one in map(canonically, context.removed):
        part = Named(one.id, is_class=one.quantity is not None) if one.id else None
        effects.replacements += [
            ReplacementEffect(
                unit=Named(unit),
                part=part,
                slot=slot_list(one.slot) or ["", "", ""],
                certainty=one.certainty or context.certainty or "declared",
            )
            for unit in units
        ]
        if part and units:
            effects.involvements.append(InvolvementEffect(object=part, role="removed"))
