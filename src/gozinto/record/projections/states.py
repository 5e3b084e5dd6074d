"""Folds involvements into the state of an object; the fold does not depend on their order.

Of two that say something at the same time, the one with the greater event id counts: a rule that
no order of arrival changes. The kind of a foreign URI is not folded: it is identity, and stays
what its first mention made it (`record/identities.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Context, Decimal
from functools import cache

from django.db import models

from gozinto.record.effect_shapes import InvolvementEffect
from gozinto.record.models import Involvement, ObjectState, Withdrawal
from gozinto.standards.quantities import convert, unit
from gozinto.standards.units import UNITS

_FIELDS = [f.name for f in ObjectState._meta.concrete_fields if not f.primary_key]
# Wider than the columns, so that no sum depends on the order of its terms.
_WIDE = Context(prec=60)
_PLACES = Decimal("1e-9")


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


def apply(
    state: ObjectState, did: InvolvementEffect | Involvement, *, at: datetime, event_id: str
) -> None:
    """Fold one involvement into a state: what `did` says, at that time, by that event."""
    state.first_at = at if state.first_at is None else min(state.first_at, at)
    state.last_at = at if state.last_at is None else max(state.last_at, at)
    said = (at, event_id)
    if did.status and _is_newer(said, state.status_at, state.status_event):
        state.status, state.status_at, state.status_event = did.status, at, event_id
    if did.held is not None and _is_newer(said, state.held_at, state.held_event):
        state.held, state.held_at, state.held_event = did.held, at, event_id
    if did.location and _is_newer(said, state.location_at, state.location_event):
        state.location, state.location_at, state.location_event = did.location, at, event_id
    if did.expires_at and _is_newer(said, state.expiry_at, state.expiry_event):
        state.expires_at, state.expiry_at, state.expiry_event = did.expires_at, at, event_id
    if did.delta:
        _count(state, did, said)


def _count(
    state: ObjectState, did: InvolvementEffect | Involvement, said: tuple[datetime, str]
) -> None:
    """Add to the stock. Every dimension is summed; the earliest to be counted is the one shown."""
    base = base_unit(did.uom)
    sums = {uom: Decimal(amount) for uom, amount in state.amounts.items()}
    sums[base] = _WIDE.add(sums.get(base, Decimal(0)), _in_base(did.delta, did.uom))
    state.amounts = {uom: format(amount, "f") for uom, amount in sums.items()}
    if state.unit_at is None or said < (state.unit_at, state.unit_event):
        state.uom, state.unit_at, state.unit_event = base, *said
    state.on_hand = sums[state.uom]


@cache
def base_unit(uom: str) -> str:
    """The unit that stock of this dimension is counted in: kilogram, metre, litre, piece."""
    alike = [u for u in UNITS.values() if u.dimension == unit(uom).dimension]
    plain = [u.code for u in alike if u.factor == 1 and u.offset == 0]
    return plain[0] if plain else min(u.code for u in alike)


def _in_base(amount: Decimal, uom: str) -> Decimal:
    return convert(amount, uom, base_unit(uom)).quantize(_PLACES, context=_WIDE)


def _is_newer(said: tuple[datetime, str], at: datetime | None, event_id: str) -> bool:
    # Not strictly: of one event's own statements the last counts, and they come together.
    return at is None or said >= (at, event_id)


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
        rows = rows.annotate(told_by=models.F("event__event_id"))
        for row in rows.order_by("event_id", "ordinal"):
            apply(state, row, at=row.at, event_id=row.told_by)
        states[pk] = state
