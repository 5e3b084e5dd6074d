"""Folds involvements into the state of an object; the fold does not depend on their order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from functools import cache

from gozinto.errors import GozintoError
from gozinto.plant.models import TraceableObject
from gozinto.record.models import Involvement, ObjectState, Withdrawal
from gozinto.standards.quantities import convert, unit
from gozinto.standards.units import UNITS

_FIELDS = [f.name for f in ObjectState._meta.concrete_fields if not f.primary_key]


def lock(object_ids: Collection[int]) -> dict[int, ObjectState]:
    """The states of these objects, locked in id order until commit; new ones are begun."""
    wanted = sorted(object_ids)
    states = _locked(wanted)
    missing = [pk for pk in wanted if pk not in states]
    if missing:
        ObjectState.objects.bulk_create(
            [ObjectState(object_id=pk) for pk in missing], ignore_conflicts=True
        )
        states = _locked(wanted)
    return states


def _locked(wanted: Sequence[int]) -> dict[int, ObjectState]:
    rows = ObjectState.objects.select_for_update().filter(object_id__in=wanted)
    return {row.object_id: row for row in rows.order_by("object_id")}


def apply(state: ObjectState, row: Involvement) -> None:
    """Fold one involvement into a state."""
    state.first_at = row.at if state.first_at is None else min(state.first_at, row.at)
    state.last_at = row.at if state.last_at is None else max(state.last_at, row.at)
    if row.status and _is_newer(row, state.status_at, state.status_position):
        state.status, state.status_at = row.status, row.at
        state.status_position = row.event_id
    if row.held is not None and _is_newer(row, state.held_at, state.held_position):
        state.held, state.held_at, state.held_position = row.held, row.at, row.event_id
    if row.location and _is_newer(row, state.location_at, state.location_position):
        state.location, state.location_at = row.location, row.at
        state.location_position = row.event_id
    if row.expires_at:
        state.expires_at = min(state.expires_at or row.expires_at, row.expires_at)
    if row.delta:
        # Counted in the base unit, so that the unit does not depend on which event came first.
        state.uom = state.uom or base_unit(row.uom)
        state.on_hand += _in_unit(row.delta, row.uom, state.uom)


@cache
def base_unit(uom: str) -> str:
    """The unit that stock of this dimension is counted in: kilogram, metre, litre, piece."""
    wanted = unit(uom)
    return next(
        u.code
        for u in UNITS.values()
        if u.dimension == wanted.dimension and u.factor == 1 and u.offset == 0
    )


def _is_newer(row: Involvement, at: object, position: int) -> bool:
    return at is None or (row.at, row.event_id) >= (at, position)


def _in_unit(amount: Decimal, uom: str, wanted: str) -> Decimal:
    try:
        return round(convert(amount, uom, wanted), 9)
    except GozintoError:
        # Another dimension cannot be summed; the balance report lists such rows by themselves.
        return Decimal(0)


def save(states: Iterable[ObjectState]) -> None:
    """Write states in one statement."""
    ObjectState.objects.bulk_create(
        sorted(states, key=lambda s: s.object_id),
        update_conflicts=True,
        unique_fields=["object"],
        update_fields=_FIELDS,
        batch_size=1000,
    )


def recompute(object_ids: Collection[int], states: dict[int, ObjectState]) -> None:
    """Fold these objects anew from what is not withdrawn: after a correction."""
    withdrawn = Withdrawal.objects.values("event_id")
    for pk in object_ids:
        state = ObjectState(object_id=pk)
        rows = Involvement.objects.filter(object_id=pk).exclude(event_id__in=withdrawn)
        for row in rows.order_by("event_id", "ordinal"):
            apply(state, row)
        states[pk] = state


def of_numbers(objects: Sequence[TraceableObject]) -> dict[int, ObjectState]:
    """The states of these objects, without a lock."""
    return {s.object_id: s for s in ObjectState.objects.filter(object__in=objects)}
