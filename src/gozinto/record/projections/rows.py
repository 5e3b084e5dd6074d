"""Turns effects into projection rows, one batch of events at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gozinto.record.effect_shapes import Effects
from gozinto.record.identities import Identities
from gozinto.record.models import Containment, Involvement, Link, Membership, Mount, RunEvent

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Placed:
    """An event's effects with its place in the record."""

    position: int
    record_time: datetime
    effects: Effects


def write(placed: Sequence[Placed], ids: Identities) -> None:
    """Write the rows of these events, but no withdrawal and no state."""
    Involvement.objects.bulk_create(_involvements(placed, ids), batch_size=BATCH)
    Link.objects.bulk_create(_links(placed, ids), batch_size=BATCH)
    RunEvent.objects.bulk_create(_run_events(placed, ids), batch_size=BATCH)
    Mount.objects.bulk_create(_mounts(placed, ids), batch_size=BATCH)
    Containment.objects.bulk_create(_containments(placed, ids), batch_size=BATCH)
    Membership.objects.bulk_create(_memberships(placed, ids), batch_size=BATCH)


def _of(one: Placed, ordinal: int) -> dict[str, Any]:
    effects = one.effects
    return {
        "event_id": one.position,
        "ordinal": ordinal,
        "at": effects.at,
        "earliest": effects.earliest,
        "latest": effects.latest,
    }


def _involvements(placed: Iterable[Placed], ids: Identities) -> Iterable[Involvement]:
    for one in placed:
        for ordinal, effect in enumerate(one.effects.involvements):
            yield Involvement(
                **_of(one, ordinal),
                object_id=ids.objects[effect.object.uri],
                is_class=effect.object.is_class,
                role=effect.role,
                quantity=effect.quantity,
                uom=effect.uom,
                delta=effect.delta,
                term=effect.term,
                status=effect.status,
                held=effect.held,
                location=effect.location,
                expires_at=effect.expires_at,
            )


def _links(placed: Iterable[Placed], ids: Identities) -> Iterable[Link]:
    for one in placed:
        context = one.effects.context
        for ordinal, effect in enumerate(one.effects.links):
            yield Link(
                **_of(one, ordinal),
                run_id=ids.runs[effect.run],
                object_id=ids.objects[effect.object.uri],
                lot_id=ids.objects[effect.lot] if effect.lot else None,
                is_input=effect.is_input,
                quantity=effect.quantity,
                uom=effect.uom,
                certainty=effect.certainty,
                slot=effect.slot,
                replaces=effect.replaces,
                equipment=context.equipment,
                place=context.position,
            )


def _run_events(placed: Iterable[Placed], ids: Identities) -> Iterable[RunEvent]:
    for one in placed:
        context = one.effects.context
        for ordinal, effect in enumerate(one.effects.runs):
            yield RunEvent(
                **_of(one, ordinal),
                run_id=ids.runs[effect.run],
                is_membership=effect.is_membership,
                takes_mounts=effect.takes_mounts,
                equipment=context.equipment,
                place=context.position,
                step=context.step,
                name=context.job_name,
                flow=context.flow,
                person=context.person,
                person_role=context.role,
                makes=effect.makes,
            )


def _mounts(placed: Iterable[Placed], ids: Identities) -> Iterable[Mount]:
    for one in placed:
        context = one.effects.context
        for ordinal, effect in enumerate(one.effects.mounts):
            yield Mount(
                **_of(one, ordinal),
                object_id=ids.objects[effect.object.uri],
                equipment=effect.equipment,
                slot=effect.slot,
                is_on=effect.is_on,
                cycles=context.cycles,
                certainty=context.certainty or "declared",
            )


def _containments(placed: Iterable[Placed], ids: Identities) -> Iterable[Containment]:
    for one in placed:
        for ordinal, effect in enumerate(one.effects.containments):
            yield Containment(
                **_of(one, ordinal),
                parent_id=ids.objects[effect.parent.uri],
                child_id=ids.objects[effect.child.uri] if effect.child else None,
                is_in=effect.is_in,
                quantity=effect.quantity,
                uom=effect.uom,
            )


def _memberships(placed: Iterable[Placed], ids: Identities) -> Iterable[Membership]:
    for one in placed:
        for ordinal, effect in enumerate(one.effects.memberships):
            yield Membership(
                **_of(one, ordinal),
                unit_id=ids.objects[effect.unit.uri],
                lot_id=ids.objects[effect.lot.uri],
                certainty=effect.certainty,
                fills=effect.fills,
            )
