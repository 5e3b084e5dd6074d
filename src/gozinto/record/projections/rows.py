"""Turns effects into projection rows, one batch of events at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model

from gozinto.record.copying import array, copy
from gozinto.record.effect_shapes import Effects
from gozinto.record.identities import Identities
from gozinto.record.models import (
    Activity,
    Containment,
    DocumentMention,
    Involvement,
    Link,
    Measurement,
    Membership,
    Mount,
    OverrideRow,
    Replacement,
    RunEvent,
    Unused,
    Visit,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """An event's effects with its place in the record."""

    position: int
    record_time: datetime
    effects: Effects
    is_declaration: bool = False
    is_live: bool = False


def write(placed: Sequence[Placed], ids: Identities) -> None:
    """Write the rows of these events, but no withdrawal and no state."""
    times = [_times(one.effects) for one in placed]
    for model, (columns, rows_of) in _TABLES.items():
        rows = [
            (one.position, ordinal, *of_event, *own)
            for one, of_event in zip(placed, times, strict=True)
            for ordinal, own in enumerate(rows_of(one.effects, ids))
        ]
        copy(model, columns=(*_OF_EVENT, *columns), rows=rows)


_OF_EVENT = ("event_id", "ordinal", "at", "earliest", "latest")
_Row = tuple[Any, ...]


def _times(effects: Effects) -> tuple[str, str, str]:
    # Written out once an event and not once a row.
    return (effects.at.isoformat(), effects.earliest.isoformat(), effects.latest.isoformat())


def _involvements(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for effect in effects.involvements:
        yield (
            ids.objects[effect.object.uri],
            effect.object.is_class,
            effect.role,
            effect.quantity,
            effect.uom,
            effect.delta,
            effect.term,
            effect.status,
            effect.held,
            effect.location,
            effect.expires_at,
            effect.recalled,
            effect.inspection,
            effect.result,
            effect.is_count,
        )


def _links(effects: Effects, ids: Identities) -> Iterator[_Row]:
    context = effects.context
    for effect in effects.links:
        yield (
            ids.runs[effect.run],
            ids.objects[effect.object.uri],
            ids.objects[effect.lot] if effect.lot else None,
            effect.is_input,
            effect.quantity,
            effect.uom,
            effect.certainty,
            None if effect.slot is None else array(tuple(effect.slot)),
            None if effect.replaces is None else array(tuple(map(tuple, effect.replaces))),
            context.equipment,
            context.position,
        )


def _run_events(effects: Effects, ids: Identities) -> Iterator[_Row]:
    context = effects.context
    for effect in effects.runs:
        yield (
            ids.runs[effect.run],
            effect.is_membership,
            effect.takes_mounts,
            context.equipment,
            context.position,
            context.step,
            context.job_name,
            context.flow,
            context.person,
            context.role,
            effect.makes,
        )


def _activities(effects: Effects, ids: Identities) -> Iterator[_Row]:
    context = effects.context
    for effect in effects.activities:
        yield (
            effect.activity,
            ids.runs[effect.run] if effect.run else None,
            effect.equipment,
            context.person,
            context.role,
            context.step,
            context.job_name,
            context.flow,
            context.product,
            None if context.planned is None else round(context.planned, 9),
            context.planned_uom,
        )


def _unused(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for effect in effects.unused:
        yield (
            ids.runs[effect.run],
            ids.objects[effect.object.uri],
            effect.quantity,
            effect.uom,
            None if effect.slot is None else array(tuple(effect.slot)),
        )


def _replacements(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for effect in effects.replacements:
        yield (
            ids.objects[effect.unit.uri],
            ids.objects[effect.part.uri] if effect.part else None,
            array(tuple(effect.slot)),
            effect.certainty,
        )


def _mounts(effects: Effects, ids: Identities) -> Iterator[_Row]:
    context = effects.context
    for effect in effects.mounts:
        yield (
            ids.objects[effect.object.uri] if effect.object else None,
            effect.equipment,
            array(tuple(effect.slot)),
            effect.is_on,
            context.cycles,
            context.certainty or "declared",
        )


def _containments(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for effect in effects.containments:
        yield (
            ids.objects[effect.parent.uri],
            ids.objects[effect.child.uri] if effect.child else None,
            effect.is_in,
            effect.quantity,
            effect.uom,
        )


def _memberships(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for effect in effects.memberships:
        yield (
            ids.objects[effect.unit.uri],
            ids.objects[effect.lot.uri],
            effect.certainty,
            array(tuple(map(tuple, effect.fills))),
        )


def _overrides(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for told in effects.overrides:
        yield told.code, told.reason, told.person, told.role


def _measurements(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for effect in effects.measurements:
        yield effect.series, effect.characteristic, effect.value


def _visits(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for effect in effects.visits:
        yield ids.objects[effect.object.uri], effect.step


def _mentions(effects: Effects, ids: Identities) -> Iterator[_Row]:
    for effect in effects.documents:
        yield effect.kind, effect.document


_TABLES: Mapping[
    type[Model], tuple[Sequence[str], Callable[[Effects, Identities], Iterator[_Row]]]
] = {
    Involvement: (
        (
            *("object_id", "is_class", "role", "quantity", "uom", "delta", "term", "status"),
            *("held", "location", "expires_at", "recalled", "inspection", "result", "is_count"),
        ),
        _involvements,
    ),
    Link: (
        (
            *("run_id", "object_id", "lot_id", "is_input", "quantity", "uom", "certainty", "slot"),
            *("replaces", "equipment", "place"),
        ),
        _links,
    ),
    RunEvent: (
        (
            *("run_id", "is_membership", "takes_mounts", "equipment", "place", "step", "name"),
            *("flow", "person", "person_role", "makes"),
        ),
        _run_events,
    ),
    Activity: (
        (
            *("activity", "run_id", "equipment", "person", "person_role", "step", "name", "flow"),
            *("product", "planned", "planned_uom"),
        ),
        _activities,
    ),
    Unused: (("run_id", "object_id", "quantity", "uom", "slot"), _unused),
    Replacement: (("unit_id", "part_id", "slot", "certainty"), _replacements),
    Mount: (("object_id", "equipment", "slot", "is_on", "cycles", "certainty"), _mounts),
    Containment: (("parent_id", "child_id", "is_in", "quantity", "uom"), _containments),
    DocumentMention: (("kind", "document"), _mentions),
    Visit: (("object_id", "step"), _visits),
    Measurement: (("series", "characteristic", "value"), _measurements),
    Membership: (("unit_id", "lot_id", "certainty", "fills"), _memberships),
    OverrideRow: (("code", "reason", "person", "role"), _overrides),
}
"""How the rows of each projection follow from an event's effects."""
